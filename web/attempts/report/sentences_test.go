package report

import (
	"testing"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

func TestVerdictSentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		grader, verdict, level string
		drill                  interview.Step
		want                   string
	}{
		{"rubric", "no hire", "mid", "", "The built-in grader would not hire you at mid level yet"},
		{"rubric", "lean no hire", "senior", "", "The built-in grader leans against a hire at senior level"},
		{"model", "lean hire", "senior", "", "The model leans towards a hire at senior level"},
		{"coach", "hire", "staff", "", "Your coach would hire you at staff level"},
		{"rubric", "strong hire", "staff", "", "The built-in grader would hire you at staff level without a second thought"},
		{"rubric", "hire", "mid", interview.DeepDive, "On the deep dive alone, the built-in grader would hire you at mid level"},
		{"rubric", "100%d", "mid", "", "The built-in grader says 100%d at mid level"},
	} {
		if got := verdictSentence(c.grader, c.verdict, c.level, c.drill); got != c.want {
			t.Errorf("verdictSentence(%q, %q, %q, %q) = %q, want %q", c.grader, c.verdict, c.level, c.drill, got, c.want)
		}
	}
}

func TestStandingSentence(t *testing.T) {
	t.Parallel()
	for overall, want := range map[float64]string{
		1:    "1.00 of 4 is a no hire; a lean no hire begins at 1.75.",
		1.74: "1.74 of 4 is a no hire; a lean no hire begins at 1.75.",
		1.75: "1.75 of 4 is a lean no hire; a lean hire begins at 2.50.",
		2.99: "2.99 of 4 is a lean hire; a hire begins at 3.00.",
		3.49: "3.49 of 4 is a hire; a strong hire begins at 3.50.",
		4:    "4.00 of 4 is a strong hire, the best of the five verdicts.",
	} {
		if got := standingSentence(overall, grading.Hire(overall)); got != want {
			t.Errorf("standingSentence(%v) = %q, want %q", overall, got, want)
		}
	}
}

// points is a criterion whose points have these verdicts.
func points(slug string, score int, verdicts ...string) criterion {
	c := criterion{slug: slug, score: score}
	for _, v := range verdicts {
		c.points = append(c.points, point{Point: curriculum.Point{Text: "Does " + v, Weight: 1}, verdict: v})
	}
	return c
}

func TestAccountSentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		verdicts []string
		want     string
	}{
		{nil, ""},
		{[]string{"met"}, "Its one point is met."},
		{[]string{"missing"}, "Its one point is missing."},
		{[]string{"partial"}, "Of its one point one is met in part."},
		{[]string{"met", "met"}, "All two points are met."},
		{[]string{"missing", "missing", "missing"}, "None of its three points was found."},
		{[]string{"met", "missing"}, "Of its two points one is met and one missing."},
		{[]string{"missing", "met", "partial", "cannot-tell", "met", "partial"}, "Of its six points two are met, two met in part, one open and one missing."},
	} {
		if got := accountSentence(points("communication", 2, c.verdicts...)); got != c.want {
			t.Errorf("accountSentence(%q) = %q, want %q", c.verdicts, got, c.want)
		}
	}
}

func TestGapSentence(t *testing.T) {
	t.Parallel()
	graded := findings{level: "mid", grade: grading.Grade{Grader: "rubric", Overall: 2.5}, criteria: []criterion{points("communication", 2), points("prioritization", 3)}}
	for _, c := range []struct {
		name string
		self *record.Self
		want string
	}{
		{"not asked", nil, ""},
		{"skipped", &record.Self{Skipped: true}, ""},
		{"other criteria", &record.Self{Scores: map[string]int{"depth-on-the-crux": 4}}, ""},
		{"the same", &record.Self{Scores: map[string]int{"communication": 2, "prioritization": 3}}, "The built-in grader gave you just the scores that you had given yourself."},
		{"higher", &record.Self{Scores: map[string]int{"communication": 4, "prioritization": 3}}, "By your own scores this was a 3.50, which is 1.00 more; you are furthest apart on communication, where you said 4 and the built-in grader says 2."},
		{"lower", &record.Self{Scores: map[string]int{"communication": 2, "prioritization": 1}}, "By your own scores this was a 1.50, which is 1.00 less; you are furthest apart on prioritization, where you said 1 and the built-in grader says 3."},
		{"even", &record.Self{Scores: map[string]int{"communication": 3, "prioritization": 2}}, "By your own scores this was a 2.50 as well, but you are furthest apart on communication, where you said 3 and the built-in grader says 2."},
		{"one of them", &record.Self{Scores: map[string]int{"communication": 3}}, "You had given yourself 3; the built-in grader gives 2."},
	} {
		if got := gapSentence(c.self, graded); got != c.want {
			t.Errorf("%s: gapSentence() = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPressSentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spent [5]int // minutes
		want  string
	}{
		{"as planned", [5]int{5, 5, 15, 10, 5}, ""},
		{"long, but nothing paid for it", [5]int{5, 5, 19, 8, 4}, ""},
		{"short, but nothing ran over", [5]int{5, 5, 15, 2, 5}, ""},
		{"pressed", [5]int{4, 5, 22, 5, 4}, "The deep dive took 22:00 where 15:00 were planned; the trade-offs got 5:00 of 10:00."},
		{"nothing was left", [5]int{5, 10, 25, 10, 0}, "The deep dive took 25:00 where 15:00 were planned; the synthesis went without."},
	} {
		spent := times{}
		for i, step := range interview.Steps {
			budget := interview.Plan{Mode: interview.OnTheClock, Minutes: 40}.Budgets()[i]
			spent.steps = append(spent.steps, timed{step, budget, time.Duration(c.spent[i]) * time.Minute})
		}
		if got := pressSentence(spent); got != c.want {
			t.Errorf("%s: pressSentence(%v) = %q, want %q", c.name, c.spent, got, c.want)
		}
	}
}

// TestLetterOfTheCrux: what the arithmetic caps is explained.
func TestLetterOfTheCrux(t *testing.T) {
	t.Parallel()
	critical := points("prioritization", 2, "met", "missing")
	critical.points[1].Critical = true
	for _, c := range []struct {
		name     string
		criteria []criterion
		want     string
	}{
		{"a crux of 1", []criterion{points("depth-on-the-crux", 1, "missing"), points("communication", 2, "met")},
			"Since depth on the crux stands at 1, nothing else could score above 2: that is where the most is to be won."},
		{"a critical point", []criterion{critical, points("communication", 3, "met")},
			"One missing point is critical, and caps the criterion at 2 by itself: Does missing."},
	} {
		line := weakness(findings{criteria: c.criteria}, "")
		got := ""
		for _, run := range line {
			got += run.Text
		}
		if len(got) < len(c.want) || got[len(got)-len(c.want):] != c.want {
			t.Errorf("%s: weakness() = %q, want it to end with %q", c.name, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{list(nil), ""},
		{list([]string{"a"}), "a"},
		{list([]string{"a", "b", "c"}), "a, b and c"},
		{count(1, "part"), "one part"},
		{count(0, "part"), "no parts"},
		{count(13, "part"), "13 parts"},
		{ordinal(3), "third"},
		{ordinal(11), "11th"},
		{ordinal(22), "22nd"},
		{ordinal(113), "113th"},
		{capital("über"), "Über"},
		{capital(""), ""},
		{stopped("Yes"), "Yes."},
		{stopped("Yes? "), "Yes?"},
		{stopped("Yes…"), "Yes…"},
		{stopped(" "), ""},
		{shortened("one  two\nthree", 40), "one two three"},
		{shortened("one two three four", 12), "one two…"},
		{shortened("ééééééééééééé", 5), "ééééé…"},
		{ui.CriterionTitle("depth-on-the-crux"), "Depth on the crux"},
		{ui.CriterionTitle("trade-off-awareness"), "Trade-off awareness"},
		{sectionText("database#caching-hot-keys"), "Database, “caching hot keys”"},
		{sectionText("database"), "Database"},
		{sectionText("nowhere#x"), ""},
		{setting(interview.Drill, interview.Map, "mid"), "Drill of the map, mid level"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
