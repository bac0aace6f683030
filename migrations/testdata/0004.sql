INSERT INTO model_tokens (id, person_id, day, tokens, open_until) VALUES ('t1', 'ada', 20515, 1200, NULL), ('t2', 'ada', 20515, 4000, 1772530830000);
