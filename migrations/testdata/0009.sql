INSERT INTO people (id, email, name, created_at, disabled_at) VALUES ('cyril', 'cyril@example.org', 'Cyril', 1772528400000, 1772531200000);
INSERT INTO audit (at, actor, actor_name, action, subject, subject_name, detail) VALUES (1772531200000, 'ada', 'Ada', 'disabled', 'cyril', 'Cyril', '');
