package ui

import (
	"fmt"
	"math"
	"strings"
	"time"

	"levelup/internal/interview"
)

// Kind says in words what was decided when an attempt started: "Interview,
// senior", "Drill of trade-offs, mid".
func Kind(plan interview.Plan) string {
	mode := "Interview"
	switch plan.Mode {
	case interview.Practice:
		mode = "Practice"
	case interview.Drill:
		mode = "Drill of " + strings.ToLower(plan.Drill.Title())
	}
	return fmt.Sprintf("%s, %s", mode, plan.Level)
}

// Left is how much time remains, in words that stay true for a moment.
func Left(d time.Duration) string {
	if d < time.Minute {
		return "less than a minute left"
	}
	return Count(int(d/time.Minute), "minute") + " left"
}

// Result is the grade of an attempt in a list. The zero Result is an attempt
// that is still being graded.
type Result struct {
	Verdict string // "Lean hire"
	Overall string // "2.6"
	Notches int
}

// ResultOf writes a grade as a Result.
func ResultOf(verdict string, overall float64) Result {
	if verdict != "" {
		verdict = strings.ToUpper(verdict[:1]) + verdict[1:]
	}
	return Result{Verdict: verdict, Overall: fmt.Sprintf("%.1f", overall), Notches: int(math.Round(overall))}
}

// Segments are the steps of a plan for a ruler. Spent is the time that went
// into each so far; current is the step that is on, empty where none is: before
// the start and after the end.
func Segments(plan interview.Plan, spent [len(interview.Steps)]time.Duration, current interview.Step) []RulerSegment {
	budgets := plan.Budgets()
	if plan.Mode == interview.Practice {
		budgets = [len(interview.Steps)]time.Duration{} // no clock, no budget
	}
	var out []RulerSegment
	for i, step := range interview.Steps {
		if !plan.Has(step) {
			continue
		}
		segment := RulerSegment{Step: string(step), Name: step.Title(), Budget: budgets[i], Spent: spent[i]}
		segment.Over = segment.over()
		switch {
		case current == "":
		case step == current:
			segment.State = "current"
		case i < current.Index():
			segment.State = "past"
		default:
			segment.State = "ahead"
		}
		out = append(out, segment)
	}
	return out
}

// PlanOf is the ruler of a plan before it starts.
func PlanOf(plan interview.Plan) RulerView {
	return RulerView{
		Segments: Segments(plan, [len(interview.Steps)]time.Duration{}, ""),
		Now:      -1, Label: "Plan of " + Minutes(plan.Total()), Mode: RulerPlan,
	}
}
