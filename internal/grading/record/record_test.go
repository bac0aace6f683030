package record_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

var quiet = slog.New(slog.DiscardHandler)

// bench is a store with a submitted attempt whose grade is queued.
type bench struct {
	*record.Store
	clock   *dbtest.Clock
	attempt interview.Attempt
}

func each(t *testing.T, f func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		session, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		b := &bench{Store: record.NewStore(d), clock: clock}
		attempts := interview.NewStore(d)
		attempts.OnSubmitted(b.Queue)
		prompt := interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")}
		a, _, err := attempts.Start(t.Context(), session.Person, prompt, interview.Plan{Mode: interview.OnTheClock, Level: interview.Mid, Minutes: 40})
		if err != nil {
			t.Fatal(err)
		}
		if err := attempts.Submit(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if b.attempt, _, err = attempts.Find(t.Context(), session.Person.ID, a.ID); err != nil {
			t.Fatal(err)
		}
		f(t, b)
	})
}

func (b *bench) worker(grade record.Grader) *record.Worker {
	return record.NewWorker(b.Store, grade, quiet)
}

// only returns the attempt's one grade.
func (b *bench) only(t *testing.T) record.Record {
	t.Helper()
	all, err := b.List(context.Background(), b.attempt.ID)
	if err != nil || len(all) != 1 {
		t.Fatalf("List = %d grades, %v; want one", len(all), err)
	}
	return all[0]
}

func good(context.Context, string, string) (grading.Grade, error) {
	return grading.Grade{Prompt: "p", Overall: 2.5, Verdict: "lean hire", Flags: []string{}}, nil
}

// F17: many workers make one grade with one call.
func TestF17WorkersMakeOneGrade(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var calls atomic.Int32
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				err := b.worker(func(ctx context.Context, id, rubric string) (grading.Grade, error) {
					calls.Add(1)
					return good(ctx, id, rubric)
				}).Drain(context.Background())
				if err != nil {
					t.Errorf("Drain: %v", err)
				}
			})
		}
		wg.Wait()
		if r := b.only(t); calls.Load() != 1 || r.State != record.Done || r.Grade.Overall != 2.5 {
			t.Errorf("%d calls, %s %.2f; want one call and a grade", calls.Load(), r.State, r.Grade.Overall)
		}
	})
}

// F17: who comes back after the lease has run out finds the job another's.
func TestF17ALateWorkerChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		taken, late := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			err := b.worker(func(context.Context, string, string) (grading.Grade, error) {
				close(taken)
				<-late
				return grading.Grade{Overall: 4}, nil
			}).Drain(context.Background())
			if err != nil {
				t.Errorf("Drain: %v", err)
			}
		})
		<-taken
		second := b.worker(good)
		b.clock.Advance(29 * time.Second)
		if err := second.Drain(t.Context()); err != nil || b.only(t).State != record.Running {
			t.Fatalf("within the lease: %v, %s; want it left alone", err, b.only(t).State)
		}
		b.clock.Advance(2 * time.Second)
		if err := second.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		close(late)
		wg.Wait()
		if r := b.only(t); r.State != record.Done || r.Grade.Overall != 2.5 {
			t.Errorf("grade = %s %.2f, want the second worker's 2.50", r.State, r.Grade.Overall)
		}
	})
}

func TestAFailureIsShownAndCanBeRunAgain(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for name, grade := range map[string]record.Grader{
			"error": func(context.Context, string, string) (grading.Grade, error) {
				return grading.Grade{}, errors.New("secret cause")
			},
			"panic": func(context.Context, string, string) (grading.Grade, error) { panic("secret cause") },
		} {
			for try := 1; name == "panic" && try < 3; try++ { // F36: it is tried again
				if err := b.worker(grade).Drain(t.Context()); err == nil || b.only(t).State != record.Queued || b.only(t).Tries != try {
					t.Fatalf("after panic %d: Drain = %v, %+v; want an error, for a pause, and the job queued", try, err, b.only(t))
				}
			}
			if err := b.worker(grade).Drain(t.Context()); err != nil {
				t.Fatalf("%s: Drain: %v", name, err)
			}
			if r := b.only(t); r.State != record.Failed || r.Failure == "" || r.Failure == "secret cause" {
				t.Errorf("%s: %s %q, want failed with a sentence for people", name, r.State, r.Failure)
			}
			if err := b.Again(t.Context(), b.attempt, grading.BuiltIn, b.attempt.PromptVersion); err != nil {
				t.Fatal(err)
			}
			if r := b.only(t); r.State != record.Queued || r.Tries != 0 {
				t.Errorf("%s: again = %s after %d tries, want queued anew", name, r.State, r.Tries)
			}
		}
		if err := b.worker(good).Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		done := b.only(t)
		if err := b.Again(t.Context(), b.attempt, grading.BuiltIn, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		if r := b.only(t); r.State != record.Done || !r.DoneAt.Equal(done.DoneAt) {
			t.Errorf("'grade again' of a finished grade changed it: %+v", r)
		}
		if err := b.Again(t.Context(), b.attempt, "oracle", b.attempt.PromptVersion); fault.KindOf(err) != fault.Invalid {
			t.Errorf("an unknown grader = %v, want invalid", err)
		}
	})
}

// A job that takes its workers down is given up, not tried for ever.
func TestAJobIsGivenUpAfterThreeWorkers(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var calls atomic.Int32
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for range 6 {
			began := make(chan struct{})
			ended := make(chan struct{})
			wg.Go(func() {
				defer close(ended)
				_ = b.worker(func(context.Context, string, string) (grading.Grade, error) {
					calls.Add(1)
					close(began)
					<-stop // as if the process had died here
					return grading.Grade{}, nil
				}).Drain(context.Background())
			})
			select {
			case <-began:
			case <-ended:
			}
			b.clock.Advance(31 * time.Second)
		}
		if r := b.only(t); r.State != record.Failed || calls.Load() != 3 {
			t.Errorf("%s after %d calls, want failed after 3", r.State, calls.Load())
		}
		close(stop)
		wg.Wait()
	})
}

// A worker that is told to stop gives its job back at once.
func TestAStoppingWorkerGivesItsJobBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ctx, cancel := context.WithCancel(t.Context())
		err := b.worker(func(ctx context.Context, _, _ string) (grading.Grade, error) {
			cancel()
			<-ctx.Done()
			return grading.Grade{}, ctx.Err()
		}).Drain(ctx)
		if err != nil {
			t.Fatalf("Drain: %v", err)
		}
		if r := b.only(t); r.State != record.Queued || r.Tries != 0 {
			t.Errorf("%s after %d tries, want queued as before", r.State, r.Tries)
		}
	})
}

func TestOwnScoresAreGivenOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if _, err := b.FindSelf(t.Context(), b.attempt.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("before they are given = %v, want not found", err)
		}
		for _, bad := range []map[string]int{{"charm": 3}, {"communication": 0}, {"communication": 5}} {
			if err := b.SetSelf(t.Context(), b.attempt.ID, record.Self{Scores: bad}); fault.KindOf(err) != fault.Invalid {
				t.Errorf("SetSelf(%v) = %v, want invalid", bad, err)
			}
		}
		for _, self := range []record.Self{{Scores: map[string]int{"communication": 3}}, {Skipped: true}} {
			if err := b.SetSelf(t.Context(), b.attempt.ID, self); err != nil {
				t.Fatal(err)
			}
		}
		self, err := b.FindSelf(t.Context(), b.attempt.ID)
		if err != nil || self.Skipped || self.Scores["communication"] != 3 {
			t.Errorf("FindSelf = %+v, %v; want the first ones", self, err)
		}
	})
}
