package interview

import "levelup/internal/db"

// Forget drops what is remembered of a person's attempts once they are deleted with
// their account.
func (s *Store) Forget(tx *db.Tx, person string) error {
	var ids []string
	err := tx.Each(func(into func(...any) error) error {
		var id string
		err := into(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM attempts WHERE person_id = ?`, person)
	tx.OnCommit(func() {
		s.owners.mu.Lock()
		defer s.owners.mu.Unlock()
		for _, id := range ids {
			delete(s.owners.byID, id)
			s.cache.forget(id)
		}
	})
	return err
}
