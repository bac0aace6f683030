INSERT INTO review_requests (attempt_id, coach_id, question, asked_at, claimed_by, claimed_until, answered_at) VALUES ('submitted', NULL, 'Is it deep enough?', 1772531000000, 'cara', 1772534600000, NULL);
INSERT INTO reviews (id, attempt_id, coach_id, asked_at, claimed_at, scores, points, first_scores, blind, changed, version, published_at) VALUES ('r1', 'submitted', 'cara', 1772531000000, 1772531100000, '{}', '{}', NULL, 1, 0, 1, 1772531200000);
INSERT INTO review_comments (id, review_id, parent_id, author_id, kind, step, from_at, to_at, point, text, version, begun_at, at, published_at, resolved_at) VALUES ('c1', 'r1', NULL, 'cara', 'improve', 'map', 0, 4, '', 'The ratio?', 2, 1772531100000, 1772531150000, 1772531200000, NULL), ('c2', 'r1', 'c1', 'ada', 'reply', '', NULL, NULL, '', 'A hundred to one.', 1, 1772531300000, 1772531300000, 1772531300000, NULL);
INSERT INTO review_comment_versions (comment_id, version, kind, text, at) VALUES ('c1', 1, 'question', 'Ratio?', 1772531100000);
INSERT INTO review_notices (id, person_id, attempt_id, comment_id, kind, at, read_at) VALUES ('n1', 'ada', 'submitted', 'c1', 'published', 1772531200000, NULL);
INSERT INTO review_phrases (id, coach_id, text, at) VALUES ('p1', 'cara', 'Say why.', 1772531200000);
INSERT INTO review_notes (coach_id, learner_id, text, at) VALUES ('cara', 'ada', 'Rushes the map.', 1772531200000);
