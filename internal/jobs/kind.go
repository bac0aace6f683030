package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"levelup/internal/fault"
)

// kind is one kind of work in this process. It has one goroutine, so its runs
// never overlap here.
type kind struct {
	name     string
	limit    time.Duration
	period   time.Duration // 0: only when woken
	loops    bool          // the period is this process's, whatever others do
	calendar Calendar      // nil: none
	work     Work
	log      *slog.Logger
	woken    chan struct{}   // holds one wake; more are the same
	asked    chan chan error // River's runs, which wait for their end

	mu    sync.Mutex
	cause string    // of the wake that waits
	began time.Time // of the run under way; zero without one
	last  *Run
	due   time.Time // by the calendar, as far as is known
}

func newKind(name string, limit time.Duration, work Work, log *slog.Logger) *kind {
	return &kind{name: name, limit: limit, work: work, log: log,
		woken: make(chan struct{}, 1), asked: make(chan chan error)}
}

func (k *kind) wake(cause string) {
	k.mu.Lock()
	if k.cause != byHand { // whoever asked by hand wants to see it
		k.cause = cause
	}
	k.mu.Unlock()
	select {
	case k.woken <- struct{}{}:
	default: // one is waiting: its run begins after now
	}
}

// loop runs the work whenever it is asked for. failed is called when a run that
// River does not know of has failed.
func (k *kind) loop(ctx context.Context, l ledger, failed func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.woken:
			if err := k.run(ctx, l, k.causeOfWake()); err != nil && ctx.Err() == nil {
				failed()
			}
		case answer := <-k.asked:
			answer <- k.run(ctx, l, k.causeOfRiver())
		}
	}
}

// tick wakes it each period.
func (k *kind) tick(ctx context.Context) {
	tick := time.NewTicker(k.period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			k.wake(bySchedule)
		}
	}
}

func (k *kind) causeOfWake() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	cause := k.cause
	k.cause = ""
	return cause
}

// causeOfRiver is why River asks: after a failure to try again, else on its schedule.
func (k *kind) causeOfRiver() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.last != nil && k.last.Failed || k.period == 0 {
		return byRetry
	}
	return bySchedule
}

// ask has the loop do a run for River and returns how it ended.
func (k *kind) ask(ctx context.Context) error {
	answer := make(chan error, 1)
	select {
	case k.asked <- answer:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run does the work once and writes down how it went.
func (k *kind) run(ctx context.Context, l ledger, cause string) error {
	r := Run{Cause: cause, Began: l.db.Now()}
	k.mu.Lock()
	k.began = r.Began
	failed := k.last != nil && k.last.Failed
	k.mu.Unlock()

	begun := time.Now()
	var said note
	err := k.try(context.WithValue(ctx, noteKey{}, &said))
	r.Took, r.Failed, r.Said = time.Since(begun), err != nil, said.text
	if err != nil {
		r.Said = fault.Message(err)
	}
	stopped := err != nil && ctx.Err() != nil // it was told to give up, which is no failure

	k.mu.Lock()
	k.began = time.Time{}
	if !stopped {
		k.last = &r
	}
	k.mu.Unlock()
	switch {
	case stopped:
		k.giveBack(ctx, l)
	case k.keeps() || r.Failed != failed || cause == byHand:
		due, kerr := l.keep(context.WithoutCancel(ctx), k, r)
		if kerr != nil {
			k.log.ErrorContext(ctx, "a run could not be written down", "kind", k.name, "err", kerr)
		} else if !due.IsZero() {
			k.setDue(due)
		}
	}
	return err
}

// giveBack leaves what is due to whoever starts next.
func (k *kind) giveBack(ctx context.Context, l ledger) {
	if k.calendar == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := l.release(ctx, k.name); err != nil {
		k.log.WarnContext(ctx, "what was not done is due again only when its lease ends", "kind", k.name, "err", err)
	}
}

// try does the work once. This is the one place where its error is logged.
func (k *kind) try(ctx context.Context) (err error) {
	limited, cancel := context.WithTimeout(ctx, k.limit)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			k.log.ErrorContext(ctx, "a job panicked", "kind", k.name, "err", err, "stack", string(debug.Stack()))
		}
	}()
	if err = k.work(limited); err != nil && ctx.Err() == nil {
		k.log.ErrorContext(ctx, "a job failed", "kind", k.name, "err", err)
	}
	return err
}

func (k *kind) dueAt() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.due
}

func (k *kind) setDue(at time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.due = at
}
