package record_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

const longAgo = time.Minute // a lease is over by then

// overtaken runs a worker whose job is taken over by a second one while it works. The
// first ends as f says while the second is still at work.
func overtaken(t *testing.T, b *bench, first func(cancel func()) (grading.Grade, error)) (events []record.Record) {
	t.Helper()
	var mu sync.Mutex
	b.OnChanged(func(r record.Record) {
		mu.Lock()
		defer mu.Unlock()
		events = append(events, r)
	})
	began, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	slow := b.worker(func(context.Context, string, string) (grading.Grade, error) {
		b.clock.Advance(longAgo)
		go func() {
			defer close(ended)
			if err := b.worker(func(ctx context.Context, id, rubric string) (grading.Grade, error) {
				close(began)
				<-release
				return good(ctx, id, rubric)
			}).Drain(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		<-began
		return first(cancel)
	})
	if err := slow.Drain(ctx); err != nil {
		t.Error(err)
	}
	if r := b.only(t); r.State != record.Running {
		t.Errorf("after the first worker's end the job is %s, want it running with the second", r.State)
	}
	close(release)
	<-ended
	if r := b.only(t); r.State != record.Done || r.Grade.Overall != 2.5 || r.Tries != 2 {
		t.Errorf("in the end %s %.2f after %d tries, want the second worker's 2.50 after 2", r.State, r.Grade.Overall, r.Tries)
	}
	return events
}

// F17: whoever has lost a job writes nothing into it while another works at it, neither
// a grade nor a failure nor that it is free again, and tells nobody.
func TestF17WhoWasOvertakenWritesNothing(t *testing.T) {
	for name, end := range map[string]func(func()) (grading.Grade, error){
		"a grade":   func(func()) (grading.Grade, error) { return grading.Grade{Overall: 1, Flags: []string{}}, nil },
		"a failure": func(func()) (grading.Grade, error) { return grading.Grade{}, context.DeadlineExceeded },
		"stopping":  func(cancel func()) (grading.Grade, error) { cancel(); return grading.Grade{}, context.Canceled },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				events := overtaken(t, b, end)
				settled := slices.DeleteFunc(events, func(r record.Record) bool { return r.State != record.Done && r.State != record.Failed })
				if len(settled) != 1 || settled[0].Grade.Overall != 2.5 {
					t.Errorf("told of %+v, want of the second worker's grade alone", settled)
				}
			})
		})
	}
}

// A model that is not set up any more gives up what waits and what a dead worker has
// left; who is at work for it may end, and who comes late changes nothing.
func TestRetiringWhileAWorkerIsAtIt(t *testing.T) {
	for name, late := range map[string]time.Duration{"alive": 0, "silent": longAgo} {
		t.Run(name, func(t *testing.T) {
			eachModel(t, func(t *testing.T, b *bench, d *db.DB) {
				next := record.NewStore(d)
				next.UseModel("1/new")
				if err := record.NewModelWorker(b.Store, func(context.Context, string, string) (grading.Grade, error) {
					b.clock.Advance(late)
					if err := next.Retire(t.Context()); err != nil {
						t.Error(err)
					}
					want := map[string]record.State{"alive": record.Running, "silent": record.Failed}[name]
					if r := b.of(t)["model 1/old"]; r.State != want {
						t.Errorf("after Retire it is %s, want %s", r.State, want)
					}
					return grading.Grade{Grader: grading.ByModel, Overall: 3}, nil
				}, quiet).Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				want := map[string]record.State{"alive": record.Done, "silent": record.Failed}[name]
				if r := b.of(t)["model 1/old"]; r.State != want {
					t.Errorf("in the end it is %s, want %s", r.State, want)
				}
			})
		})
	}
}

// A lease is renewed as long as its worker works, and never somebody else's; who finds
// it lost stops. The clock is a bubble's.
func TestF17TheLeaseIsKept(t *testing.T) {
	t.Parallel()
	run := func(name string, grade func(t *testing.T, d *db.DB, s *record.Store, ctx context.Context) error) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := dbtest.Open(t, nil)
				s, _ := submitted(t, d, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")})
				_ = record.NewWorker(s, func(ctx context.Context, _, _ string) (grading.Grade, error) {
					return grading.Grade{Flags: []string{}}, grade(t, d, s, ctx)
				}, quiet).Drain(t.Context())
			})
		})
	}
	run("renewed", func(t *testing.T, _ *db.DB, s *record.Store, _ context.Context) error {
		for range 20 { // well beyond a lease
			time.Sleep(7 * time.Second)
			if err := record.NewWorker(s, func(context.Context, string, string) (grading.Grade, error) {
				t.Error("another worker took the job")
				return grading.Grade{}, nil
			}, quiet).Drain(t.Context()); err != nil {
				t.Error(err)
			}
		}
		return nil
	})
	run("lost", func(t *testing.T, d *db.DB, _ *record.Store, ctx context.Context) error {
		until := time.Now().Add(25 * time.Second).UnixMilli()
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE grades SET worker = 'another', lease_until = ?`, until)
			return err
		}); err != nil {
			t.Error(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Minute):
			t.Error("who has lost the lease goes on")
		}
		var lease int64
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(`SELECT lease_until FROM grades`).Scan(&lease)
		}); err != nil || lease != until {
			t.Errorf("the other's lease is until %d, %v; want %d", lease, err, until)
		}
		return nil
	})
}

// submitted is a store with an attempt at a prompt that has ended.
func submitted(t *testing.T, d *db.DB, prompt interview.Prompt) (*record.Store, interview.Attempt) {
	t.Helper()
	session, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Exposed)
	if err != nil {
		t.Fatal(err)
	}
	s, attempts := record.NewStore(d), interview.NewStore(d)
	attempts.OnSubmitted(s.Queue)
	a, _, err := attempts.Start(t.Context(), session.Person, prompt, interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
	if err == nil {
		err = attempts.SaveAnswer(t.Context(), a, interview.Clarify, 0, "Each guest gets a tag number of their own, because otherwise two of them would fetch the same coat.")
	}
	if err == nil {
		err = attempts.Submit(t.Context(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, a
}

// Jobs are done in the order in which they came, and none is begun that the time left
// does not suffice for.
func TestTheOrderOfJobs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s, first := submitted(t, d, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")})
		clock.Advance(time.Minute)
		_, second := submitted(t, d, interview.Prompt{Slug: "q", Version: "w1", Source: []byte("x")})
		short, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		m := record.NewStore(d)
		m.UseModel("1/m")
		if err := m.Again(t.Context(), func() interview.Attempt { a := first; a.Status = interview.Submitted; return a }(), grading.ByModel, "v1"); err != nil {
			t.Fatal(err)
		}
		if err := record.NewModelWorker(m, func(context.Context, string, string) (grading.Grade, error) {
			t.Error("begun with two minutes left, of which a grade may take nearly three")
			return grading.Grade{}, nil
		}, quiet).Drain(short); err != nil {
			t.Fatal(err)
		}
		var order []string
		if err := record.NewWorker(s, func(ctx context.Context, id, rubric string) (grading.Grade, error) {
			order = append(order, id)
			return good(ctx, id, rubric)
		}, quiet).Drain(t.Context()); err != nil || !slices.Equal(order, []string{first.ID, second.ID}) {
			t.Errorf("Drain = %v in the order %v, want the oldest first", err, order)
		}
	})
}

// A job that somebody works at hides none of those behind it.
func TestALeasedJobHidesNoOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s, first := submitted(t, d, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")})
		clock.Advance(time.Second)
		_, second := submitted(t, d, interview.Prompt{Slug: "q", Version: "w1", Source: []byte("x")})
		var order []string
		var worker func() *record.Worker
		worker = func() *record.Worker {
			return record.NewWorker(s, func(ctx context.Context, id, rubric string) (grading.Grade, error) {
				order = append(order, id)
				if id == first.ID {
					if err := worker().Drain(ctx); err != nil {
						t.Error(err)
					}
					order = append(order, "first is done")
				}
				return good(ctx, id, rubric)
			}, quiet)
		}
		if err := worker().Drain(t.Context()); err != nil || !slices.Equal(order, []string{first.ID, second.ID, "first is done"}) {
			t.Errorf("Drain = %v in the order %v, want the second job done during the first", err, order)
		}
	})
}
