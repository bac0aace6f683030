package review

import "levelup/internal/db"

// HandOver gives what a coach has published to whoever stands for them, before their
// account is deleted. What was a draft, the phrases and the private notes go with it.
func (s *Store) HandOver(tx *db.Tx, from, to string) error {
	for _, query := range []string{
		`UPDATE reviews SET coach_id = ? WHERE coach_id = ? AND published_at IS NOT NULL`,
		`UPDATE review_comments SET author_id = ? WHERE author_id = ? AND published_at IS NOT NULL`,
	} {
		if _, err := tx.Exec(query, to, from); err != nil {
			return err
		}
	}
	return nil
}
