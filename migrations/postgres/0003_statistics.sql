-- +goose Up
-- What authors ask of all attempts at a prompt is answered without reading each grade.
ALTER TABLE grades ADD COLUMN overall DOUBLE PRECISION; -- of the result
UPDATE grades SET overall = (result::json->>'overall')::double precision WHERE result IS NOT NULL;
CREATE INDEX attempts_prompt ON attempts (prompt, prompt_version);

-- +goose Down
DROP INDEX attempts_prompt;
ALTER TABLE grades DROP COLUMN overall;
