package interview

import (
	"context"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Advance goes on from a step to the next one. If the attempt is not in that
// step any more, it has gone on already and nothing changes; so it is where
// there is no next step.
func (s *Store) Advance(ctx context.Context, a Attempt, from Step) error {
	return s.end(ctx, a.ID, func(tx *db.Tx, a Attempt, state State) (State, error) {
		if state.Status != Running {
			return state, nil
		}
		i := state.Current.Index()
		if state.Current != from || a.Plan.Mode == Drill || i == len(Steps)-1 {
			return state, nil
		}
		return s.add(tx, a, state, Event{Type: Advanced, Step: from, To: Steps[i+1]})
	})
}

// Submit ends an attempt by its learner's wish. Who submits again, or after the
// deadline, finds it ended; the first end stands.
func (s *Store) Submit(ctx context.Context, a Attempt) error {
	return s.end(ctx, a.ID, func(tx *db.Tx, a Attempt, state State) (State, error) {
		if state.Status != Running {
			return state, nil
		}
		return s.submit(tx, a, state, ByLearner, tx.Now())
	})
}

func (s *Store) submit(tx *db.Tx, a Attempt, state State, by string, at time.Time) (State, error) {
	if deadline, ok := state.Deadline(); ok && at.After(deadline) {
		at = deadline // the words of the grace count, its seconds do not
	}
	next, err := s.add(tx, a, state, Event{At: at.UnixMilli(), Type: EndedBySubmit, By: by})
	if err != nil {
		return state, err
	}
	a.Status, a.EndedAt, a.EndedBy = Submitted, at, by
	return next, s.submitted(tx, a)
}

// Discard hides a running attempt; it can be restored until it is deleted.
func (s *Store) Discard(ctx context.Context, a Attempt) error {
	return s.end(ctx, a.ID, func(tx *db.Tx, a Attempt, state State) (State, error) {
		switch state.Status {
		case Discarded:
			return state, nil
		case Submitted:
			return state, fault.New(fault.Conflict, "This attempt was submitted; only a running one can be discarded.")
		}
		return s.add(tx, a, state, Event{Type: EndedByDiscard})
	})
}

// Restore turns a discarded attempt into a submitted one that ended when it was
// discarded; from then on it is graded like any other.
func (s *Store) Restore(ctx context.Context, a Attempt) error {
	return s.end(ctx, a.ID, func(tx *db.Tx, a Attempt, state State) (State, error) {
		switch state.Status {
		case Submitted:
			return state, nil
		case Running:
			return state, fault.New(fault.Conflict, "This attempt is running; there is nothing to restore.")
		}
		next, err := s.add(tx, a, state, Event{Type: EndedByRestoring})
		if err != nil {
			return state, err
		}
		a.Status, a.EndedAt, a.EndedBy = Submitted, time.UnixMilli(next.EndedAt).UTC(), ByLearner
		return next, s.submitted(tx, a)
	})
}

// end runs a change of an attempt's course and writes its row anew.
func (s *Store) end(ctx context.Context, id string, f func(*db.Tx, Attempt, State) (State, error)) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := oneAttempt(tx.QueryRow(`SELECT `+columns+` FROM attempts WHERE id = ?`, id))
		if err != nil {
			return err
		}
		before := int64(-1)
		after, err := s.change(tx, a, func(state State) (State, error) {
			before = state.Seq
			if state.Status == Running && state.Over(tx.Now()) {
				return s.submit(tx, a, state, ByDeadline, tx.Now())
			}
			return f(tx, a, state)
		})
		if err != nil || after.Seq == before {
			return err
		}
		var ended any
		if after.Status != Running {
			ended = after.EndedAt
		}
		_, err = tx.Exec(`UPDATE attempts SET status = ?, current = ?, ended_at = ?, ended_by = ? WHERE id = ?`,
			string(after.Status), string(after.Current), ended, after.EndedBy, id)
		return err
	})
}

// expire ends an attempt whose time is up; end does it before anything else.
func (s *Store) expire(ctx context.Context, id string) error {
	return s.end(ctx, id, func(_ *db.Tx, _ Attempt, state State) (State, error) { return state, nil })
}

// asEnded is an attempt whose time is up as it will be once its end can be written,
// for whoever reads it before.
func asEnded(a Attempt, state State, now time.Time) (Attempt, State, error) {
	at, _ := state.Deadline()
	state, _, err := foldNext(state, Event{At: at.UnixMilli(), Type: EndedBySubmit, By: ByDeadline}, now)
	a.Status, a.EndedAt, a.EndedBy = Submitted, at, ByDeadline
	return a, state, err
}

// Sweep ends the attempts whose deadline and grace have passed, and returns how
// many. It looks at an index, so it can run each second; several instances may
// sweep at once.
func (s *Store) Sweep(ctx context.Context) (int, error) {
	var due []string
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var id string
			err := into(&id)
			due = append(due, id)
			return err
		}, `SELECT id FROM attempts WHERE status = 'running' AND deadline_at < ? ORDER BY deadline_at LIMIT 1000`,
			tx.Now().Add(-Grace).UnixMilli())
	})
	for i, id := range due {
		if err := s.expire(ctx, id); err != nil {
			return i, err
		}
	}
	return len(due), err
}

// Prune deletes discarded attempts whose time to be restored is over.
func (s *Store) Prune(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM attempts WHERE status = 'discarded' AND ended_at < ?`, tx.Now().Add(-DiscardedFor).UnixMilli())
		return err
	})
}
