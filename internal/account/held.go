package account

import (
	"context"

	"levelup/internal/db"
)

// Held is what these tables hold of a person. What opens a session is not among it.
func (s *Store) Held(ctx context.Context, person string) (db.Held, error) {
	return s.db.Hold(ctx, map[string]string{
		"people":       `SELECT * FROM people WHERE id = ?`,
		"person_roles": `SELECT role FROM person_roles WHERE person_id = ?`,
		"identities":   `SELECT * FROM identities WHERE person_id = ?`,
		"sessions":     `SELECT user_agent, created_at, seen_at, expires_at FROM sessions WHERE person_id = ? ORDER BY created_at`,
		"audit":        `SELECT at, action, detail FROM audit WHERE subject = ? ORDER BY id`, // of others it has names
	}, person)
}

// Find returns the person with an address.
func (s *Store) Find(ctx context.Context, email string) (p Person, err error) {
	if email, err = CheckEmail(email); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = s.find(tx, `email = ?`, email)
		return err
	})
	return p, err
}
