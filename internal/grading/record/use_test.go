package record_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
)

// What each grade took is found again in the sums of its day and person, however many
// settle at once.
func TestTheSumsOfWhatWasSpent(t *testing.T) {
	eachBudget(t, func(t *testing.T, b *record.Budget, clock *dbtest.Clock, ada, ben string) {
		ctx := t.Context()
		settle := func(person string, reserve int, u record.Use) {
			t.Helper()
			id, err := b.Reserve(ctx, person, reserve)
			if err == nil {
				err = b.Settle(ctx, id, person, u)
			}
			if err != nil {
				t.Error(err)
			}
		}
		question := func(outcome string, tokens int, took time.Duration) grading.Question {
			return grading.Question{Outcome: outcome, Tokens: tokens, Spent: took}
		}
		settle(ada, 100, record.Use{Grade: record.GradeDone, Fallbacks: 1, Questions: []grading.Question{
			question(grading.Answered, 60, 2*time.Second), question(grading.Unusable, 10, time.Second), question("slow", 0, time.Minute)}})
		clock.Advance(24 * time.Hour)
		var wg sync.WaitGroup
		for range 20 { // 19 answers of a second and one of a minute
			wg.Go(func() {
				settle(ada, 1, record.Use{Grade: record.GradeDone, Questions: []grading.Question{question(grading.Answered, 30, time.Second)}})
			})
		}
		wg.Wait()
		settle(ben, 900, record.Use{Grade: record.GradeHeld, Questions: []grading.Question{question("down", 0, 50*time.Millisecond)}})
		if err := b.Refused(ctx, ada); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Reserve(ctx, ben, 70); err != nil {
			t.Fatal(err)
		}
		days, err := b.Days(ctx, 30)
		if err != nil || len(days) != 2 {
			t.Fatalf("Days = %+v, %v; want two", days, err)
		}
		about := func(what string, got, want time.Duration) {
			t.Helper()
			if got < want || got > want*12/10 {
				t.Errorf("%s = %v, want about %v", what, got, want)
			}
			days[0].Half, days[0].Most, days[1].Half, days[1].Most = 0, 0, 0, 0
		}
		half, most := days[0].Half, days[0].Most
		old := days[1].Most
		about("half of today's", half, time.Second)
		about("95 of 100 of today's", most, time.Second)
		about("95 of 100 of yesterday's", old, time.Minute)
		want := []record.Day{
			{Day: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Questions: 21, Tokens: 600, Asked: map[string]int{"answered": 20, "down": 1},
				Grades: map[string]int{"done": 20, "held": 1, "refused": 1}},
			{Day: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), Questions: 3, Tokens: 70, Asked: map[string]int{"answered": 1, "unusable": 1, "slow": 1},
				Grades: map[string]int{"done": 1}, Fallbacks: 1},
		}
		if diff := cmp.Diff(want, days); diff != "" {
			t.Errorf("Days differ (-want +got):\n%s", diff)
		}
		if today, err := b.Days(ctx, 1); err != nil || len(today) != 1 || today[0].Questions != 21 {
			t.Errorf("Days(1) = %+v, %v; want today alone", today, err)
		}
		learners, err := b.Learners(ctx, 10)
		wantLearners := []record.Learner{
			{Name: "ada", Email: "ada@example.org", Questions: 20, Tokens: 600, Grades: map[string]int{"done": 20, "refused": 1}},
			{Name: "ben", Email: "ben@example.org", Questions: 1, Reserved: 70, Grades: map[string]int{"held": 1}},
		}
		if diff := cmp.Diff(wantLearners, learners); err != nil || diff != "" {
			t.Errorf("Learners, %v, differ (-want +got):\n%s", err, diff)
		}
		if first, err := b.Learners(ctx, 1); err != nil || len(first) != 1 || first[0].Name != "ada" {
			t.Errorf("Learners(1) = %+v, %v; want the greatest spender", first, err)
		}
		// What is older than 90 days goes with the next that is noted.
		clock.Advance(89 * 24 * time.Hour)
		settle(ben, 1, record.Use{})
		if days, err := b.Days(ctx, 1000); err != nil || len(days) != 1 || days[0].Questions != 21 {
			t.Errorf("after 90 days: %+v, %v; want the first day gone", days, err)
		}
	})
}

func TestBacklogs(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ctx := t.Context()
		want := func(want record.Backlog) {
			t.Helper()
			got, err := b.Backlogs(ctx)
			if diff := cmp.Diff(map[string]record.Backlog{grading.BuiltIn: want, grading.ByModel: {}}, got); err != nil || diff != "" {
				t.Errorf("Backlogs, %v, differ (-want +got):\n%s", err, diff)
			}
		}
		want(record.Backlog{Queued: 1, Oldest: dbtest.Start})
		failing := b.worker(func(context.Context, string, string) (grading.Grade, error) {
			want(record.Backlog{Running: 1})
			return grading.Grade{}, fault.New(fault.Internal, "No.")
		})
		if err := failing.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		want(record.Backlog{Failed: 1})
	})
}
