INSERT INTO job_dues (kind, due_at, lease_until) VALUES ('backup', 1772594220000, 0);
INSERT INTO job_runs (kind, cause, began_at, took_ms, failed, said) VALUES ('backup', 'schedule', 1772507820000, 420, 0, 'levelup-2026-03-03T031700Z.db'), ('integrity', 'hand', 1772528400000, 12, 1, 'The database is damaged');
INSERT INTO grading_days (day, prompt, grader, made, failed, overall, waited_ms) VALUES (20515, 'url-shortener', 'rubric', 2, 1, 5.5, 4200);
