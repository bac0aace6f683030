-- +goose Up
-- When an account is deleted whose owner wants to go, and whether what they wrote of
-- others stays, without their name.
ALTER TABLE people ADD COLUMN leaves_at BIGINT;
ALTER TABLE people ADD COLUMN keeps_reviews INTEGER NOT NULL DEFAULT 0 CHECK (keeps_reviews IN (0, 1));
-- Whoever stands for somebody who has gone: no person, and on no list of people.
ALTER TABLE people ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
CREATE INDEX people_leaving ON people (leaves_at) WHERE leaves_at IS NOT NULL;

-- +goose Down
DROP INDEX people_leaving;
ALTER TABLE people DROP COLUMN gone;
ALTER TABLE people DROP COLUMN keeps_reviews;
ALTER TABLE people DROP COLUMN leaves_at;
