package study

import (
	"context"

	"levelup/internal/db"
)

// Held is what this table holds of a person.
func (s *Store) Held(ctx context.Context, person string) (db.Held, error) {
	return s.db.Hold(ctx, map[string]string{"quiz_answers": `SELECT * FROM quiz_answers WHERE person_id = ?`}, person)
}
