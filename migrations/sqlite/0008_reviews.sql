-- +goose Up
-- With whom a learner shares an attempt, and who reviews it just now. Without a row
-- it is its owner's alone.
CREATE TABLE review_requests (
  attempt_id    TEXT PRIMARY KEY REFERENCES attempts ON DELETE CASCADE,
  coach_id      TEXT REFERENCES people ON DELETE CASCADE, -- NULL: the queue
  question      TEXT NOT NULL CHECK (length(question) <= 2000),
  asked_at      INTEGER NOT NULL,
  claimed_by    TEXT REFERENCES people ON DELETE SET NULL,
  claimed_until INTEGER NOT NULL, -- a lease: past it the claim is nobody's
  answered_at   INTEGER           -- when a review was first published since it was asked for
) STRICT, WITHOUT ROWID;
CREATE INDEX review_requests_open ON review_requests (asked_at) WHERE answered_at IS NULL;
CREATE INDEX review_requests_coach ON review_requests (coach_id);
CREATE INDEX review_requests_claim ON review_requests (claimed_by);

-- What one coach says of one attempt: a draft, and what of it is published.
CREATE TABLE reviews (
  id           TEXT PRIMARY KEY,
  attempt_id   TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
  coach_id     TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  asked_at     INTEGER NOT NULL,
  claimed_at   INTEGER NOT NULL,
  scores       TEXT NOT NULL, -- JSON: criterion → score and reason
  points       TEXT NOT NULL, -- JSON: point → verdict and reason, where the coach says otherwise than the grader
  first_scores TEXT,          -- JSON: as they were first saved; NULL until then
  blind        INTEGER NOT NULL CHECK (blind IN (0, 1)),   -- no grader's scores had been shown by then
  changed      INTEGER NOT NULL CHECK (changed IN (0, 1)), -- scores or points differ from what is published
  version      INTEGER NOT NULL CHECK (version >= 0),      -- of the published grade
  published_at INTEGER,       -- the first time
  UNIQUE (attempt_id, coach_id)
) STRICT;
CREATE INDEX reviews_coach ON reviews (coach_id);
CREATE INDEX reviews_published ON reviews (published_at) WHERE published_at IS NOT NULL;

-- Comments of coaches and, beneath them, what learner and coach say to each other.
CREATE TABLE review_comments (
  id           TEXT PRIMARY KEY,
  review_id    TEXT NOT NULL REFERENCES reviews ON DELETE CASCADE,
  parent_id    TEXT REFERENCES review_comments ON DELETE CASCADE, -- of a reply
  author_id    TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  kind         TEXT NOT NULL CHECK (kind IN ('good', 'improve', 'question', 'reply')),
  step         TEXT NOT NULL, -- empty: the whole, or a point
  from_at      INTEGER,       -- in code points of the step's final text; NULL: the whole step
  to_at        INTEGER,
  point        TEXT NOT NULL, -- of the rubric, or empty
  text         TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  version      INTEGER NOT NULL CHECK (version > 0),
  begun_at     INTEGER NOT NULL,
  at           INTEGER NOT NULL, -- of this version
  published_at INTEGER,          -- NULL: a draft
  resolved_at  INTEGER,
  CHECK ((from_at IS NULL) = (to_at IS NULL) AND (from_at IS NULL OR step <> '' AND from_at >= 0 AND from_at < to_at)),
  CHECK (step = '' OR point = '')
) STRICT;
CREATE INDEX review_comments_review ON review_comments (review_id);
CREATE INDEX review_comments_parent ON review_comments (parent_id);
CREATE INDEX review_comments_author ON review_comments (author_id);

-- What a comment said before it was changed, once it had been published.
CREATE TABLE review_comment_versions (
  comment_id TEXT NOT NULL REFERENCES review_comments ON DELETE CASCADE,
  version    INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  text       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (comment_id, version)
) STRICT, WITHOUT ROWID;

-- What somebody is told of, until it is read.
CREATE TABLE review_notices (
  id         TEXT PRIMARY KEY,
  person_id  TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  attempt_id TEXT NOT NULL REFERENCES attempts ON DELETE CASCADE,
  comment_id TEXT REFERENCES review_comments ON DELETE CASCADE,
  kind       TEXT NOT NULL CHECK (kind IN ('asked', 'handed', 'published', 'changed', 'reply')),
  at         INTEGER NOT NULL,
  read_at    INTEGER
) STRICT;
CREATE INDEX review_notices_person ON review_notices (person_id, at);
CREATE INDEX review_notices_attempt ON review_notices (attempt_id);
CREATE INDEX review_notices_comment ON review_notices (comment_id);

-- What a coach keeps to say again, and what a coach notes of a learner for nobody else.
CREATE TABLE review_phrases (
  id       TEXT PRIMARY KEY,
  coach_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  text     TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  at       INTEGER NOT NULL
) STRICT;
CREATE INDEX review_phrases_coach ON review_phrases (coach_id);
CREATE TABLE review_notes (
  coach_id   TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  learner_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  text       TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  at         INTEGER NOT NULL,
  PRIMARY KEY (coach_id, learner_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_notes_learner ON review_notes (learner_id);

-- +goose Down
DROP TABLE review_notes;
DROP TABLE review_phrases;
DROP TABLE review_notices;
DROP TABLE review_comment_versions;
DROP TABLE review_comments;
DROP TABLE reviews;
DROP TABLE review_requests;
