package report

import (
	"strconv"
	"strings"

	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// next is the one thing to do next: the grader's sentence, and a form that
// starts it. The drill is of the step that the
// sentence is about, else of the one in which most was expected and not found.
func next(in Input, f findings) Next {
	out := Next{Text: strings.TrimSpace(f.grade.Next), Offered: in.Offered}
	plan := interview.Plan{Mode: interview.Drill, Level: interview.Level(f.level), Minutes: in.Attempt.Plan.Minutes, ExtraTime: in.Attempt.Plan.ExtraTime}
	weak, found := f.weakest()
	if _, p, ok := f.advised(); ok && interview.Step(p.Step).Index() >= 0 {
		weak, found = interview.Step(p.Step), true
	}
	switch {
	case f.bare():
		plan.Mode = interview.Practice
		out.Text = "Take the prompt again without a clock, and leave a few whole sentences in each step: a grade can only rest on words."
		out.Button = "Start again without a clock"
	case found:
		plan.Drill = weak
		out.Button = "Practise " + stepPhrase(weak) + " alone, " + ui.Minutes(plan.Total())
		if weak == in.Attempt.Drilled() {
			out.Button = "Drill it once more, " + ui.Minutes(plan.Total())
		}
	case in.Attempt.Plan.Mode != interview.OnTheClock:
		plan.Mode = interview.OnTheClock
		out.Button = "Take the whole interview, " + ui.Minutes(plan.Total())
	default:
		plan.Mode = interview.OnTheClock
		if above := rank(f.level) + 1; above < len(interview.Levels) {
			plan.Level = interview.Levels[above]
		}
		out.Button = "Take it once more at " + string(plan.Level) + " level"
	}
	if out.Text == "" {
		out.Text = nextSentence(f, weak)
	}
	out.Fields = []Hidden{{"prompt", in.Prompt.Slug}, {"mode", string(plan.Mode)}, {"level", string(plan.Level)}, {"minutes", strconv.Itoa(plan.Minutes)}}
	if plan.Mode == interview.Drill {
		out.Fields = append(out.Fields, Hidden{"step", string(plan.Drill)})
	}
	return out
}

// weakest is the step whose points, as asked for, lack the most weight.
func (f findings) weakest() (interview.Step, bool) {
	var lost [len(interview.Steps)]int // in half points
	for _, c := range f.criteria {
		for _, p := range c.asked() {
			i := interview.Step(p.Step).Index()
			if i < 0 {
				continue
			}
			switch p.verdict {
			case grading.Missing, grading.CannotTell:
				lost[i] += 2 * max(1, p.Weight)
			case grading.Partial:
				lost[i] += max(1, p.Weight)
			}
		}
	}
	worst := 0
	for i := range lost {
		if lost[i] > lost[worst] {
			worst = i
		}
	}
	return interview.Steps[worst], lost[worst] > 0
}

// nextSentence stands in where the grader has no advice of its own.
func nextSentence(f findings, weak interview.Step) string {
	for _, p := range heaviest(f.all(grading.Missing, grading.Partial)) {
		if p.Step == string(weak) && p.Advice != "" {
			return p.Advice
		}
	}
	return "Everything that was asked for at this level is there; ask more of yourself."
}

func (f findings) all(verdicts ...string) []point {
	var out []point
	for _, c := range f.criteria {
		out = append(out, c.with(verdicts...)...)
	}
	return out
}
