-- +goose Up
-- What learners have to say against a verdict: one note a point and version of the
-- grader. It stays when the attempt is graded anew, and goes with the attempt.
CREATE TABLE objections (
  attempt_id TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
  point      TEXT NOT NULL,
  grader     TEXT NOT NULL,
  version    TEXT NOT NULL, -- of the grader
  at         INTEGER NOT NULL,
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  PRIMARY KEY (attempt_id, point, grader, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE objections;
