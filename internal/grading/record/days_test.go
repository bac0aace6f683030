package record_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The statistics are those of the grades that ended, day by day; loading them again
// changes nothing, a grade made anew moves, and what is deleted later stays counted.
func TestStatisticsByDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		accounts, grades, attempts := account.NewStore(d, nil), record.NewStore(d), interview.NewStore(d)
		attempts.OnSubmitted(grades.Queue)
		overall := map[string]float64{}
		worker := record.NewWorker(grades, func(_ context.Context, id, _ string) (grading.Grade, error) {
			if overall[id] == 0 {
				return grading.Grade{}, errors.New("unreadable")
			}
			return grading.Grade{Overall: overall[id], Flags: []string{}}, nil
		}, quiet)
		// graded takes an attempt that is graded a minute after it was submitted.
		graded := func(mail, prompt string, score float64) interview.Attempt {
			t.Helper()
			session, err := accounts.SignInLocal(ctx, mail, "Somebody", "", account.Exposed)
			if err != nil {
				t.Fatal(err)
			}
			a, _, err := attempts.Start(ctx, session.Person, interview.Prompt{Slug: prompt, Version: "v1", Source: []byte("x")},
				interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
			if err != nil {
				t.Fatal(err)
			}
			overall[a.ID] = score
			if err := attempts.Submit(ctx, a); err != nil {
				t.Fatal(err)
			}
			clock.Advance(time.Minute)
			if err := worker.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			return a
		}
		load := func(rows, counted int) {
			t.Helper()
			for range 2 { // the second time changes nothing
				l, err := grades.LoadDays(ctx)
				if err != nil || l.Rows != rows || l.Grades != counted {
					t.Fatalf("load = %+v, %v, want %d rows of %d grades", l, err, rows, counted)
				}
			}
		}
		shown := func(n int) []record.GradingDay {
			t.Helper()
			days, behind, err := grades.GradingDays(ctx, n)
			if err != nil || behind != 0 {
				t.Fatalf("behind by %d, %v", behind, err)
			}
			return days
		}
		load(0, 0)
		first := clock.Now().UTC().Truncate(24 * time.Hour)
		graded("one@example.org", "p", 2)
		graded("two@example.org", "p", 3)
		gone := graded("three@example.org", "q", 0)
		load(2, 3)
		want := []record.GradingDay{{Day: first, Grader: grading.BuiltIn, Made: 2, Failed: 1, Average: 2.5, Waited: time.Minute}}
		if diff := cmp.Diff(want, shown(14), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("the first day (-want +got):\n%s", diff)
		}

		// Five days on: the first day is not read any more, so it stays as it was although
		// one of its people has gone.
		clock.Advance(5 * 24 * time.Hour)
		graded("four@example.org", "q", 4)
		if days, behind, err := grades.GradingDays(ctx, 14); err != nil || behind != 5 || len(days) != 1 {
			t.Errorf("before it is loaded: %d days, behind by %d, %v", len(days), behind, err)
		}
		if l, err := grades.LoadDays(ctx); err != nil || l.Rows != 3 || l.Grades != 4 || !l.From.Equal(first.AddDate(0, 0, -2)) {
			t.Errorf("load = %+v, %v, want 3 rows of 4 grades", l, err)
		}
		if err := accounts.Delete(ctx, gone.Person, false); err != nil {
			t.Fatal(err)
		}
		load(1, 1)
		want = append([]record.GradingDay{{Day: first.AddDate(0, 0, 5), Grader: grading.BuiltIn, Made: 1, Average: 4, Waited: time.Minute}}, want...)
		if diff := cmp.Diff(want, shown(14), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("five days on (-want +got):\n%s", diff)
		}
		if days := shown(3); len(days) != 1 {
			t.Errorf("of the last three days: %v", days)
		}
	})
}

// Sums that are not those of the grades are not kept, and what stood there stays.
func TestStatisticsThatDoNotAddUp(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	d := dbtest.Open(t, clock)
	grades, attempts := record.NewStore(d), interview.NewStore(d)
	attempts.OnSubmitted(grades.Queue)
	session, err := account.NewStore(d, nil).SignInLocal(t.Context(), "one@example.org", "Somebody", "", account.Exposed)
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := attempts.Start(t.Context(), session.Person, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")}, interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
	if err != nil {
		t.Fatal(err)
	}
	if err := attempts.Submit(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	worker := record.NewWorker(grades, func(context.Context, string, string) (grading.Grade, error) {
		return grading.Grade{Overall: 3, Flags: []string{}}, nil
	}, quiet)
	if err := worker.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := grades.LoadDays(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{
		"CREATE TRIGGER wrong AFTER INSERT ON grading_days BEGIN UPDATE grading_days SET made = made + 1; END",
		"CREATE TRIGGER wrong AFTER INSERT ON grading_days BEGIN UPDATE grading_days SET day = day - 1; END",
	} {
		if _, err := d.SQL().ExecContext(t.Context(), wrong); err != nil {
			t.Fatal(err)
		}
		if l, err := grades.LoadDays(t.Context()); err == nil {
			t.Errorf("with %s: %+v is kept", wrong, l)
		}
		if days, _, err := grades.GradingDays(t.Context(), 14); err != nil || len(days) != 1 || days[0].Made != 1 {
			t.Errorf("afterwards: %+v, %v", days, err)
		}
		if _, err := d.SQL().ExecContext(t.Context(), "DROP TRIGGER wrong"); err != nil {
			t.Fatal(err)
		}
	}
}
