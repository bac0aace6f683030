package interview_test

import (
	"testing"
	"time"

	"levelup/internal/interview"
)

func TestPlanBudgets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		minutes, extra int
		want           [5]int // seconds
	}{
		{40, 100, [5]int{300, 300, 900, 600, 300}},
		{35, 100, [5]int{262, 262, 787, 525, 264}}, // the last takes what rounding leaves
		{60, 100, [5]int{450, 450, 1350, 900, 450}},
		{40, 125, [5]int{375, 375, 1125, 750, 375}},
		{40, 150, [5]int{450, 450, 1350, 900, 450}},
		{35, 200, [5]int{524, 524, 1574, 1050, 528}}, // scaled first, then doubled,
	} {
		plan := interview.Plan{Mode: interview.OnTheClock, Minutes: test.minutes, ExtraTime: test.extra}
		var got [5]int
		for i, b := range plan.Budgets() {
			got[i] = int(b / time.Second)
		}
		if got != test.want {
			t.Errorf("Budgets(%d min, %d %%) = %v, want %v", test.minutes, test.extra, got, test.want)
		}
		if want := time.Duration(test.minutes*60*test.extra/100) * time.Second; plan.Total() != want {
			t.Errorf("Total(%d min, %d %%) = %v, want %v", test.minutes, test.extra, plan.Total(), want)
		}
	}
	drill := interview.Plan{Mode: interview.Drill, Minutes: 40, ExtraTime: 100, Drill: interview.TradeOffs}
	if got := drill.Total(); got != 10*time.Minute {
		t.Errorf("Total of a drill of trade-offs = %v, want 10m", got)
	}
	if got := (interview.Plan{Mode: interview.Practice, Minutes: 40}).Total(); got != 0 {
		t.Errorf("Total of practice = %v, want none", got)
	}
}
