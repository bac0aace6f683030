package record_test

import (
	"context"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"

	"github.com/google/go-cmp/cmp"
)

// Attempts are counted by the version with which they were taken, each with its
// newest grade alone; what was discarded does not count.
func TestTalliesAndVerdicts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		grades, attempts := record.NewStore(d), interview.NewStore(d)
		attempts.OnSubmitted(grades.Queue)
		take := func(mail, prompt, version string, end func(context.Context, interview.Attempt) error) interview.Attempt {
			t.Helper()
			session, err := account.NewStore(d, nil).SignInLocal(ctx, mail, "Somebody", "", account.Exposed)
			if err != nil {
				t.Fatal(err)
			}
			clock.Advance(time.Minute)
			a, _, err := attempts.Start(ctx, session.Person, interview.Prompt{Slug: prompt, Version: version, Source: []byte("x")},
				interview.Plan{Mode: interview.OnTheClock, Level: interview.Mid, Minutes: 40})
			if err != nil {
				t.Fatal(err)
			}
			if end != nil {
				if err := end(ctx, a); err != nil {
					t.Fatal(err)
				}
			}
			return a
		}
		discard := func(ctx context.Context, a interview.Attempt) error { return attempts.Discard(ctx, a) }
		one := take("one@example.org", "p", "v1", attempts.Submit)
		two := take("two@example.org", "p", "v1", attempts.Submit)
		take("three@example.org", "p", "v1", nil)
		take("four@example.org", "p", "v1", discard)
		take("five@example.org", "p", "v2", attempts.Submit)
		take("six@example.org", "q", "w1", nil)

		overall := map[string]float64{one.ID: 2, two.ID: 3}
		grade := func(_ context.Context, id, _ string) (grading.Grade, error) {
			g := grading.Grade{Overall: overall[id], Flags: []string{}, Criteria: []grading.Criterion{{Points: []grading.PointVerdict{{ID: "asks", Verdict: grading.Met}}}}}
			if id == two.ID {
				g.Criteria[0].Points[0].Verdict = grading.Missing
			}
			if overall[id] == 0 {
				return g, context.DeadlineExceeded // the attempt at v2 cannot be graded
			}
			return g, nil
		}
		work := func() {
			if err := record.NewWorker(grades, grade, quiet).Drain(ctx); err != nil {
				t.Fatal(err)
			}
		}
		work()
		// Another version of the grader has graded the first attempt anew.
		clock.Advance(time.Hour)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO grades (id, attempt_id, grader, version, rubric, state, queued_at) VALUES ('again', ?, 'rubric', 'next', 'v1', 'queued', ?)`, one.ID, tx.Now().UnixMilli())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		overall[one.ID] = 2.5
		work()

		all, err := grades.Tallies(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		at := func(minutes int) time.Time { return dbtest.Start.Add(time.Duration(minutes) * time.Minute) }
		want := []record.Tally{
			{Prompt: "p", Version: "v2", Attempts: 1, First: at(5), Last: at(5)},
			{Prompt: "p", Version: "v1", Attempts: 3, Graded: 2, Average: 2.75, First: at(1), Last: at(3)},
			{Prompt: "q", Version: "w1", Attempts: 1, First: at(6), Last: at(6)},
		}
		if diff := cmp.Diff(want, all); diff != "" {
			t.Errorf("Tallies differ (-want +got):\n%s", diff)
		}
		if own, err := grades.Tallies(ctx, "q"); err != nil || !cmp.Equal(own, want[2:]) {
			t.Errorf("Tallies(q) = %v, %v, want its own alone", own, err)
		}
		points, graded, err := grades.Verdicts(ctx, "p", "v1")
		if err != nil || graded != 2 || !cmp.Equal(points, map[string]record.Verdicts{"asks": {grading.Met: 1, grading.Missing: 1}}) {
			t.Errorf("Verdicts(p, v1) = %v of %d, %v, want one met and one missing of 2", points, graded, err)
		}
		if points, graded, err := grades.Verdicts(ctx, "p", "v2"); err != nil || graded != 0 || len(points) != 0 {
			t.Errorf("Verdicts(p, v2) = %v of %d, %v, want none", points, graded, err)
		}
	})
}
