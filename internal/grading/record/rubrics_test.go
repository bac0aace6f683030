package record_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// A grade by a rubric that came later is a row of its own, made by that rubric once,
// however often it is asked for. It counts neither for the attempt nor in what authors
// see of the version with which the attempt was taken.
func TestAnotherRubric(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		session, err := account.NewStore(d, nil).SignInLocal(ctx, "ada@example.org", "Ada", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		grades, attempts := record.NewStore(d), interview.NewStore(d)
		attempts.OnSubmitted(grades.Queue)
		a, _, err := attempts.Start(ctx, session.Person, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")}, interview.Plan{Mode: interview.OnTheClock, Level: interview.Mid, Minutes: 40})
		if err == nil {
			err = attempts.Submit(ctx, a)
		}
		if err == nil {
			a, _, err = attempts.Find(ctx, session.Person.ID, a.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := attempts.Pin(ctx, interview.Prompt{Slug: "p", Version: "v2", Source: []byte("y")}); err != nil {
				t.Fatal(err)
			}
		}
		if p, err := attempts.PinnedPrompt(ctx, "v2"); err != nil || string(p.Source) != "y" {
			t.Errorf("PinnedPrompt(v2) = %+v, %v", p, err)
		}
		byRubric := map[string]int{}
		drain := func(failing bool) {
			t.Helper()
			if err := record.NewWorker(grades, func(_ context.Context, _, rubric string) (grading.Grade, error) {
				byRubric[rubric]++
				if failing {
					return grading.Grade{}, context.DeadlineExceeded
				}
				return grading.Grade{Grader: grading.BuiltIn, Rubric: rubric, Overall: map[string]float64{"v1": 2, "v2": 3.5}[rubric],
					Criteria: []grading.Criterion{{Points: []grading.PointVerdict{{ID: rubric, Verdict: grading.Met}}}}}, nil
			}, quiet).Drain(ctx); err != nil {
				t.Fatal(err)
			}
		}
		list := func() []record.Record {
			t.Helper()
			all, err := grades.List(ctx, a.ID)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		counts := func(want float64) {
			t.Helper()
			done, err := grades.ListOf(ctx, session.Person.ID)
			g := record.Counting(done)[a.ID]
			if shown := record.Shown(list()); err != nil || len(shown) != 1 || shown[0].Grade.Overall != want || g == nil || g.Overall != want {
				t.Errorf("%v: %.2f counts, shown is %+v; want %.2f", err, g.Overall, shown, want)
			}
		}

		drain(true) // the first try fails, and so there is only the newer one for now
		clock.Advance(time.Minute)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := grades.Again(ctx, a, grading.BuiltIn, "v2"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		drain(false)
		if all := list(); len(all) != 2 || all[0].Newer || !all[1].Newer || all[1].Rubric != "v2" || all[1].State != record.Done || byRubric["v2"] != 1 {
			t.Fatalf("grades %+v, made %v; want one more, by v2, made once", all, byRubric)
		}
		counts(3.5)
		if err := grades.Again(ctx, a, grading.BuiltIn, "v1"); err != nil {
			t.Fatal(err)
		}
		drain(false)
		counts(2)
		if newer := record.Newer(list()); len(newer) != 1 || newer[0].Grade.Overall != 3.5 {
			t.Errorf("Newer = %+v, want the one by v2", newer)
		}
		tallies, err := grades.Tallies(ctx, "p")
		if err != nil || len(tallies) != 1 || tallies[0].Version != "v1" || tallies[0].Average != 2 {
			t.Errorf("Tallies = %+v, %v; want v1 with an average of 2", tallies, err)
		}
		if points, n, err := grades.Verdicts(ctx, "p", "v1"); err != nil || n != 1 || points["v1"] == nil || points["v2"] != nil {
			t.Errorf("Verdicts = %v of %d, %v; want those by v1 alone", points, n, err)
		}
	})
}
