package interview

import (
	"context"
	"sync"
	"time"

	"levelup/internal/db"
)

// The interviewer may ask something by itself when nothing has been typed for
// this long; longer for who has extra time. In a pause that goes on it is looked
// at again, since more of the step has gone by then.
const (
	Pause     = 45 * time.Second
	lookAgain = 30 * time.Second
	away      = 10 * time.Minute // after which nobody is taken to be there
)

// quiet remembers in which pauses the interviewer was asked already.
type quiet struct {
	mu     sync.Mutex
	looked map[string]look // by attempt
}

// look is a moment of a pause.
type look struct {
	seq   int64
	times int64 // lookAgain
}

// Quiet is how long nothing has been typed, as far as it counts towards a pause.
func (s *State) Quiet(now time.Time) time.Duration {
	extra := max(s.Plan.ExtraTime, 100)
	return now.Sub(time.UnixMilli(s.LastAt)) * 100 / time.Duration(extra)
}

// Probe lets the interviewer ask something by itself in each attempt in which
// there is a pause, and returns in how many it did. ask decides, outside of any
// transaction; what it says is stored if nothing has happened meanwhile. The
// attempts are those that this instance has written to, or has read at its start
// ([Store.Warm]): who has not typed a word is left alone.
func (s *Store) Probe(ctx context.Context, ask func(context.Context, Attempt, State, time.Time) (Spoken, Step, bool, error)) (asked int, err error) {
	now := s.db.Now()
	for id, state := range s.pausing(now) {
		var a Attempt
		if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			a, err = oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE id = ?`, id))
			return err
		}); err != nil {
			return asked, err
		}
		said, step, ok, err := ask(ctx, a, state, now)
		if err != nil {
			return asked, err
		}
		if !ok {
			continue
		}
		said.Own = true
		stored, err := s.ask(ctx, a, state.Seq, Event{Type: Interviewed, Step: step, Spoken: &said})
		if err != nil {
			return asked, err
		}
		if stored {
			asked++
		}
	}
	return asked, nil
}

// ask stores a question of the interviewer's own if the attempt is still as it
// was when the question was thought of, and its time is not up meanwhile.
func (s *Store) ask(ctx context.Context, a Attempt, seq int64, e Event) (stored bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		stored = false
		_, err := s.change(tx, a, func(state State) (State, error) {
			if state.Seq != seq || state.Over(tx.Now()) { // its end would be an event
				return state, nil
			}
			stored = true
			return s.add(tx, a, state, e)
		})
		return err
	})
	return stored && err == nil, err
}

// pausing are the attempts in which it is time to ask the interviewer.
func (s *Store) pausing(now time.Time) map[string]State {
	due := map[string]State{}
	seen := map[string]look{}
	s.quiet.mu.Lock()
	defer s.quiet.mu.Unlock()
	s.cache.each(func(id string, state *State) {
		pause := state.Quiet(now)
		if pause < Pause || pause > away || state.Waiting() || state.Owing() {
			return
		}
		at := look{state.Seq, int64((pause - Pause) / lookAgain)}
		seen[id] = at
		if s.quiet.looked[id] != at {
			due[id] = *state
		}
	})
	s.quiet.looked = seen // who is not in a pause any more is forgotten
	return due
}
