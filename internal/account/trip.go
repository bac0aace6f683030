package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Trip is somebody's way to a provider and back.
type Trip struct {
	Provider string
	Person   string // who wants to link an account; empty: somebody signs in
	Next     string // where to go afterwards
}

// tripsFor is how long somebody may take at the provider.
const tripsFor = 10 * time.Minute

// Depart remembers a trip under its state and the browser that makes it, both as
// hashes. It is all that beginning to sign in changes.
func (s *Store) Depart(ctx context.Context, state, browser string, t Trip) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM trips WHERE expires_at < ?`, tx.Now().UnixMilli()); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO trips (state_hash, browser_hash, provider, person_id, next, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
			hash(state), hash(browser), t.Provider, sql.NullString{String: t.Person, Valid: t.Person != ""}, t.Next, tx.Now().Add(tripsFor).UnixMilli())
		return err
	})
}

var errNoTrip = fault.Coded(fault.Invalid, "trip",
	"This way back was not begun in this browser, was used before, or took longer than ten minutes. Nobody was signed in; begin again here.")

// Return ends a trip. It can be done once, whatever comes of it: a state that comes
// back in another browser, or in none, or from another provider, has been seen by
// somebody else.
func (s *Store) Return(ctx context.Context, state, browser, provider string) (t Trip, err error) {
	good := false
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var browserHash string
		var person sql.NullString
		var expires int64
		err := tx.QueryRow(`DELETE FROM trips WHERE state_hash = ? RETURNING browser_hash, provider, person_id, next, expires_at`, hash(state)).
			Scan(&browserHash, &t.Provider, &person, &t.Next, &expires)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		t.Person = person.String
		good = err == nil && browserHash == hash(browser) && t.Provider == provider && tx.Now().UnixMilli() < expires
		return err // and not a refusal, which would bring the row back
	})
	if err == nil && !good {
		err = errNoTrip
	}
	return t, err
}
