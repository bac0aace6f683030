package account

import (
	"context"
	"crypto/rand"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Browser is a session as its person sees it.
type Browser struct {
	ID        string // for forms; it opens nothing
	UserAgent string
	Since     time.Time // when it signed in
	Seen      time.Time // to about five minutes
	This      bool

	key string
}

// Sessions lists the browsers that speak for a person, this one first, then as they
// were last seen. token is that of the one that asks.
func (s *Store) Sessions(ctx context.Context, p Person, token string) (out []Browser, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = s.sessions(tx, p, token)
		return err
	})
	return out, err
}

func (s *Store) sessions(tx *db.Tx, p Person, token string) (out []Browser, err error) {
	_, idle := limits(p)
	now := tx.Now()
	err = tx.Each(func(into func(...any) error) error {
		var b Browser
		var since, seen int64
		if err := into(&b.key, &b.UserAgent, &since, &seen); err != nil {
			return err
		}
		b.ID = hash("session " + b.key)[:20]
		b.Since, b.Seen = time.UnixMilli(since).UTC(), time.UnixMilli(seen).UTC()
		b.This = b.key == hash(token)
		out = append(out, b)
		return nil
	}, `SELECT token_hash, user_agent, created_at, seen_at FROM sessions WHERE person_id = ? AND expires_at > ? AND seen_at >= ?
		ORDER BY CASE WHEN token_hash = ? THEN 0 ELSE 1 END, seen_at DESC, token_hash`, p.ID, now.UnixMilli(), now.Add(-idle).UnixMilli(), hash(token))
	return out, err
}

// EndSession ends one of a person's sessions. That of another person, and one that
// has ended, are not found alike.
func (s *Store) EndSession(ctx context.Context, p Person, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		all, err := s.sessions(tx, p, "")
		if err != nil {
			return err
		}
		for _, b := range all {
			if b.ID == id {
				_, err := tx.Exec(`DELETE FROM sessions WHERE token_hash = ?`, b.key)
				tx.OnCommit(s.recent.clear)
				return err
			}
		}
		return fault.New(fault.NotFound, "That browser is signed out already.")
	})
}

// EndOthers ends all of a person's sessions but the one that asks.
func (s *Store) EndOthers(ctx context.Context, p Person, token string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.endOthers(tx, p.ID, token) })
}

func (s *Store) endOthers(tx *db.Tx, person, token string) error {
	_, err := tx.Exec(`DELETE FROM sessions WHERE person_id = ? AND token_hash <> ?`, person, hash(token))
	tx.OnCommit(s.recent.clear)
	return err
}

// renew gives a session another token; when it began and ends stays.
func (s *Store) renew(tx *db.Tx, person, token string) (Session, error) {
	p, err := s.find(tx, `id = ?`, person)
	if err != nil {
		return Session{}, err
	}
	out := Session{Token: rand.Text(), Person: p}
	var expires int64
	if err := tx.QueryRow(`SELECT expires_at FROM sessions WHERE token_hash = ? AND person_id = ?`, hash(token), person).Scan(&expires); err != nil {
		return out, errSignedOut
	}
	out.Lives = time.UnixMilli(expires).Sub(tx.Now())
	n, err := tx.Exec(`UPDATE sessions SET token_hash = ?, seen_at = ? WHERE token_hash = ?`, hash(out.Token), tx.Now().UnixMilli(), hash(token))
	if err == nil && n == 0 {
		err = errSignedOut
	}
	tx.OnCommit(s.recent.clear)
	return out, err
}
