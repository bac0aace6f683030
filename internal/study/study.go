// Package study keeps what a person has done with the curriculum: the answers to
// the questions of the chapters' quizzes.
//
// It owns the table quiz_answers and promises that of each question the newest
// answer is kept, with the number of tries, and that an answer says for which
// version of the chapter it was given. Whether it is right is decided by who
// knows the chapter.
package study

import (
	"context"

	"levelup/internal/db"
)

// Answer is a person's newest answer to a question.
type Answer struct {
	Chapter  string
	Question string
	Version  string // of the chapter when it was answered
	Choice   int    // from 0, in the order of that version
	Right    bool
	Tries    int
}

// Store keeps answers.
type Store struct{ db *db.DB }

// NewStore returns a store.
func NewStore(d *db.DB) *Store { return &Store{d} }

// Record keeps an answer in place of an earlier one to the same question.
func (s *Store) Record(ctx context.Context, person string, a Answer) error {
	right := 0
	if a.Right {
		right = 1
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO quiz_answers (person_id, chapter, question, version, choice, is_right, tries, at) VALUES (?, ?, ?, ?, ?, ?, 1, ?)
			ON CONFLICT (person_id, chapter, question) DO UPDATE SET version = excluded.version, choice = excluded.choice,
				is_right = excluded.is_right, tries = quiz_answers.tries + 1, at = excluded.at`,
			person, a.Chapter, a.Question, a.Version, a.Choice, right, tx.Now().UnixMilli())
		return err
	})
}

// Tally counts how often each choice of a chapter's questions is somebody's newest
// answer, at one version of the chapter: question → choice → people.
func (s *Store) Tally(ctx context.Context, chapter, version string) (map[string]map[int]int, error) {
	out := map[string]map[int]int{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var question string
			var choice, n int
			if err := into(&question, &choice, &n); err != nil {
				return err
			}
			if out[question] == nil {
				out[question] = map[int]int{}
			}
			out[question][choice] = n
			return nil
		}, `SELECT question, choice, count(*) FROM quiz_answers WHERE chapter = ? AND version = ? GROUP BY question, choice`, chapter, version)
	})
	return out, err
}

// List returns a person's answers, of one chapter or, if it is empty, of all.
func (s *Store) List(ctx context.Context, person, chapter string) ([]Answer, error) {
	var out []Answer
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var a Answer
			var right int
			err := into(&a.Chapter, &a.Question, &a.Version, &a.Choice, &right, &a.Tries)
			a.Right = right == 1
			out = append(out, a)
			return err
		}, `SELECT chapter, question, version, choice, is_right, tries FROM quiz_answers
			WHERE person_id = ? AND (? = '' OR chapter = ?) ORDER BY chapter, question`, person, chapter, chapter)
	})
	return out, err
}
