package review_test

import (
	"fmt"
	"testing"
	"time"

	"levelup/internal/review"
)

// many are the scores of n attempts, in which the grader says what of says of the
// coach's.
func many(n int, of func(coach float64) float64) []review.Pair {
	var out []review.Pair
	for i := range n {
		for j, criterion := range []string{"communication", "prioritization"} {
			coach := float64(1 + (i+j)%4)
			out = append(out, review.Pair{Grader: "rubric", Attempt: fmt.Sprint(i), Criterion: criterion, Level: []string{"mid", "senior"}[i%2], Machine: of(coach), Coach: coach})
		}
	}
	return out
}

func TestAgreementOfAGraderWithCoaches(t *testing.T) {
	t.Parallel()
	same := func(x float64) float64 { return x }
	for _, test := range []struct {
		name        string
		pairs       []review.Pair
		calibrated  bool
		kappa, bias float64
	}{
		{"the same", many(30, same), true, 1, 0},
		{"one attempt too few", many(29, same), false, 1, 0},
		{"one more each time", many(40, func(x float64) float64 { return x + 1 }), true, 1 - 1/3.5, 1},
		{"always the same score", many(40, func(float64) float64 { return 2 }), true, 0, -0.5},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := review.Agree(test.pairs)
			if len(got) != 1 || len(got[0].Criteria) != 2 || len(got[0].Levels) != 2 {
				t.Fatalf("Agree = %+v, want one grader with two criteria and two levels", got)
			}
			a := got[0]
			if a.Calibrated() != test.calibrated || !near(a.Of.Kappa, test.kappa) || !near(a.Of.Bias, test.bias) {
				t.Errorf("Agree = calibrated %v, kappa %v, bias %v; want %v, %v, %v", a.Calibrated(), a.Of.Kappa, a.Of.Bias, test.calibrated, test.kappa, test.bias)
			}
			if !a.Of.Bounded || a.Of.Interval[0] > a.Of.Kappa+1e-9 || a.Of.Interval[1] < a.Of.Kappa-1e-9 {
				t.Errorf("the interval %v does not hold %v", a.Of.Interval, a.Of.Kappa)
			}
		})
	}
	if got := review.Agree(nil); got != nil {
		t.Errorf("Agree of nothing = %+v", got)
	}
}

func near(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }

// What counts is what a coach saved first, blind; what was changed later, with the
// grader's scores in sight, does not.
func TestAgreementCountsBlindScores(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.machine(3)
		b.ask(review.ToQueue, "")
		b.claim(b.cara)
		b.score(b.cara, 1)
		if err := b.Score(t.Context(), b.cara.ID, b.attempt.ID, review.Sheet{Scores: map[string]review.Score{"communication": {Score: 3}}}); err != nil {
			t.Fatal(err)
		}
		compared := func(want int) []review.Agreement {
			t.Helper()
			got, err := b.Agreements(t.Context())
			if err != nil || len(got) != min(want, 1) || want > 0 && got[0].Of.Scores != want {
				t.Fatalf("Agreements = %+v, %v; want %d scores", got, err, want)
			}
			return got
		}
		compared(0) // a draft
		b.publish(b.cara)
		if got := compared(1); got[0].Of.Bias != 2 || got[0].Calibrated() {
			t.Errorf("Agreements = %+v, want the blind 1 beside the grader's 3", got)
		}
		b.claim(b.cyril)
		if err := b.Score(t.Context(), b.cyril.ID, b.attempt.ID, review.Sheet{Scores: map[string]review.Score{"communication": {Score: 3}}}); err != nil {
			t.Fatal(err)
		}
		b.publish(b.cyril)
		b.clock.Advance(11 * time.Minute) // and the figures are worked out anew
		compared(1)                       // the second had not scored blind
	})
}
