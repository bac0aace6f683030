package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"sync"
	"time"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// How long a session lives: without use, and at most. Signing in again before
// an interview is cheap; being signed out in one is not, so saving counts as use.
const (
	idleFor       = 14 * 24 * time.Hour
	idleForAdmin  = 12 * time.Hour
	livesFor      = 30 * 24 * time.Hour
	livesForAdmin = 24 * time.Hour
	touchEvery    = 5 * time.Minute // a session in use is written this often at most
	believedFor   = time.Second     // and read this often at most
)

// Session is a browser that speaks for a person. Token is known only when it is opened.
type Session struct {
	Token  string
	Person Person
	Lives  time.Duration // at most, from now
}

// open makes a session with a new token of 130 random bits.
func (s *Store) open(tx *db.Tx, p Person, userAgent string) (Session, error) {
	if p.Disabled {
		return Session{}, fault.Coded(fault.Forbidden, "disabled", "This account is switched off. Ask whoever runs this instance.")
	}
	lives, _ := limits(p)
	out := Session{Token: rand.Text(), Person: p, Lives: lives}
	now := tx.Now().UnixMilli()
	_, err := tx.Exec(`INSERT INTO sessions (token_hash, person_id, user_agent, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
		hash(out.Token), p.ID, clean(userAgent), now, now, tx.Now().Add(lives).UnixMilli())
	return out, err
}

// clean makes a browser's name fit for a list: 200 characters, no controls.
func clean(userAgent string) string {
	out := make([]rune, 0, 200)
	for _, r := range userAgent {
		if r >= ' ' && r != utf8.RuneError && len(out) < 200 {
			out = append(out, r)
		}
	}
	return string(out)
}

func limits(p Person) (lives, idle time.Duration) {
	if p.Is(Admin) {
		return livesForAdmin, idleForAdmin
	}
	return livesFor, idleFor
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Resume returns who a token speaks for. Ended, idle and unknown sessions are
// an unauthenticated fault.
func (s *Store) Resume(ctx context.Context, token string) (Person, error) {
	if token == "" {
		return Person{}, errSignedOut
	}
	key, now := hash(token), s.db.Now()
	if p, ok := s.recent.find(key, now); ok {
		return p.at(now), nil
	}
	var p Person
	var created, seen, expires int64
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var person string
		err := tx.QueryRow(`SELECT person_id, created_at, seen_at, expires_at FROM sessions WHERE token_hash = ?`, key).Scan(&person, &created, &seen, &expires)
		if errors.Is(err, sql.ErrNoRows) {
			return errSignedOut
		}
		if err == nil {
			p, err = s.find(tx, `id = ?`, person)
		}
		return err
	})
	if err != nil {
		return p, err
	}
	_, idle := limits(p)
	if p.Disabled || now.UnixMilli() >= expires || now.Sub(time.UnixMilli(seen)) > idle {
		return Person{}, errSignedOut
	}
	if now.Sub(time.UnixMilli(seen)) > touchEvery {
		if err := s.touch(ctx, key); err != nil && !db.Unwritable(err) { // reading goes on without it
			return Person{}, err
		}
	}
	p.SignedInAt = time.UnixMilli(created).UTC()
	s.recent.put(key, p, now)
	return p.at(now), nil
}

var errSignedOut = fault.New(fault.Unauthenticated, "You are signed out. Sign in to go on; what you typed is kept in this browser.")

func (s *Store) touch(ctx context.Context, key string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE sessions SET seen_at = ? WHERE token_hash = ?`, tx.Now().UnixMilli(), key)
		return err
	})
}

// SignOut ends a session.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM sessions WHERE token_hash = ?`, hash(token))
		tx.OnCommit(s.recent.clear)
		return err
	})
}

// Prune deletes the sessions that have ended by themselves, and what else has run out.
func (s *Store) Prune(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, table := range []string{"sessions", "trips", "offers", "admin_codes"} {
			if _, err := tx.Exec(`DELETE FROM `+table+` WHERE expires_at < ?`, tx.Now().UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// recent remembers for a second who a token speaks for, so that a page with
// twenty requests asks once, and a change made elsewhere is seen within that time.
type recent struct {
	mu  sync.RWMutex
	who map[string]remembered
}

type remembered struct {
	person Person
	at     time.Time
}

// maxRecent bounds the memory; when it is full everything is forgotten.
const maxRecent = 20_000

func newRecent() *recent { return &recent{who: map[string]remembered{}} }

func (r *recent) find(key string, now time.Time) (Person, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	m, ok := r.who[key]
	if age := now.Sub(m.at); !ok || age > believedFor || age < 0 {
		return Person{}, false
	}
	return m.person, true
}

func (r *recent) put(key string, p Person, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.who) >= maxRecent {
		clear(r.who)
	}
	r.who[key] = remembered{p, now}
}

func (r *recent) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.who)
}
