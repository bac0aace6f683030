INSERT INTO objections (attempt_id, point, grader, version, at, text) VALUES ('submitted', 'cache-hot-links', 'rubric', '1', 1772530900000, 'I said so.');
