package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"levelup/internal/grading"
)

// Drawing is the history as a line over the five verdicts, in pixels.
type Drawing struct {
	Width, Height string
	Label         string
	Rules         []Rule // where a score of 1 to 4 lies
	Line          string // path
	Dots          []Dot
}

// Rule is a thin line across the drawing.
type Rule struct {
	Y, Text string
	Bar     bool // the one that an interview should reach
}

// Dot is one attempt.
type Dot struct {
	X, Y    string
	Current bool
}

// shown is how many attempts a history draws and lists.
const shown = 8

// history compares the attempt with those at the same prompt, mode and level
// that the same grader graded in the same version by the same rubric; others
// would not be on the same scale.
func history(in Input, g grading.Grade) History {
	var past []Earlier
	others := map[string]bool{} // attempt to whether one of its grades can be compared
	for _, e := range in.Earlier {
		if e.Attempt == in.Attempt.ID || e.Started.After(in.Attempt.StartedAt) {
			continue
		}
		fits := comparable(in, g, e)
		others[e.Attempt] = others[e.Attempt] || fits
		if fits {
			past = append(past, e)
		}
	}
	apart := len(others) - len(past)
	slices.SortStableFunc(past, func(a, b Earlier) int { return a.Started.Compare(b.Started) })
	out := History{Text: historySentence(past, g)}
	if apart > 0 {
		out.Text += fmt.Sprintf(" %s left out: another mode, level, grader or rubric, and so another scale.", capital(earlierOnes(apart)))
	}
	if len(past) == 0 {
		return out
	}
	if len(past) >= shown {
		past = past[len(past)-shown+1:]
	}
	var scores []float64
	for _, e := range past {
		out.Past = append(out.Past, Past{Href: "/attempts/" + e.Attempt, At: e.Started, Overall: score(e.Grade.Overall), Verdict: e.Grade.Verdict})
		scores = append(scores, e.Grade.Overall)
	}
	out.Past = append(out.Past, Past{At: in.Attempt.StartedAt, Overall: score(g.Overall), Verdict: g.Verdict})
	out.Drawing = drawHistory(append(scores, g.Overall))
	return out
}

func comparable(in Input, g grading.Grade, e Earlier) bool {
	plan := in.Attempt.Plan
	fellBack := func(flag string) bool { return strings.HasPrefix(flag, "fallback") }
	return e.Mode == plan.Mode && e.Drill == in.Attempt.Drilled() && e.Level == plan.Level &&
		e.Grade.Grader == g.Grader && e.Grade.Version == g.Version && e.Grade.Rubric == g.Rubric &&
		!slices.ContainsFunc(e.Grade.Flags, fellBack)
}

func earlierOnes(n int) string {
	if n == 1 {
		return "one earlier attempt is"
	}
	return spell(n) + " earlier attempts are"
}

func historySentence(past []Earlier, g grading.Grade) string {
	if len(past) == 0 {
		return "There is no earlier attempt at this prompt to compare with."
	}
	before := past[len(past)-1].Grade.Overall
	text := fmt.Sprintf("This is your %s attempt at this prompt that can be compared: ", ordinal(len(past)+1))
	switch d := g.Overall - before; {
	case d > 0.004:
		text += fmt.Sprintf("%.2f now, %.2f more than last time.", g.Overall, d)
	case d < -0.004:
		text += fmt.Sprintf("%.2f now, %.2f less than last time.", g.Overall, -d)
	default:
		text += fmt.Sprintf("%.2f, just as last time.", g.Overall)
	}
	return text
}

func score(s float64) string { return strconv.FormatFloat(s, 'f', 2, 64) }

// The drawing's measures. Labels stand left of the rules.
const (
	drawnWidth, drawnHeight = 260, 108
	ruleFrom                = 20
	firstDot, lastDot       = 34, 246
	topScore                = 10 // y of a 4
	perScore                = 29 // pixels
)

func drawHistory(scores []float64) Drawing {
	d := Drawing{Width: strconv.Itoa(drawnWidth), Height: strconv.Itoa(drawnHeight)}
	y := func(s float64) string { return strconv.FormatFloat(topScore+(4-s)*perScore, 'f', 1, 64) }
	for n := 4; n >= 1; n-- {
		d.Rules = append(d.Rules, Rule{Y: y(float64(n)), Text: strconv.Itoa(n), Bar: n == 3})
	}
	apart := float64(lastDot-firstDot) / float64(max(1, len(scores)-1))
	var path strings.Builder
	var says []string
	for i, s := range scores {
		x := strconv.FormatFloat(firstDot+apart*float64(i), 'f', 1, 64)
		d.Dots = append(d.Dots, Dot{X: x, Y: y(s), Current: i == len(scores)-1})
		fmt.Fprintf(&path, "%s%s %s", map[bool]string{true: "M", false: "L"}[i == 0], x, y(s))
		says = append(says, score(s))
	}
	d.Line = path.String()
	d.Label = "From 1 to 4, the oldest first: " + list(says)
	return d
}
