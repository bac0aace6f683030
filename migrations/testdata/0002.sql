INSERT INTO quiz_answers (person_id, chapter, question, version, choice, is_right, tries, at) VALUES ('ada', 'database', 'q1', 'v1', 2, 1, 3, 1772528400000);
