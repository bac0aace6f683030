INSERT INTO model_use (day, person_id, what, outcome, times, tokens, milliseconds) VALUES (20515, 'ada', 'question', 'answered', 5, 1200, 900);
INSERT INTO model_times (day, class, times) VALUES (20515, 7, 5);
