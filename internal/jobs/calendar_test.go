package jobs_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/jobs"
)

func TestDaily(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rule        jobs.Daily
		after, want string
		says        string
	}{
		{jobs.Daily{Hour: 3, Minute: 17}, "2026-03-03T09:00:00Z", "2026-03-04T03:17:00Z", "each day at 03:17 UTC"},
		{jobs.Daily{Hour: 3, Minute: 17}, "2026-03-03T03:16:59Z", "2026-03-03T03:17:00Z", "each day at 03:17 UTC"},
		{jobs.Daily{Hour: 3, Minute: 17}, "2026-03-03T03:17:00Z", "2026-03-04T03:17:00Z", "each day at 03:17 UTC"},
		{jobs.Daily{Hour: 3, Minute: 17}, "2026-03-03T05:00:00+05:00", "2026-03-03T03:17:00Z", "each day at 03:17 UTC"},
		{jobs.On(time.Sunday, 4, 23), "2026-03-03T09:00:00Z", "2026-03-08T04:23:00Z", "each Sunday at 04:23 UTC"},
		{jobs.On(time.Sunday, 4, 23), "2026-03-08T04:23:00Z", "2026-03-15T04:23:00Z", "each Sunday at 04:23 UTC"},
		{jobs.On(time.Sunday, 4, 23), "2026-12-31T09:00:00Z", "2027-01-03T04:23:00Z", "each Sunday at 04:23 UTC"},
	} {
		after, err := time.Parse(time.RFC3339, tt.after)
		if err != nil {
			t.Fatal(err)
		}
		if got := tt.rule.Next(after).Format(time.RFC3339); got != tt.want || tt.rule.String() != tt.says {
			t.Errorf("%s after %s: %s, want %s; it says %q", tt.says, tt.after, got, tt.want, tt.rule)
		}
	}
}

// night is a rule that the tests' clock comes to soon: it stands at nine in the morning.
var night = jobs.Daily{Hour: 3, Minute: 17}

// counting is work that counts its runs.
func counting(runs *atomic.Int32) jobs.Work {
	return func(context.Context) error { runs.Add(1); return nil }
}

// wait waits until something is so.
func wait(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if so() {
			return
		}
	}
	t.Fatalf("waited %v for %s", patience, what)
}

func stateOf(t *testing.T, q *jobs.Queue, kind string) jobs.State {
	t.Helper()
	list, err := q.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if s.Name == kind {
			return s
		}
	}
	t.Fatalf("%s is not in the list: %v", kind, list)
	panic("unreachable")
}

// Work with a calendar does not run at a start, but when it is due; and what fell due
// while no process ran is done once.
func TestTheCalendarIsKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		var runs atomic.Int32
		open := func() *jobs.Queue {
			q := newQueue(t, d, quiet())
			q.Handle("night", time.Minute, counting(&runs))
			q.At("night", night)
			start(t, q)
			return q
		}
		q := open()
		wait(t, "its due", func() bool { return stateOf(t, q, "night").Next.Equal(night.Next(dbtest.Start)) })
		if n := runs.Load(); n > 0 {
			t.Errorf("it ran %d times before it was due", n)
		}
		clock.Set(night.Next(dbtest.Start))
		wait(t, "the first night", func() bool { return stateOf(t, q, "night").Next.Equal(night.Next(clock.Now())) })
		s := stateOf(t, q, "night")
		if runs.Load() != 1 || len(s.Runs) != 1 || s.Runs[0].Cause != "schedule" || s.Runs[0].Failed || s.Failing != 0 || s.Rule != "each day at 03:17 UTC" {
			t.Errorf("after the first night: %d runs, %+v", runs.Load(), s)
		}
		q.Stop()

		clock.Advance(75 * time.Hour) // three nights without a server
		q = open()
		wait(t, "what was missed", func() bool { return runs.Load() == 2 })
		wait(t, "its next due", func() bool { return stateOf(t, q, "night").Next.Equal(night.Next(clock.Now())) })
		q.Stop()
		q = open()
		wait(t, "the list", func() bool { return len(stateOf(t, q, "night").Runs) == 2 })
		q.Stop()
		if n := runs.Load(); n != 2 {
			t.Errorf("it ran %d times, want 2", n)
		}
	})
}

// Of two processes on one database one does it.
func TestOneOfTwoKeepsTheCalendar(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	d := dbtest.OpenPostgres(t, clock)
	var runs atomic.Int32
	var both []*jobs.Queue
	for range 2 {
		q := newQueue(t, d, quiet())
		q.Handle("night", time.Minute, counting(&runs))
		q.At("night", night)
		start(t, q)
		wait(t, "its due", func() bool { return !stateOf(t, q, "night").Next.IsZero() })
		both = append(both, q)
	}
	for n := int32(1); n <= 3; n++ {
		due := night.Next(clock.Now())
		clock.Set(due)
		for _, q := range both {
			wait(t, "the next night", func() bool { return stateOf(t, q, "night").Next.After(due) })
		}
	}
	for _, q := range both {
		q.Stop()
	}
	if n := runs.Load(); n != 3 {
		t.Errorf("three nights had %d runs", n)
	}
}

// Work that is cut off by the server's stop is due still, and done at the next start.
func TestWhatAStopCutsOffIsDueStill(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		q := newQueue(t, d, quiet())
		began := make(chan bool, 1)
		q.Handle("night", time.Hour, func(ctx context.Context) error { began <- true; <-ctx.Done(); return ctx.Err() })
		q.At("night", night)
		start(t, q)
		wait(t, "its due", func() bool { return !stateOf(t, q, "night").Next.IsZero() })
		clock.Advance(24 * time.Hour)
		await(t, began, "the run")
		if s := stateOf(t, q, "night"); s.Running.IsZero() || s.Late {
			t.Errorf("while it runs: %+v", s)
		}
		q.Stop()

		var runs atomic.Int32
		q = newQueue(t, d, quiet())
		q.Handle("night", time.Hour, counting(&runs))
		q.At("night", night)
		start(t, q)
		wait(t, "the run at the next start", func() bool { return runs.Load() == 1 })
		wait(t, "what is written of it", func() bool { s := stateOf(t, q, "night"); return len(s.Runs) == 1 && !s.Runs[0].Failed })
	})
}

// Whoever dies over it leaves a lease, which ends.
func TestALeaseEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job_dues (kind, due_at, lease_until) VALUES ('night', ?, ?)`, clock.Now().Add(-time.Hour).UnixMilli(), clock.Now().Add(time.Hour).UnixMilli())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		var runs atomic.Int32
		open := func() *jobs.Queue {
			q := newQueue(t, d, quiet())
			q.Handle("night", time.Minute, counting(&runs))
			q.At("night", night)
			q.Handle("other", time.Minute, counting(new(atomic.Int32)))
			q.At("other", night)
			start(t, q)
			wait(t, "a look at the calendar", func() bool { return !stateOf(t, q, "other").Next.IsZero() })
			return q
		}
		q := open()
		if s := stateOf(t, q, "night"); runs.Load() != 0 {
			t.Errorf("it ran under another's lease: %+v", s)
		}
		q.Stop()
		clock.Advance(time.Hour + time.Second)
		open()
		wait(t, "the run", func() bool { return runs.Load() == 1 })
	})
}

func TestRunsAreWrittenDown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		q := newQueue(t, d, quiet())
		var broken atomic.Bool
		broken.Store(true)
		q.Handle("hourly", time.Minute, func(ctx context.Context) error {
			if broken.Load() {
				return fault.Wrap(errors.New("password hunter2"), fault.Internal, "The disk is full")
			}
			jobs.Note(ctx, "%d rows", 7)
			return nil
		})
		q.Every("hourly", time.Hour)
		q.Handle("often", time.Minute, func(context.Context) error { return nil })
		q.Loop("often", 5*time.Millisecond)
		q.Handle("woken", time.Minute, func(context.Context) error { return nil })
		start(t, q)

		// The first run and what River tries again fail, until it is mended.
		wait(t, "two failures", func() bool { return stateOf(t, q, "hourly").Failing >= 2 })
		broken.Store(false)
		wait(t, "a run that goes well", func() bool { return stateOf(t, q, "hourly").Failing == 0 })
		runs := stateOf(t, q, "hourly").Runs
		oldest, newest := runs[len(runs)-1], runs[0]
		if oldest.Cause != "schedule" || !oldest.Failed || oldest.Said != "The disk is full" || runs[len(runs)-2].Cause != "retry" || newest.Said != "7 rows" {
			t.Errorf("the runs are %+v", runs)
		}

		// By hand.
		if err := q.Run("hourly"); err != nil {
			t.Fatal(err)
		}
		wait(t, "the run by hand", func() bool { return stateOf(t, q, "hourly").Runs[0].Cause == "hand" })
		if err := q.Run("nothing"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a job that is not there: %v", err)
		}

		// What runs often is in the list and not in the database.
		wait(t, "a loop", func() bool { return len(stateOf(t, q, "often").Runs) == 1 })
		if s := stateOf(t, q, "woken"); len(s.Runs) != 0 || s.Rule != "when it is woken" || !s.Next.IsZero() || s.Late {
			t.Errorf("what nobody has woken: %+v", s)
		}
		if err := q.Run("often"); err != nil {
			t.Fatal(err)
		}
		wait(t, "the loop by hand", func() bool {
			for _, r := range stateOf(t, q, "often").Runs {
				if r.Cause == "hand" {
					return true
				}
			}
			return false
		})
		if n := len(stateOf(t, q, "often").Runs); n > 2 {
			t.Errorf("%d runs of a loop are written down", n)
		}

		// Only the newest are kept.
		for range 25 {
			before := stateOf(t, q, "hourly").Runs[0].Began
			clock.Advance(time.Second)
			if err := q.Run("hourly"); err != nil {
				t.Fatal(err)
			}
			wait(t, "another run", func() bool { return stateOf(t, q, "hourly").Runs[0].Began.After(before) })
		}
		if n := len(stateOf(t, q, "hourly").Runs); n != 20 {
			t.Errorf("%d runs are kept, want 20", n)
		}

		// An hour beyond its time somebody should look.
		clock.Advance(3 * time.Hour)
		if s := stateOf(t, q, "hourly"); !s.Late {
			t.Errorf("three hours after its last run it is not late: %+v", s.Next)
		}
		if s := stateOf(t, q, "woken"); s.Late {
			t.Error("what is only woken is late")
		}
	})
}

// A loop that fails is not tried again by River, and its failure is written down once.
func TestALoopThatFails(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		q := newQueue(t, d, quiet())
		var runs atomic.Int32
		q.Handle("loop", time.Minute, func(context.Context) error {
			if runs.Add(1) < 20 {
				return errors.New("not yet")
			}
			return nil
		})
		q.Loop("loop", 5*time.Millisecond)
		start(t, q)
		wait(t, "its recovery", func() bool { return runs.Load() > 20 && stateOf(t, q, "loop").Failing == 0 })
		q.Stop()
		var failed int
		for _, r := range stateOf(t, q, "loop").Runs {
			if r.Failed {
				failed++
			}
		}
		if failed != 1 {
			t.Errorf("its failure is written down %d times", failed)
		}
		var retries int
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(`SELECT count(*) FROM river_job WHERE kind = 'loop'`).Scan(&retries)
		}); err != nil || retries > 0 {
			t.Errorf("River has it %d times, %v", retries, err)
		}
	})
}
