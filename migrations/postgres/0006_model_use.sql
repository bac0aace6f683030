-- +goose Up
-- What grading by a model has come to, in sums: by UTC day, person and outcome, of
-- the questions, of the criteria that fell back and of the grades. They go with the
-- person.
CREATE TABLE model_use (
  day          BIGINT NOT NULL, -- since 1970
  person_id    TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  what         TEXT NOT NULL CHECK (what IN ('question', 'criterion', 'grade')),
  outcome      TEXT NOT NULL,
  times        BIGINT NOT NULL CHECK (times >= 0),
  tokens       BIGINT NOT NULL CHECK (tokens >= 0),
  milliseconds BIGINT NOT NULL CHECK (milliseconds >= 0),
  PRIMARY KEY (day, person_id, what, outcome)
);
CREATE INDEX model_use_person ON model_use (person_id);
-- How long the questions took: how many a day in each class of durations.
CREATE TABLE model_times (
  day    BIGINT NOT NULL,
  class  BIGINT NOT NULL, -- see package record
  times  BIGINT NOT NULL CHECK (times >= 0),
  PRIMARY KEY (day, class)
);
CREATE INDEX grades_failed ON grades (grader) WHERE state = 'failed';

-- +goose Down
DROP INDEX grades_failed;
DROP TABLE model_times;
DROP TABLE model_use;
