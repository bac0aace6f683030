-- +goose Up
-- What grading by a model has come to, in sums: by UTC day, person and outcome, of
-- the questions, of the criteria that fell back and of the grades. They go with the
-- person.
CREATE TABLE model_use (
  day          INTEGER NOT NULL, -- since 1970
  person_id    TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  what         TEXT NOT NULL CHECK (what IN ('question', 'criterion', 'grade')),
  outcome      TEXT NOT NULL,
  times        INTEGER NOT NULL CHECK (times >= 0),
  tokens       INTEGER NOT NULL CHECK (tokens >= 0),
  milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
  PRIMARY KEY (day, person_id, what, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_use_person ON model_use (person_id);
-- How long the questions took: how many a day in each class of durations.
CREATE TABLE model_times (
  day    INTEGER NOT NULL,
  class  INTEGER NOT NULL, -- see package record
  times  INTEGER NOT NULL CHECK (times >= 0),
  PRIMARY KEY (day, class)
) STRICT, WITHOUT ROWID;
CREATE INDEX grades_failed ON grades (grader) WHERE state = 'failed';

-- +goose Down
DROP INDEX grades_failed;
DROP TABLE model_times;
DROP TABLE model_use;
