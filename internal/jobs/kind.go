package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// kind is one kind of work in this process. It has one goroutine, so its runs
// never overlap here.
type kind struct {
	name   string
	limit  time.Duration
	period time.Duration // 0: only when woken
	work   Work
	log    *slog.Logger
	woken  chan struct{}   // holds one wake; more are the same
	asked  chan chan error // River's runs, which wait for their end
}

func newKind(name string, limit time.Duration, work Work, log *slog.Logger) *kind {
	return &kind{name: name, limit: limit, work: work, log: log,
		woken: make(chan struct{}, 1), asked: make(chan chan error)}
}

func (k *kind) wake() {
	select {
	case k.woken <- struct{}{}:
	default: // one is waiting: its run begins after now
	}
}

// loop runs the work whenever it is asked for. failed is called when a run that
// River does not know of has failed.
func (k *kind) loop(ctx context.Context, failed func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-k.woken:
			if err := k.run(ctx); err != nil && ctx.Err() == nil {
				failed()
			}
		case answer := <-k.asked:
			answer <- k.run(ctx)
		}
	}
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

// run does the work once. This is the one place where its error is logged.
func (k *kind) run(ctx context.Context) (err error) {
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
