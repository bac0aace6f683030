package interview

import (
	"context"
	"sync"

	"levelup/internal/db"
)

// maxOwners bounds how many attempts' owners are remembered; when it is full
// all are forgotten and read again.
const maxOwners = 50_000

// owners remembers what never changes of an attempt: whose it is and its plan.
type owners struct {
	mu   sync.RWMutex
	byID map[string]Attempt
}

// Get returns an attempt, whoever owns it: who may see it is for package account to
// say. Its course (status, step, end) is as it was when it was first asked for; the
// log has the newest.
func (s *Store) Get(ctx context.Context, id string) (Attempt, error) {
	s.owners.mu.RLock()
	a, ok := s.owners.byID[id]
	s.owners.mu.RUnlock()
	if ok {
		return a, nil
	}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		a, err = oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE id = ?`, id))
		return err
	})
	if err != nil {
		return Attempt{}, err
	}
	s.owners.mu.Lock()
	defer s.owners.mu.Unlock()
	if len(s.owners.byID) >= maxOwners {
		clear(s.owners.byID)
	}
	s.owners.byID[id] = a
	return a, nil
}

// Owner returns whose attempt it is.
func (s *Store) Owner(ctx context.Context, id string) (person string, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err := oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE id = ?`, id))
		person = a.Person
		return err
	})
	return person, err
}
