package interview

import (
	"context"

	"levelup/internal/db"
)

// Held is what these tables hold of a person: attempts, discarded ones too, with all
// that was written in them. Snapshots say the same as the events.
func (s *Store) Held(ctx context.Context, person string) (db.Held, error) {
	return s.db.Hold(ctx, map[string]string{
		"attempts": `SELECT * FROM attempts WHERE person_id = ? ORDER BY started_at, id`,
		"events":   `SELECT e.* FROM events e JOIN attempts a ON a.id = e.attempt_id WHERE a.person_id = ? ORDER BY a.started_at, a.id, e.seq`,
		"notes":    `SELECT n.* FROM notes n JOIN attempts a ON a.id = n.attempt_id WHERE a.person_id = ? ORDER BY a.started_at, a.id, n.at`,
	}, person)
}

// All returns a person's attempts, those that are discarded too, the oldest first.
func (s *Store) All(ctx context.Context, person string) (out []Attempt, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			a, err := scanAttempt(into)
			out = append(out, a)
			return err
		}, `SELECT `+columns+` FROM attempts WHERE person_id = ? ORDER BY started_at, id`, person)
	})
	return out, err
}
