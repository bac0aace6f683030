package interview

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// snapshotEvery is how many events are folded again, at most, when an attempt
// is opened.
const snapshotEvery = 64

// staleTries is how often a change is tried again that lost against another.
// Only PostgreSQL can lose more than once: whoever has just written is quicker to
// claim the next number than who waited for it, many times in a row.
const staleTries = 32

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

// foldNext folds an event into a state. The event gets the next number and, unless
// it has one, the time.
func foldNext(state State, e Event, now time.Time) (State, Event, error) {
	e.Seq = state.Seq + 1
	if e.At == 0 {
		e.At = now.UnixMilli()
	}
	after, err := Fold(state, e)
	return after, e, err
}

// add folds an event into a state and writes it.
func (s *Store) add(tx *db.Tx, a Attempt, state State, e Event) (State, error) {
	after, e, err := foldNext(state, e, tx.Now())
	if err != nil {
		return state, err
	}
	if err := write(tx, a, state, after, e); err != nil {
		return state, err
	}
	return after, nil
}

// write stores the events that lead from one state to another. The first claims
// its number, and with it all that follow: it fails with errStale, and nothing is
// written, where another writer was faster.
func write(tx *db.Tx, a Attempt, before, after State, events ...Event) error {
	stored, err := insert(tx, insertOne, a.ID, events[:1])
	if err == nil && stored == 0 {
		err = errStale
	}
	for events = events[1:]; err == nil && len(events) > 0; {
		query, n := insertOne, 1
		if len(events) >= rowsAtOnce {
			query, n = insertMany, rowsAtOnce
		}
		stored, err = insert(tx, query, a.ID, events[:n])
		if err == nil && stored != int64(n) {
			err = fmt.Errorf("events from %d on of attempt %s are there, but not the one before", events[0].Seq, a.ID)
		}
		events = events[n:]
	}
	if err != nil {
		return err
	}
	if after.Seq/snapshotEvery != before.Seq/snapshotEvery || after.Status != Running {
		return saveSnapshot(tx, a.ID, after)
	}
	return nil
}

// rowsAtOnce is how many events one statement writes where there are many, so
// that a large batch is not as many ways to the database and back.
const rowsAtOnce = 25

var insertOne, insertMany = insertion(1), insertion(rowsAtOnce)

func insertion(rows int) string {
	return `INSERT INTO events (attempt_id, seq, at, client, n, type, step, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)` +
		strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?)`, rows-1) + ` ON CONFLICT DO NOTHING`
}

func insert(tx *db.Tx, query, id string, events []Event) (stored int64, err error) {
	args := make([]any, 0, 8*len(events))
	for _, e := range events {
		body, err := e.Body()
		if err != nil {
			return 0, err
		}
		args = append(args, id, e.Seq, e.At, e.Client, e.N, string(e.Type), string(e.Step), string(body))
	}
	return tx.Exec(query, args...)
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
// where another instance wrote meanwhile; what the database fails at is no refusal, and
// PostgreSQL lets nothing be read after it. f returns the state that it made, also
// with an error that came after something was written: such an error stands.
// Equal numbers mean no change. What is told of a change is told once it is on
// disk.
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
		if err != nil {
			refused := cached && try == 0 && after.Seq == before.Seq && fault.KindOf(err) != fault.Internal
			if refused || errors.Is(err, errStale) && try < staleTries {
				continue
			}
			return before, err
		}
		tx.OnCommit(func() {
			s.cache.put(a.ID, after)
			if after.Seq != before.Seq {
				s.changed(a, after)
				s.saved(int(after.Seq - before.Seq))
			}
		})
		return after, nil
	}
}
