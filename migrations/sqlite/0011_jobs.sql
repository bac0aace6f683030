-- +goose Up
-- When work that keeps to the calendar is due next. Whoever holds the lease does it; one
-- who dies over it leaves it due.
CREATE TABLE job_dues (
  kind        TEXT PRIMARY KEY,
  due_at      INTEGER NOT NULL,
  lease_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- The last runs of each kind of work that runs seldom, and each that failed.
CREATE TABLE job_runs (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  cause    TEXT NOT NULL CHECK (cause IN ('schedule', 'wake', 'retry', 'hand')),
  began_at INTEGER NOT NULL,
  took_ms  INTEGER NOT NULL CHECK (took_ms >= 0),
  failed   INTEGER NOT NULL CHECK (failed IN (0, 1)),
  said     TEXT NOT NULL
) STRICT;
CREATE INDEX job_runs_kind ON job_runs (kind, id);

-- How grading went, by UTC day, prompt and grader. It names nobody and is loaded from the
-- grades once a day, so it outlives them.
CREATE TABLE grading_days (
  day       INTEGER NOT NULL, -- since 1970
  prompt    TEXT NOT NULL,
  grader    TEXT NOT NULL,
  made      INTEGER NOT NULL CHECK (made >= 0),
  failed    INTEGER NOT NULL CHECK (failed >= 0),
  overall   REAL NOT NULL,    -- the sum over those made
  waited_ms INTEGER NOT NULL, -- the sum, from asked for to made
  PRIMARY KEY (day, prompt, grader)
) STRICT, WITHOUT ROWID;
CREATE INDEX grades_done ON grades (done_at);

-- +goose Down
DROP INDEX grades_done;
DROP TABLE grading_days;
DROP TABLE job_runs;
DROP TABLE job_dues;
