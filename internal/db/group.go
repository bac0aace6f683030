package db

import (
	"context"
	"database/sql"
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
	told := Batch{Parts: n, Began: time.Now()}
	conn, stx, err := g.begin()
	if err != nil {
		told.Failed = true
		g.tell(told)
		for _, j := range batch {
			j.done <- err
		}
		if fault.CodeOf(err) == "busy" {
			g.refuse(err)
		}
		return
	}
	defer conn.Close()
	tx := &Tx{ctx: context.Background(), tx: stx, stmts: g.db.writeStmts, db: g.db, now: g.db.Now()}
	errs := make([]error, n)
	var lost error // why there is no transaction any more
	for i, j := range batch {
		tx.onCommit = nil
		errs[i] = runPart(tx, func(tx *Tx) error {
			err := j.f(tx)
			if stuck(err) { // SQLite has undone the other parts with this one
				lost = err
			}
			return err
		}, n > 1)
		if lost != nil {
			errs[i] = lost
			break
		}
		j.hooks = tx.onCommit
	}
	if lost != nil || n == 1 && errs[0] != nil {
		told.Failed = lost != nil
		_ = stx.Rollback() // the error that matters is the job's
	} else if err := stx.Commit(); err != nil {
		told.Failed = true
		_ = stx.Rollback()
		lost = g.db.translate(err)
	}
	for i := range errs {
		if errs[i] == nil {
			errs[i] = lost
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

// begin opens a transaction. Others use the connection between batches, and where the
// file is locked each of them waits for that: so the turn is not waited for for ever.
func (g *group) begin() (*sql.Conn, *sql.Tx, error) {
	turn, cancel := context.WithTimeout(context.Background(), lockedFor)
	defer cancel()
	conn, err := g.db.write.Conn(turn)
	if err != nil {
		if turn.Err() != nil {
			return nil, nil, &fault.Fault{Kind: fault.Internal, Code: "busy", Message: busyMessage, Cause: err}
		}
		return nil, nil, g.db.translate(err)
	}
	stx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, nil, errors.Join(g.db.translate(err), conn.Close())
	}
	return conn, stx, nil
}

// refuse answers what has come meanwhile: its callers would wait as long once more.
func (g *group) refuse(err error) {
	for {
		select {
		case j := <-g.jobs:
			if j.state.CompareAndSwap(waiting, taken) {
				j.done <- err
			}
		default:
			return
		}
	}
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
