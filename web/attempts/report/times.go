package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// times are the minutes of an attempt: planned, spent, and how they ended.
type times struct {
	plan    interview.Plan
	steps   []timed
	endedBy string
	left    time.Duration // on the clock when it ended; 0 where none ran
}

type timed struct {
	step          interview.Step
	budget, spent time.Duration // budget is 0 where no clock runs
}

func newTimes(plan interview.Plan, t interview.Transcript) times {
	out := times{plan: plan}
	budgets := plan.Budgets()
	for i, step := range interview.Steps {
		if !plan.Has(step) {
			continue
		}
		s := timed{step: step, spent: time.Duration(t.At(step).Seconds) * time.Second}
		if plan.Mode != interview.Practice {
			s.budget = budgets[i]
		}
		out.steps = append(out.steps, s)
	}
	return out
}

// ended tells when and by whom the attempt was ended.
func (t times) ended(a interview.Attempt) times {
	t.endedBy = a.EndedBy
	if !a.Deadline.IsZero() {
		t.left = max(0, a.Deadline.Sub(a.EndedAt)).Truncate(time.Second)
	}
	return t
}

func (t times) spent() (sum time.Duration) {
	for _, s := range t.steps {
		sum += s.spent
	}
	return sum
}

func (t times) budget() (sum time.Duration) {
	for _, s := range t.steps {
		sum += s.budget
	}
	return sum
}

// rulers are the plan and the truth on one scale; either may be missing.
func (t times) rulers() (plan, truth *ui.RulerView) {
	segments := make([]ui.RulerSegment, len(t.steps))
	for i, s := range t.steps {
		segments[i] = ui.RulerSegment{Step: string(s.step), Name: s.step.Title(), Budget: s.budget, Spent: s.spent, Over: s.budget > 0 && s.spent > s.budget}
	}
	total := max(t.budget(), t.spent())
	if t.budget() > 0 {
		plan = &ui.RulerView{Segments: segments, Now: -1, Total: total, Mode: ui.RulerPlan, Label: "As planned"}
	}
	if t.spent() > 0 {
		truth = &ui.RulerView{Segments: segments, Now: -1, Total: total, Mode: ui.RulerTruth, Label: "As it went"}
	}
	return plan, truth
}

// hatched ends the sentence on what ran over, where it is drawn.
const hatched = "; that is hatched."

// account says how the time ended and what ran over.
func (t times) account() []string {
	var out []string
	switch {
	case t.plan.Mode == interview.Practice:
		if t.spent() > 0 {
			out = append(out, "No clock ran. You were at it for about "+about(t.spent())+"; a longer pause counts as two minutes.")
		}
	case t.endedBy == interview.ByDeadline:
		out = append(out, "The clock ended it, with all that had been saved by then.")
	case t.endedBy != "" && t.left >= time.Second:
		out = append(out, "You ended it yourself, with "+ui.Clock(t.left)+" left on the clock.")
	case t.endedBy != "":
		out = append(out, "You ended it yourself as the time ran out.")
	}
	if t.plan.Mode != interview.Practice && t.plan.ExtraTime > 100 {
		out = append(out, "The plan holds your extra time, "+strconv.FormatFloat(float64(t.plan.ExtraTime)/100, 'f', -1, 64)+" times the usual.")
	}
	var over []string
	for _, s := range t.steps {
		if beyond := s.spent - s.budget; s.budget > 0 && beyond >= time.Second {
			if len(over) == 0 {
				over = append(over, capital(stepPhrase(s.step))+" ran over by "+ui.Clock(beyond))
			} else {
				over = append(over, stepPhrase(s.step)+" by "+ui.Clock(beyond))
			}
		}
	}
	switch {
	case len(over) > 0:
		out = append(out, list(over)+hatched)
	case t.budget() > 0 && t.spent() > 0 && len(t.steps) > 1:
		out = append(out, "No step ran over its plan.")
	}
	return out
}

func about(d time.Duration) string {
	if d < time.Minute {
		return count(int(d.Seconds()), "second")
	}
	return count(int(d.Round(time.Minute).Minutes()), "minute")
}

// held says in a sentence what one step took and holds, and how much of what
// was expected in it was found.
func held(s timed, in interview.TranscriptStep, f findings) string {
	var took string
	switch {
	case s.budget > 0 && s.spent > 0:
		took = ui.Clock(s.spent) + " of " + ui.Clock(s.budget) + ": "
	case s.spent > 0:
		took = ui.Clock(s.spent) + ": "
	}
	var holds []string
	if n := words(in); n > 0 {
		holds = append(holds, count(n, "word"))
	}
	if n := len(in.Calculations); n > 0 {
		holds = append(holds, count(n, "calculation"))
	}
	if in.Diagram != nil && len(in.Diagram.Nodes) > 0 {
		holds = append(holds, "a board of "+count(len(in.Diagram.Nodes), "part"))
	}
	if in.Hints > 0 {
		holds = append(holds, count(in.Hints, "hint")+" taken")
	}
	if len(holds) == 0 {
		holds = []string{"nothing was left here"}
	}
	out := took + list(holds) + "."
	if took == "" {
		out = capital(out)
	}
	found, expected := 0, 0
	for _, c := range f.criteria {
		for _, p := range c.asked() {
			if p.Step != string(in.Step) {
				continue
			}
			expected++
			if p.verdict == grading.Met {
				found++
			}
		}
	}
	if expected > 0 && !f.bare() {
		out += fmt.Sprintf(" Of %s expected here, %s met.", count(expected, "point"), isAre(found))
	}
	return out
}

func isAre(n int) string {
	switch n {
	case 0:
		return "none is"
	case 1:
		return "one is"
	}
	return spell(n) + " are"
}

// words counts what the candidate wrote and said.
func words(s interview.TranscriptStep) int {
	n := len(strings.Fields(s.Answer))
	for _, turn := range s.Dialogue {
		if turn.From == "candidate" {
			n += len(strings.Fields(turn.Text))
		}
	}
	return n
}
