-- +goose Up
-- Whoever is switched off cannot sign in; what is theirs stays.
ALTER TABLE people ADD COLUMN disabled_at INTEGER;

-- What was changed of whom, by whom. It only grows, and outlives both: no
-- reference, and names as they were.
CREATE TABLE audit (
  id           INTEGER PRIMARY KEY,
  at           INTEGER NOT NULL,
  actor        TEXT NOT NULL, -- a person's id, or empty for the command line
  actor_name   TEXT NOT NULL,
  action       TEXT NOT NULL,
  subject      TEXT NOT NULL, -- a person's id
  subject_name TEXT NOT NULL,
  detail       TEXT NOT NULL
) STRICT;
CREATE INDEX audit_subject ON audit (subject, id);

-- +goose StatementBegin
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log only grows');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log only grows');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit;
ALTER TABLE people DROP COLUMN disabled_at;
