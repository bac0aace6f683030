package record_test

import (
	"strings"
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
)

// eachBudget runs f with a budget of 1,000 tokens and two people.
func eachBudget(t *testing.T, f func(t *testing.T, b *record.Budget, clock *dbtest.Clock, ada, ben string)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		accounts := account.NewStore(d, nil)
		var people []string
		for _, name := range []string{"ada", "ben"} {
			s, err := accounts.SignInLocal(t.Context(), name+"@example.org", name, "", account.Exposed)
			if err != nil {
				t.Fatal(err)
			}
			people = append(people, s.Person.ID)
		}
		f(t, record.NewBudget(d, 1000), clock, people[0], people[1])
	})
}

// However many grades at once: what is set aside never exceeds the day's tokens, and
// others are not touched by it.
func TestABudgetHoldsAgainstManyAtOnce(t *testing.T) {
	eachBudget(t, func(t *testing.T, b *record.Budget, clock *dbtest.Clock, ada, ben string) {
		for day := range 8 { // the first of a day are the ones that could collide
			var got atomic.Int32
			var wg sync.WaitGroup
			for range 40 {
				wg.Go(func() {
					if _, err := b.Reserve(t.Context(), ada, 300); err == nil {
						got.Add(1)
					} else if fault.KindOf(err) != fault.Conflict {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if got.Load() != 3 {
				t.Errorf("day %d: %d reservations of 300 out of 1000, want 3", day, got.Load())
			}
			clock.Advance(24 * time.Hour)
		}
		if _, err := b.Reserve(t.Context(), ben, 1000); err != nil {
			t.Errorf("somebody else: %v", err)
		}
	})
}

// spent is a grade that took so many tokens.
func spent(tokens int) record.Use {
	return record.Use{Grade: record.GradeDone, Questions: []grading.Question{{Outcome: grading.Answered, Tokens: tokens}}}
}

func TestABudgetSaysWhenItIsPossibleAgain(t *testing.T) {
	eachBudget(t, func(t *testing.T, b *record.Budget, clock *dbtest.Clock, ada, _ string) {
		refused := func(tokens int, want string) {
			t.Helper()
			if _, err := b.Reserve(t.Context(), ada, tokens); fault.KindOf(err) != fault.Conflict || !strings.Contains(fault.Message(err), want) {
				t.Errorf("Reserve(%d) = %v, want a refusal that says %q", tokens, err, want)
			}
		}
		reserve := func(tokens int) string {
			t.Helper()
			id, err := b.Reserve(t.Context(), ada, tokens)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		refused(1001, "too long for the model")
		first := reserve(900)
		refused(200, "again in a few minutes")
		if err := b.Settle(t.Context(), first, ada, spent(400)); err != nil {
			t.Fatal(err)
		}
		second := reserve(600)
		if err := b.Settle(t.Context(), second, ada, spent(500)); err != nil {
			t.Fatal(err)
		}
		refused(200, "from 00:00 on 4 March 2026 UTC on")
		reserve(100) // what is left, by a process that dies now
		clock.Advance(3 * time.Minute)
		refused(100, "few minutes")
		clock.Advance(2 * time.Minute)
		reserve(100)
		clock.Set(time.Date(2026, time.March, 4, 0, 0, 0, 0, time.UTC))
		reserve(1000)
	})
}

func TestNoLimit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		s, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := record.NewBudget(d, 0).Reserve(t.Context(), s.Person.ID, 1_000_000_000); err != nil {
			t.Error(err)
		}
	})
}

// Settling one reservation leaves the others as they are, and what is over is cleared
// away: a person has the rows of one day.
func TestReservationsAreSettledOneByOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		b, ada := record.NewBudget(d, 1000), s.Person.ID
		reserve := func(tokens int) string {
			t.Helper()
			id, err := b.Reserve(t.Context(), ada, tokens)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		for range 3 { // days
			first := reserve(400)
			reserve(500)
			if err := b.Settle(t.Context(), first, ada, spent(10)); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Reserve(t.Context(), ada, 600); fault.KindOf(err) != fault.Conflict {
				t.Errorf("600 beside 500 reserved and 10 spent of 1000: %v, want a refusal", err)
			}
			clock.Advance(24 * time.Hour)
		}
		reserve(1)
		var rows int
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(`SELECT count(*) FROM model_tokens`).Scan(&rows)
		}); err != nil || rows != 2 {
			t.Errorf("%d rows, %v; want the day's own and one reservation", rows, err)
		}
	})
}
