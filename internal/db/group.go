package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"levelup/internal/fault"
)

// maxBatch bounds how many callers share one transaction, and with it how long
// the first of them waits.
const maxBatch = 512

// group is the one writer of a SQLite database. It takes everything that waits
// into one transaction, commits once, and then tells each caller how its part
// ended. Between batches the connection is free for others.
type group struct {
	db      *DB
	jobs    chan *job
	stopped chan struct{} // closed when no further job is taken
	ended   chan struct{} // closed when the last batch is on disk
	once    sync.Once
}

// job is one caller's part of a batch.
type job struct {
	f     func(*Tx) error
	state atomic.Int32 // waiting, then taken by the writer or left by the caller
	done  chan error
	hooks []func()
}

const (
	waiting int32 = iota
	taken
	left
)

func startGroup(d *DB) *group {
	g := &group{db: d, jobs: make(chan *job, maxBatch), stopped: make(chan struct{}), ended: make(chan struct{})}
	go g.run()
	return g
}

// do hands f to the writer and waits for its end. The hooks of f run here, in
// the caller's goroutine, so that no hook can hold up the writer.
func (g *group) do(ctx context.Context, f func(*Tx) error) error {
	j := &job{f: f, done: make(chan error, 1)}
	select {
	case g.jobs <- j:
	case <-g.stopped:
		return errClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	var err error
	select {
	case err = <-j.done:
	case <-g.ended:
		// The job may have been queued after the last look at the queue.
		select {
		case err = <-j.done:
		default:
			return errClosed
		}
	case <-ctx.Done():
		if j.state.CompareAndSwap(waiting, left) {
			return context.Cause(ctx)
		}
		err = <-j.done
	}
	if p, ok := errors.AsType[*panicked](err); ok {
		panic(p)
	}
	if err != nil {
		return err
	}
	for _, hook := range j.hooks {
		hook()
	}
	return nil
}

var errClosed = fault.Coded(fault.Internal, "busy", "The server is stopping. What was not saved yet will be sent again.")

func (g *group) stop() {
	g.once.Do(func() { close(g.stopped) })
	<-g.ended
}

func (g *group) run() {
	defer close(g.ended)
	batch := make([]*job, 0, maxBatch)
	for {
		select {
		case j := <-g.jobs:
			batch = append(batch[:0], j)
		case <-g.stopped:
			select {
			case j := <-g.jobs: // queued before the stop: still served
				batch = append(batch[:0], j)
			default:
				return
			}
		}
	fill:
		for len(batch) < maxBatch {
			select {
			case j := <-g.jobs:
				batch = append(batch, j)
			default:
				break fill
			}
		}
		g.commit(batch)
		if s := g.db.writeStmts; s.pending() {
			s.prepare()
		}
	}
}

// commit runs a batch in one transaction and answers each of its jobs.
func (g *group) commit(batch []*job) {
	n := 0
	for _, j := range batch {
		if j.state.CompareAndSwap(waiting, taken) {
			batch[n] = j
			n++
		}
	}
	if batch = batch[:n]; n == 0 {
		return
	}
	ctx, told := context.Background(), Batch{Parts: n, Began: time.Now()}
	stx, err := g.db.write.BeginTx(ctx, nil)
	if err != nil {
		told.Failed = true
		g.tell(told)
		err = g.db.translate(err)
		for _, j := range batch {
			j.done <- err
		}
		return
	}
	tx := &Tx{ctx: ctx, tx: stx, stmts: g.db.writeStmts, db: g.db, now: g.db.Now()}
	errs := make([]error, n)
	for i, j := range batch {
		tx.onCommit = nil
		errs[i] = runPart(tx, j.f, n > 1)
		j.hooks = tx.onCommit
	}
	if n == 1 && errs[0] != nil {
		_ = stx.Rollback() // the error that matters is the job's
	} else if err := stx.Commit(); err != nil {
		told.Failed = true
		_ = stx.Rollback()
		for i := range errs {
			if errs[i] == nil {
				errs[i] = g.db.translate(err)
			}
		}
	}
	g.tell(told)
	for i, j := range batch {
		j.done <- errs[i]
	}
}

// tell reports how long a batch took, up to now.
func (g *group) tell(b Batch) {
	b.Took = time.Since(b.Began)
	g.db.told(b)
}

// runPart runs one job, in a savepoint where the transaction is shared. A
// panic is undone like an error and goes on in the caller's goroutine.
func runPart(tx *Tx, f func(*Tx) error, shared bool) (err error) {
	if shared {
		if _, err := tx.Exec("SAVEPOINT part"); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				if _, rerr := tx.Exec("ROLLBACK TO part"); rerr != nil {
					err = rerr
				}
			}
			if _, rerr := tx.Exec("RELEASE part"); rerr != nil && err == nil {
				err = rerr
			}
		}()
	}
	return recovered(func() error { return f(tx) })
}

// panicked carries a panic from the writer to the caller whose code it was.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string {
	return fmt.Sprintf("panic in a transaction: %v\n%s", p.value, p.stack)
}
