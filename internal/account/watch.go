package account

import (
	"context"
	"strings"
	"sync"
	"time"

	"levelup/internal/db"
)

// WatchEvery is how often it is looked whether a session lives whose stream is open:
// a person who is switched off is gone from everywhere within five seconds.
const WatchEvery = 4 * time.Second

// watched are the sessions of open streams. A request asks for its session by itself;
// a stream is asked for once and then goes on for hours.
type watched struct {
	mu     sync.Mutex
	byHash map[string][]chan struct{}
}

// Watch returns a channel that is closed when the session of a token has ended, as
// CheckWatched finds out; stop ends the watching.
func (s *Store) Watch(token string) (ended <-chan struct{}, stop func()) {
	key, c := hash(token), make(chan struct{})
	s.watched.mu.Lock()
	defer s.watched.mu.Unlock()
	s.watched.byHash[key] = append(s.watched.byHash[key], c)
	return c, func() { s.watched.leave(key, c) }
}

func (w *watched) leave(key string, c chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	rest := w.byHash[key][:0]
	for _, other := range w.byHash[key] {
		if other != c {
			rest = append(rest, other)
		}
	}
	if len(rest) == 0 {
		delete(w.byHash, key)
		return
	}
	w.byHash[key] = rest
}

func (w *watched) keys() []any {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]any, 0, len(w.byHash))
	for key := range w.byHash {
		out = append(out, key)
	}
	return out
}

func (w *watched) end(key string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.byHash[key] {
		close(c)
	}
	delete(w.byHash, key)
}

// mostAsked is how many sessions one question to the database is about.
const mostAsked = 500

// CheckWatched ends the streams of sessions that are no more: signed out, run out,
// taken away with a role or with the account, here or by another process.
func (s *Store) CheckWatched(ctx context.Context) error {
	keys := s.watched.keys()
	for len(keys) > 0 {
		some := keys[:min(mostAsked, len(keys))]
		keys = keys[len(some):]
		alive := make(map[string]bool, len(some))
		if err := s.db.Read(ctx, func(tx *db.Tx) error {
			return tx.Each(func(into func(...any) error) error {
				var key string
				err := into(&key)
				alive[key] = true
				return err
			}, `SELECT token_hash FROM sessions WHERE expires_at > ? AND token_hash IN (?`+strings.Repeat(", ?", len(some)-1)+`)`, append([]any{s.db.Now().UnixMilli()}, some...)...)
		}); err != nil {
			return err
		}
		for _, key := range some {
			if !alive[key.(string)] {
				s.watched.end(key.(string))
			}
		}
	}
	return nil
}
