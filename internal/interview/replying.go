package interview

import (
	"context"
	"slices"
	"time"

	"levelup/internal/db"
)

// What a model says takes seconds. So a message to it is stored at once, and owed
// an answer from then on; the answer is an event of its own. Whoever dies over one
// leaves the message owed, and the sweep has it answered.

// Owed is a message without an answer.
type Owed struct {
	Attempt Attempt
	State   State
}

// Reply stores what the interviewer says to the messages of those numbers, unless
// all of them were answered already. It returns the state as it is then.
func (s *Store) Reply(ctx context.Context, a Attempt, to []int64, step Step, said []Spoken) (after State, stored bool, err error) {
	if len(said) == 0 {
		said = []Spoken{{Entry: "silence", Why: "nothing was to be said"}}
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		stored = false
		var err error
		after, err = s.change(tx, a, func(state State) (State, error) {
			var open []int64
			for _, seq := range to {
				if slices.Contains(state.Owed, seq) {
					open = append(open, seq)
				}
			}
			if len(open) == 0 || state.Status != Running || state.Over(tx.Now()) {
				return state, nil
			}
			stored = true
			first := state
			var events []Event
			for i, one := range answers(open, said) {
				one.To = open[min(i, len(open)-1)]
				var e Event
				var err error
				if state, e, err = foldNext(state, Event{Type: Interviewed, Step: step, Spoken: &one}, tx.Now()); err != nil {
					return first, err
				}
				events = append(events, e)
			}
			return state, write(tx, a, first, state, events...)
		})
		return err
	})
	return after, stored && err == nil, err
}

// answers are what is said to the last of several messages, and before it for each of
// the others that it is answered with that.
func answers(to []int64, said []Spoken) []Spoken {
	var out []Spoken
	for range to[1:] {
		out = append(out, Spoken{Entry: "silence", Why: "answered with the message that follows"})
	}
	return append(out, said...)
}

// Latest is the state of an attempt as this instance has seen it last.
func (s *Store) Latest(id string) (State, bool) { return s.cache.find(id) }

// Ask stores a question of the interviewer's own if nothing has happened since the
// event of that number.
func (s *Store) Ask(ctx context.Context, a Attempt, seq int64, step Step, said Spoken) (bool, error) {
	said.Own = true
	return s.ask(ctx, a, seq, Event{Type: Interviewed, Step: step, Spoken: &said})
}

// Asked stores a question of the interviewer's own that somebody has seen already,
// whatever has happened since it was thought of, unless the attempt is over.
func (s *Store) Asked(ctx context.Context, a Attempt, step Step, said Spoken) error {
	said.Own = true
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := s.change(tx, a, func(state State) (State, error) {
			if state.Status != Running || state.Over(tx.Now()) {
				return state, nil
			}
			return s.add(tx, a, state, Event{Type: Interviewed, Step: step, Spoken: &said})
		})
		return err
	})
}

// Overdue lists the messages to models that nobody has answered for so long.
func (s *Store) Overdue(ctx context.Context, since time.Duration) ([]Owed, error) {
	var out []Owed
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		out = nil
		var found []Attempt
		err := tx.Each(func(into func(...any) error) error {
			a, err := scanAttempt(into)
			found = append(found, a)
			return err
		}, `SELECT `+columns+` FROM attempts WHERE status = 'running' AND plan LIKE '%"by":"model"%' AND EXISTS (
			SELECT 1 FROM events e WHERE e.attempt_id = attempts.id AND e.type = 'message' AND e.at <= ?
			AND NOT EXISTS (SELECT 1 FROM events r WHERE r.attempt_id = e.attempt_id AND r.type = 'interviewer' AND r.seq > e.seq
				AND (r.body LIKE '%"to":' || e.seq || ',%' OR r.body LIKE '%"to":' || e.seq || '}%')))`,
			s.db.Now().Add(-since).UnixMilli())
		if err != nil {
			return err
		}
		for _, a := range found {
			state, err := s.load(tx, a.ID)
			if err != nil {
				return err
			}
			if state.Owing() {
				out = append(out, Owed{a, state})
			}
		}
		return nil
	})
	return out, err
}

// warmed bounds how many attempts are read at the start.
const warmed = 2_000

// Warm reads the attempts in which somebody was at work a moment ago, so that the
// interviewer asks in their pauses after a restart too.
func (s *Store) Warm(ctx context.Context) error {
	var ids []string
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		ids = nil
		return tx.Each(func(into func(...any) error) error {
			var id string
			err := into(&id)
			ids = append(ids, id)
			return err
		}, `SELECT a.id FROM attempts a WHERE a.status = 'running' AND EXISTS (
			SELECT 1 FROM events e WHERE e.attempt_id = a.id AND e.at >= ? AND e.type IN ('answer', 'scene', 'calc', 'message')) ORDER BY a.started_at DESC LIMIT ?`,
			s.db.Now().Add(-away).UnixMilli(), warmed)
	})
	for _, id := range ids {
		if err == nil {
			err = s.db.Read(ctx, func(tx *db.Tx) error {
				state, err := s.load(tx, id)
				if err == nil {
					s.cache.put(id, state)
				}
				return err
			})
		}
	}
	return err
}
