package record

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
)

const (
	lease    = 30 * time.Second // how long a worker may be silent
	renew    = 10 * time.Second
	maxTries = 3 // a job that has taken three workers down is not given to a fourth
)

// Grader makes the grade of an attempt by a version of its prompt. It may be called
// again for the same attempt after a crash.
type Grader func(ctx context.Context, attempt, rubric string) (grading.Grade, error)

// Worker takes jobs and finishes them. Several, in one process or many, may
// work at once.
type Worker struct {
	store   *Store
	id      string
	grader  string        // whose jobs it takes
	longest time.Duration // that one may last; none is begun with less time left
	grade   Grader
	log     *slog.Logger
}

// NewWorker returns a worker for the built-in grader, with a name of its own.
func NewWorker(s *Store, grade Grader, log *slog.Logger) *Worker {
	return &Worker{store: s, id: rand.Text(), grader: grading.BuiltIn, grade: grade, log: log}
}

// Drain works until there is nothing to do, or no time for more.
func (w *Worker) Drain(ctx context.Context) error {
	for ctx.Err() == nil {
		if end, ok := ctx.Deadline(); ok && time.Until(end) < w.longest {
			return nil
		}
		r, err := w.take(ctx)
		if fault.KindOf(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if err := w.work(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

var errNothing = fault.New(fault.NotFound, "There is nothing to grade.")

// take leases the oldest job that is queued, or whose worker has gone silent.
func (w *Worker) take(ctx context.Context) (Record, error) {
	var r Record
	// Most looks find nothing; they need not wait for the writer.
	err := w.store.db.Read(ctx, func(tx *db.Tx) error {
		var id string
		return tx.QueryRow(openJobs, w.grader, tx.Now().UnixMilli()).Scan(&id)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return r, errNothing
	}
	if err != nil {
		return r, err
	}
	err = w.store.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now().UnixMilli()
		row := tx.QueryRow(`UPDATE grades SET state = 'running', worker = ?, lease_until = ?, tries = tries + 1
			WHERE id = (`+openJobs+`) AND (state = 'queued' OR (state = 'running' AND lease_until < ?)) RETURNING `+columns,
			w.id, tx.Now().Add(lease).UnixMilli(), w.grader, now, now)
		r, err = scan(row.Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return errNothing
		}
		return err
	})
	return r, err
}

const openJobs = `SELECT id FROM grades WHERE state IN ('queued', 'running') AND grader = ? AND (state = 'queued' OR lease_until < ?) ORDER BY queued_at, id LIMIT 1`

// work grades one leased job, keeps the lease alive meanwhile, and writes the end.
func (w *Worker) work(ctx context.Context, r Record) error {
	w.store.changed(r)
	if r.Tries > maxTries {
		return w.finish(ctx, r, grading.Grade{}, fault.New(fault.Internal, "Grading broke off three times."))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go w.keep(ctx, stop, r.ID)
	g, err := w.safely(ctx, r)
	if ctx.Err() != nil { // stopping, or the lease was lost: the job is another's
		return w.giveBack(context.WithoutCancel(ctx), r, 0)
	}
	if p, ok := errors.AsType[*panicked](err); ok && r.Tries < maxTries {
		return errors.Join(p, w.giveBack(ctx, r, 1)) // and the run is tried again, after a pause
	}
	return w.finish(ctx, r, g, err)
}

// giveBack queues a job again that this worker will not finish; spent is how many of
// its tries are gone by this one.
func (w *Worker) giveBack(ctx context.Context, r Record, spent int) error {
	return w.store.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE grades SET state = 'queued', lease_until = NULL, tries = ? WHERE id = ? AND worker = ? AND state = 'running'`, r.Tries-1+spent, r.ID, w.id)
		return err
	})
}

// panicked is the panic of a grader.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// safely turns a panic of a grader into an error; the process lives on.
func (w *Worker) safely(ctx context.Context, r Record) (g grading.Grade, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{p, debug.Stack()}
		}
	}()
	return w.grade(ctx, r.Attempt, r.Rubric)
}

// keep renews the lease until ctx ends, and calls lost when it is another's.
func (w *Worker) keep(ctx context.Context, lost func(), id string) {
	tick := time.NewTicker(renew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		var n int64
		err := w.store.db.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = tx.Exec(`UPDATE grades SET lease_until = ? WHERE id = ? AND worker = ? AND state = 'running'`,
				tx.Now().Add(lease).UnixMilli(), id, w.id)
			return err
		})
		if err == nil && n == 0 {
			lost()
			return
		}
	}
}

// finish writes a grade, or why there is none, if the job is still this worker's.
func (w *Worker) finish(ctx context.Context, r Record, g grading.Grade, cause error) error {
	var result, overall any
	r.State, r.Failure, r.Grade = Done, "", g
	if cause != nil {
		r.State, r.Failure = Failed, fault.Message(cause)
		level := slog.LevelError
		if fault.KindOf(cause) == fault.Conflict { // a spent budget is nobody's mistake
			level = slog.LevelInfo
		}
		w.log.Log(ctx, level, "grading failed", "grade", r.ID, "attempt", r.Attempt, "grader", r.Grader, "err", cause)
	} else {
		doc, err := json.Marshal(g)
		if err != nil {
			return err
		}
		result, overall = string(doc), g.Overall
		if m := g.Model; m != nil {
			w.log.InfoContext(ctx, "graded by a model", "grade", r.ID, "attempt", r.Attempt, "model", m.Name, "calls", m.Calls, "tokens", m.Tokens, "milliseconds", m.Milliseconds, "flags", g.Flags)
		} else {
			w.log.InfoContext(ctx, "graded", "grade", r.ID, "attempt", r.Attempt, "grader", r.Grader)
		}
	}
	return w.store.db.Write(ctx, func(tx *db.Tx) error {
		r.DoneAt = tx.Now()
		n, err := tx.Exec(`UPDATE grades SET state = ?, failure = ?, result = ?, overall = ?, done_at = ?, lease_until = NULL WHERE id = ? AND worker = ? AND state = 'running'`,
			string(r.State), r.Failure, result, overall, r.DoneAt.UnixMilli(), r.ID, w.id)
		if n > 0 {
			tx.OnCommit(func() { w.store.changed(r) })
		}
		return err
	})
}
