package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/jobs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must happen; nothing that passes
// waits that long.
const patience = 30 * time.Second

// await fails the test when nothing comes out of c in time.
func await[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("waited %v for %s", patience, what)
		panic("unreachable")
	}
}

func newQueue(t *testing.T, d *db.DB, log *slog.Logger) *jobs.Queue {
	t.Helper()
	q, err := jobs.New(t.Context(), d, log)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	t.Cleanup(q.Stop) // before the database is closed
	return q
}

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatalf("Start: %v", err)
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// each runs a test with a queue on both databases.
func each(t *testing.T, f func(t *testing.T, q *jobs.Queue)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) { f(t, newQueue(t, d, quiet())) })
}

func TestAWakeBeforeStartIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, q *jobs.Queue) {
		ran := make(chan bool, 10)
		q.Handle("work", time.Minute, func(context.Context) error { ran <- true; return nil })
		q.Wake("work")
		start(t, q)
		await(t, ran, "the run")
	})
}

// A run that begins after the wake sees what was there at the wake: also when the
// wake came while another run was under way. And a hundred wakes in that time are
// one more run.
func TestAWakeDuringARunIsOneMoreRun(t *testing.T) {
	each(t, func(t *testing.T, q *jobs.Queue) {
		var runs atomic.Int32
		began, goOn := make(chan bool), make(chan bool)
		q.Handle("work", time.Minute, func(context.Context) error {
			runs.Add(1)
			began <- true
			<-goOn
			return nil
		})
		start(t, q)
		q.Wake("work")
		await(t, began, "the first run")
		for range 100 {
			q.Wake("work")
		}
		goOn <- true
		await(t, began, "the second run")
		goOn <- true
		q.Stop()
		if got := runs.Load(); got != 2 {
			t.Errorf("runs = %d, want 2", got)
		}
	})
}

func TestAFailedRunIsTriedAgain(t *testing.T) {
	t.Parallel()
	failures := map[string]func() error{
		"error": func() error { return errors.New("the first time") },
		"panic": func() error { panic("the first time") },
	}
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
				var log syncBuffer
				q := newQueue(t, d, slog.New(slog.NewTextHandler(&log, nil)))
				runs := make(chan int, 10)
				n := 0
				q.Handle("work", time.Minute, func(context.Context) error {
					n++ // runs of a kind never overlap
					runs <- n
					if n <= 2 {
						return fail()
					}
					return nil
				})
				start(t, q)
				q.Wake("work")
				for want := 1; want <= 3; want++ {
					if got := await(t, runs, "a run"); got != want {
						t.Fatalf("run = %d, want %d", got, want)
					}
				}
				q.Stop()
				if got := strings.Count(log.String(), "the first time"); got != 2 {
					t.Errorf("the log has each failure %d times, want one line for each of 2:\n%s", got, log.String())
				}
			})
		})
	}
}

func TestEveryRunsAtTheStartAndThenOnceAPeriod(t *testing.T) {
	each(t, func(t *testing.T, q *jobs.Queue) {
		ran := make(chan time.Time, 10)
		q.Handle("tick", time.Minute, func(context.Context) error { ran <- time.Now(); return nil })
		q.Every("tick", time.Second)
		start(t, q)
		for range 3 {
			await(t, ran, "a run")
		}
	})
}

func TestARunHasALimit(t *testing.T) {
	each(t, func(t *testing.T, q *jobs.Queue) {
		ended := make(chan error, 10)
		q.Handle("work", 10*time.Millisecond, func(ctx context.Context) error {
			<-ctx.Done()
			ended <- context.Cause(ctx)
			return nil
		})
		start(t, q)
		q.Wake("work")
		if got := await(t, ended, "the limit"); !errors.Is(got, context.DeadlineExceeded) {
			t.Errorf("the context's cause = %v, want %v", got, context.DeadlineExceeded)
		}
	})
}

func TestStopEndsARunAndWaitsForIt(t *testing.T) {
	each(t, func(t *testing.T, q *jobs.Queue) {
		began := make(chan bool)
		var gaveBack atomic.Bool
		q.Handle("work", time.Minute, func(ctx context.Context) error {
			began <- true
			<-ctx.Done()
			gaveBack.Store(true)
			return ctx.Err()
		})
		start(t, q)
		q.Wake("work")
		await(t, began, "the run")
		q.Stop()
		if !gaveBack.Load() {
			t.Error("Stop returned before the run had ended")
		}
	})
}

func TestStartAndStopComeInAnyOrder(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	type step func(*testing.T, *jobs.Queue)
	begin := step(func(t *testing.T, q *jobs.Queue) { start(t, q) })
	stop := step(func(_ *testing.T, q *jobs.Queue) { q.Stop() })
	wake := step(func(_ *testing.T, q *jobs.Queue) { q.Wake("work") })
	for name, steps := range map[string][]step{
		"stop":                   {stop},
		"stop, start":            {stop, begin},
		"wake, stop":             {wake, stop},
		"start twice":            {begin, begin, stop},
		"stop twice":             {begin, stop, stop},
		"start, stop, wake":      {begin, stop, wake},
		"start, stop, start":     {begin, stop, begin},
		"a context that is over": {func(_ *testing.T, q *jobs.Queue) { _ = q.Start(cancelled) }, wake, stop},
		"at the same time": {func(_ *testing.T, q *jobs.Queue) {
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() { _ = q.Start(t.Context()) })
				wg.Go(q.Stop)
				wg.Go(func() { q.Wake("work") })
			}
			wg.Wait()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, q *jobs.Queue) {
				q.Handle("work", time.Minute, func(context.Context) error { return nil })
				for _, step := range steps {
					step(t, q)
				}
			})
		})
	}
}

// Two instances that start together do not trip over River's tables, and each
// does what it is woken for.
func TestTwoInstancesStartTogether(t *testing.T) {
	t.Parallel()
	d := dbtest.OpenPostgres(t, nil)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			q, err := jobs.New(t.Context(), d, quiet())
			if err != nil {
				t.Errorf("New: %v", err)
				return
			}
			defer q.Stop()
			ran := make(chan bool, 10)
			q.Handle("work", time.Minute, func(context.Context) error { ran <- true; return nil })
			if err := q.Start(t.Context()); err != nil {
				t.Errorf("Start: %v", err)
				return
			}
			q.Wake("work")
			select {
			case <-ran:
			case <-time.After(patience):
				t.Errorf("waited %v for the run", patience)
			}
		})
	}
	wg.Wait()
}

// River shares the connection that writes: saves go on while it works.
func TestSavesGoOnBesideTheQueue(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, nil)
	q := newQueue(t, d, quiet())
	ran := make(chan bool, 1000)
	write := func(ctx context.Context) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO beside (n) VALUES (1)`)
			return err
		})
	}
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`CREATE TABLE beside (n INTEGER)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	q.Handle("work", time.Minute, func(ctx context.Context) error {
		err := write(ctx)
		ran <- true
		return err
	})
	start(t, q)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if err := write(t.Context()); err != nil {
					t.Errorf("Write: %v", err)
				}
				q.Wake("work")
			}
		})
	}
	wg.Wait()
	await(t, ran, "a run")
}

// syncBuffer is a log that several goroutines may write.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
