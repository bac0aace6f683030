-- +goose Up
-- Whoever is switched off cannot sign in; what is theirs stays.
ALTER TABLE people ADD COLUMN disabled_at BIGINT;

-- What was changed of whom, by whom. It only grows, and outlives both: no
-- reference, and names as they were.
CREATE TABLE audit (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           BIGINT NOT NULL,
  actor        TEXT NOT NULL, -- a person's id, or empty for the command line
  actor_name   TEXT NOT NULL,
  action       TEXT NOT NULL,
  subject      TEXT NOT NULL, -- a person's id
  subject_name TEXT NOT NULL,
  detail       TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, id);

-- +goose StatementBegin
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log only grows';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();

-- +goose Down
DROP TABLE audit;
DROP FUNCTION audit_only_grows();
ALTER TABLE people DROP COLUMN disabled_at;
