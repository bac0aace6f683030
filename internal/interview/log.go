package interview

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"levelup/internal/db"
)

// snapshotEvery is how many events are folded again, at most, when an attempt
// is opened.
const snapshotEvery = 64

// staleTries is how often a change is tried again that lost against another.
const staleTries = 3

// errStale says that the state which was folded on is not the newest: another
// writer has claimed the next number.
var errStale = errors.New("another event came first")

// load folds an attempt's log: the snapshot and what came after it. It is the
// truth as this transaction sees it.
func (s *Store) load(tx *db.Tx, id string) (State, error) {
	var state State
	var doc string
	err := tx.QueryRow(`SELECT state FROM snapshots WHERE attempt_id = ?`, id).Scan(&doc)
	switch {
	case errors.Is(err, sql.ErrNoRows): // fold from the beginning
	case err != nil:
		return state, err
	default:
		if err := json.Unmarshal([]byte(doc), &state); err != nil {
			return state, fmt.Errorf("snapshot of %s: %w", id, err)
		}
	}
	err = eachEvent(tx, id, state.Seq, func(e Event) error {
		next, err := Fold(state, e)
		state = next
		return err
	})
	return state, err
}

func eachEvent(tx *db.Tx, id string, after int64, f func(Event) error) error {
	return tx.Each(func(into func(...any) error) error {
		var e Event
		var body []byte
		if err := into(&e.Seq, &e.At, &e.Client, &e.N, &e.Type, &e.Step, &body); err != nil {
			return err
		}
		if err := e.readBody(body); err != nil {
			return err
		}
		return f(e)
	}, `SELECT seq, at, client, n, type, step, body FROM events WHERE attempt_id = ? AND seq > ? ORDER BY seq`, id, after)
}

// add folds an event into a state and writes it. The event gets the next
// number and, unless it has one, the transaction's time.
func (s *Store) add(tx *db.Tx, a Attempt, state State, e Event) (State, error) {
	e.Seq = state.Seq + 1
	if e.At == 0 {
		e.At = tx.Now().UnixMilli()
	}
	next, err := Fold(state, e)
	if err != nil {
		return state, err
	}
	body, err := e.Body()
	if err != nil {
		return state, err
	}
	n, err := tx.Exec(`INSERT INTO events (attempt_id, seq, at, client, n, type, step, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, e.Seq, e.At, e.Client, e.N, string(e.Type), string(e.Step), string(body))
	if err != nil {
		return state, err
	}
	if n == 0 {
		return state, errStale
	}
	if next.Seq%snapshotEvery == 0 || next.Status != Running {
		if err := saveSnapshot(tx, a.ID, next); err != nil {
			return state, err
		}
	}
	return next, nil
}

func saveSnapshot(tx *db.Tx, id string, state State) error {
	doc, err := json.Marshal(state)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO snapshots (attempt_id, seq, state) VALUES (?, ?, ?)
		ON CONFLICT (attempt_id) DO UPDATE SET seq = excluded.seq, state = excluded.state`, id, state.Seq, string(doc))
	return err
}

// change runs f on the state of an attempt that is in memory and, if that is
// refused, on the newest one: what was refused may have been right all along,
// where another instance wrote meanwhile. f returns the state that it made;
// equal numbers mean no change. What is told of a change is told once it is on disk.
func (s *Store) change(tx *db.Tx, a Attempt, f func(State) (State, error)) (State, error) {
	before, cached := s.cache.find(a.ID)
	for try := 0; ; try++ {
		if !cached || try > 0 {
			var err error
			if before, err = s.load(tx, a.ID); err != nil {
				return before, err
			}
		}
		after, err := f(before)
		if err != nil && (cached && try == 0 || errors.Is(err, errStale) && try < staleTries) {
			continue
		}
		if err != nil {
			return before, err
		}
		tx.OnCommit(func() {
			s.cache.put(a.ID, after)
			if after.Seq != before.Seq {
				s.changed(a, after)
			}
		})
		return after, nil
	}
}
