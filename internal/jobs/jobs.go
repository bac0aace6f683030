// Package jobs runs work in the background: at once when it is woken, again when
// it failed, and on a schedule; and it says how each kind of work stands. It knows no
// domain. It owns the tables that begin with river_ and with job_.
//
// A kind of work is a function that does whatever there is to do and returns.
// What there is to do stands in the domain's own rows, so a wake carries nothing,
// many wakes while the work is running are one more run, and it does no harm to
// run twice or in two processes.
//
// What it promises: after Wake(kind) returns, a run of that kind begins that sees
// what was written before the wake, or the process ends first; each scheduled
// kind runs when its process starts and then once a period somewhere; a run that
// failed, or panicked, is tried again after 1, 2, 4 … seconds, a few times; work with
// a calendar runs in one of the processes when it is due, and what fell due while none
// ran is done once at the next start. At least once, then, and soon; never exactly once.
//
// Schedules and retries are River's, whose rows outlive the process and whose
// elected leader keeps several instances from doing the same. The first try is
// not: River needs a turn of SQLite's one writer each to insert a job, to take it
// and to finish it, and between them it polls. So a wake goes straight to a
// goroutine here, within microseconds also under a storm of saves, and River
// hears of it only when it failed.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Work does what there is to do. Its context ends with the kind's time limit and
// when the queue stops; it then gives back what it holds.
type Work func(ctx context.Context) error

// Queue runs work. Handle and Every come before Start; Wake, Start and Stop may
// be called in any order and by several goroutines.
type Queue struct {
	log    *slog.Logger
	kinds  map[string]*kind
	order  []*kind
	ledger ledger

	mu      sync.Mutex
	river   river // nil before Start
	open    func(*Queue) (river, error)
	started bool
	stopped bool
	cancel  context.CancelFunc
	runs    sync.WaitGroup
}

// river is what the queue needs of River, on either database.
type river interface {
	start(ctx context.Context) error
	retry(ctx context.Context, kind string) error
	wait()
	close()
}

// New makes a queue on a database, and River's tables in it.
func New(ctx context.Context, d *db.DB, log *slog.Logger) (*Queue, error) {
	q := &Queue{log: log, kinds: make(map[string]*kind), ledger: ledger{d}}
	prepare := openSQLite
	if d.Postgres() {
		prepare = openPostgres
	}
	var err error
	if q.open, err = prepare(ctx, d); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The queue of jobs cannot be made")
	}
	return q, nil
}

// Handle names the function for a kind of work and how long one run may take.
func (q *Queue) Handle(name string, limit time.Duration, work Work) {
	if q.kinds[name] != nil {
		panic(fmt.Sprintf("jobs: %q is handled twice", name))
	}
	k := newKind(name, limit, work, q.log)
	q.kinds[name] = k
	q.order = append(q.order, k)
}

// Every makes a kind of work run when the process starts and once a period
// after, in one of the processes that share the database.
func (q *Queue) Every(name string, period time.Duration) { q.kind(name).period = period }

// Loop makes a kind of work run when the process starts and then each period, in every
// process. It is not tried again before its next turn.
func (q *Queue) Loop(name string, period time.Duration) {
	k := q.kind(name)
	k.period, k.loops = period, true
}

// At makes a kind of work run when a calendar says so, in one of the processes that
// share the database.
func (q *Queue) At(name string, calendar Calendar) { q.kind(name).calendar = calendar }

// Wake asks for a run, and returns at once. Before Start it is remembered; after
// Stop it does nothing, since the next start looks again.
func (q *Queue) Wake(name string) { q.kind(name).wake(byWake) }

func (q *Queue) kind(name string) *kind {
	k := q.kinds[name]
	if k == nil {
		panic(fmt.Sprintf("jobs: nobody handles %q", name))
	}
	return k
}

// Start begins to work, until ctx ends or Stop.
func (q *Queue) Start(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.started || q.stopped {
		return nil
	}
	r, err := q.open(q)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The queue of jobs cannot be started")
	}
	ctx, cancel := context.WithCancel(ctx)
	if err := r.start(ctx); err != nil {
		cancel()
		r.close()
		return fault.Wrap(err, fault.Internal, "The queue of jobs cannot be started")
	}
	q.river, q.cancel, q.started = r, cancel, true
	for _, k := range q.kinds {
		q.runs.Go(func() { k.loop(ctx, q.ledger, func() { q.later(ctx, k) }) })
		if k.period > 0 {
			k.wake(bySchedule)
		}
		if k.loops {
			q.runs.Go(func() { k.tick(ctx) })
		}
		if k.calendar != nil {
			q.runs.Go(func() { k.follow(ctx, q.ledger) })
		}
	}
	return nil
}

// later leaves a run that failed to River; what loops has its next turn soon.
func (q *Queue) later(ctx context.Context, k *kind) {
	if k.loops {
		return
	}
	if err := q.river.retry(ctx, k.name); err != nil && ctx.Err() == nil {
		q.log.ErrorContext(ctx, "a retry could not be queued", "kind", k.name, "err", err)
	}
}

// Stop ends the runs, waits for them, and gives back what they held.
func (q *Queue) Stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped {
		return
	}
	q.stopped = true
	if !q.started {
		return
	}
	q.cancel()
	q.river.wait()
	q.runs.Wait()
	q.river.close()
}
