package db

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
)

// readers run the reads of SQLite, each on a goroutine of its own that stays.
// SQLite needs a deep stack; run in the goroutine of a request, it would leave
// every open event stream with one, for as long as the stream lasts.
type readers struct {
	jobs    chan readJob
	stopped chan struct{}
	done    sync.WaitGroup
}

type readJob struct {
	run  func() error
	done chan error
}

func startReaders(n int) *readers {
	r := &readers{jobs: make(chan readJob), stopped: make(chan struct{})}
	for range n {
		r.done.Go(func() {
			for {
				select {
				case j := <-r.jobs:
					j.done <- recovered(j.run)
				case <-r.stopped:
					return
				}
			}
		})
	}
	return r
}

// do runs f on a reader and waits for its end; a panic of f goes on here.
func (r *readers) do(ctx context.Context, f func() error) error {
	j := readJob{f, make(chan error, 1)}
	select {
	case r.jobs <- j:
	case <-r.stopped:
		return errClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	err := <-j.done
	if p, ok := errors.AsType[*panicked](err); ok {
		panic(p)
	}
	return err
}

func (r *readers) stop() {
	close(r.stopped)
	r.done.Wait()
}

// recovered runs f and returns a panic as an error, for another goroutine to
// go on with.
func recovered(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &panicked{value: p, stack: debug.Stack()}
		}
	}()
	return f()
}
