-- +goose Up
-- What a learner's grades have taken of the model's tokens, by UTC day. A row is a
-- reservation until it is settled; one that is past its time counts for nothing.
CREATE TABLE model_tokens (
  id         TEXT PRIMARY KEY,
  person_id  TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  day        INTEGER NOT NULL, -- since 1970
  tokens     INTEGER NOT NULL CHECK (tokens >= 0),
  open_until INTEGER           -- while it is reserved
) STRICT;
CREATE INDEX model_tokens_person ON model_tokens (person_id, day);

-- +goose Down
DROP TABLE model_tokens;
