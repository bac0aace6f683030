-- +goose Up
CREATE TABLE people (
  id         TEXT PRIMARY KEY,
  email      TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name       TEXT NOT NULL CHECK (name <> ''),
  extra_time BIGINT NOT NULL DEFAULT 100 CHECK (extra_time IN (100, 125, 150, 200)), -- percent
  theme      TEXT NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
  created_at BIGINT NOT NULL
);

CREATE TABLE person_roles (
  person_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  role      TEXT NOT NULL CHECK (role IN ('learner', 'coach', 'author', 'admin')),
  PRIMARY KEY (person_id, role)
);

CREATE TABLE identities (
  provider  TEXT NOT NULL,
  subject   TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  PRIMARY KEY (provider, subject)
);
CREATE INDEX identities_person ON identities (person_id);

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY, -- SHA-256 of the cookie, in hex
  person_id  TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- The prompts with which attempts were taken, as their authors wrote them.
CREATE TABLE pinned_prompts (
  version TEXT PRIMARY KEY,
  slug    TEXT NOT NULL,
  source  TEXT NOT NULL
);

CREATE TABLE attempts (
  id             TEXT PRIMARY KEY,
  person_id      TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  prompt         TEXT NOT NULL,
  prompt_version TEXT NOT NULL REFERENCES pinned_prompts,
  plan           TEXT NOT NULL, -- JSON
  status         TEXT NOT NULL CHECK (status IN ('running', 'submitted', 'discarded')),
  current        TEXT NOT NULL CHECK (current IN ('clarify', 'map', 'deep-dive', 'trade-offs', 'synthesize')),
  started_at     BIGINT NOT NULL,
  deadline_at    BIGINT,       -- NULL: no clock
  ended_at       BIGINT,
  ended_by       TEXT NOT NULL DEFAULT '' CHECK (ended_by IN ('', 'learner', 'deadline')),
  CHECK ((status = 'running') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX attempts_running ON attempts (person_id, prompt) WHERE status = 'running';
CREATE INDEX attempts_person ON attempts (person_id, started_at);
CREATE INDEX attempts_deadline ON attempts (deadline_at) WHERE status = 'running';
CREATE INDEX attempts_discarded ON attempts (ended_at) WHERE status = 'discarded';

CREATE TABLE events (
  attempt_id TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
  seq        BIGINT NOT NULL CHECK (seq > 0),
  at         BIGINT NOT NULL,
  client     TEXT NOT NULL,    -- the page; empty for the server's own
  n          BIGINT NOT NULL, -- the page's count; 0 for the server's own
  type       TEXT NOT NULL,
  step       TEXT NOT NULL,
  body       TEXT NOT NULL,    -- JSON
  PRIMARY KEY (attempt_id, seq)
);

-- The fold of the first events of an attempt; can be thrown away and rebuilt.
CREATE TABLE snapshots (
  attempt_id TEXT PRIMARY KEY REFERENCES attempts ON DELETE CASCADE,
  seq        BIGINT NOT NULL,
  state      TEXT NOT NULL -- JSON
);

-- Words that came after the end.
CREATE TABLE notes (
  attempt_id TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
  client     TEXT NOT NULL,
  n          BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  step       TEXT NOT NULL,
  text       TEXT NOT NULL,
  PRIMARY KEY (attempt_id, client, n)
);

-- A grade's row is its job, from queued to done or failed.
CREATE TABLE grades (
  id          TEXT PRIMARY KEY,
  attempt_id  TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
  grader      TEXT NOT NULL CHECK (grader IN ('rubric', 'model', 'coach')),
  version     TEXT NOT NULL,
  rubric      TEXT NOT NULL, -- the prompt's version
  state       TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  queued_at   BIGINT NOT NULL,
  tries       BIGINT NOT NULL DEFAULT 0,
  worker      TEXT NOT NULL DEFAULT '',
  lease_until BIGINT,       -- while running
  done_at     BIGINT,
  failure     TEXT NOT NULL DEFAULT '',
  result      TEXT,          -- JSON, when done
  UNIQUE (attempt_id, grader, version, rubric),
  CHECK ((state = 'done') = (result IS NOT NULL)),
  CHECK ((state = 'running') = (lease_until IS NOT NULL))
);
CREATE INDEX grades_open ON grades (state, queued_at) WHERE state IN ('queued', 'running');

-- What learners say of themselves before they see the report.
CREATE TABLE self_scores (
  attempt_id TEXT PRIMARY KEY REFERENCES attempts ON DELETE CASCADE,
  at         BIGINT NOT NULL,
  skipped    BIGINT NOT NULL CHECK (skipped IN (0, 1)),
  scores     TEXT NOT NULL -- JSON: criterion → 1 to 4
);

-- +goose Down
DROP TABLE self_scores;
DROP TABLE grades;
DROP TABLE notes;
DROP TABLE snapshots;
DROP TABLE events;
DROP TABLE attempts;
DROP TABLE pinned_prompts;
DROP TABLE sessions;
DROP TABLE identities;
DROP TABLE person_roles;
DROP TABLE people;
