-- +goose Up
-- How an account at a provider is called, and since when it opens this one.
ALTER TABLE identities ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN linked_at INTEGER NOT NULL DEFAULT 0;

-- Who is on the way to a provider and back: ten minutes, once, in one browser.
CREATE TABLE trips (
  state_hash   TEXT PRIMARY KEY, -- SHA-256 of what the provider sends back, in hex
  browser_hash TEXT NOT NULL,    -- SHA-256 of the browser's cookie
  provider     TEXT NOT NULL,
  person_id    TEXT REFERENCES people ON DELETE CASCADE, -- who links an account; NULL: somebody signs in
  next         TEXT NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX trips_person ON trips (person_id);
CREATE INDEX trips_expiry ON trips (expires_at);

-- The account at a provider that a person has come back with and not yet confirmed.
CREATE TABLE offers (
  person_id  TEXT PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  id         TEXT NOT NULL,
  provider   TEXT NOT NULL,
  subject    TEXT NOT NULL,
  label      TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes that make their first reader an admin, where nobody is one.
CREATE TABLE admin_codes (
  code_hash  TEXT PRIMARY KEY, -- SHA-256, in hex
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE admin_codes;
DROP TABLE offers;
DROP TABLE trips;
ALTER TABLE identities DROP COLUMN linked_at;
ALTER TABLE identities DROP COLUMN label;
