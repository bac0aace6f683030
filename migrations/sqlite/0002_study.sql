-- +goose Up
-- What somebody has answered in the quizzes, the newest answer to each question.
CREATE TABLE quiz_answers (
  person_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
  chapter   TEXT NOT NULL,
  question  TEXT NOT NULL,
  version   TEXT NOT NULL,    -- of the chapter when it was answered
  choice    INTEGER NOT NULL CHECK (choice >= 0),
  is_right  INTEGER NOT NULL CHECK (is_right IN (0, 1)),
  tries     INTEGER NOT NULL CHECK (tries > 0),
  at        INTEGER NOT NULL,
  PRIMARY KEY (person_id, chapter, question)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE quiz_answers;
