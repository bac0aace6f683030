package grading_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// criterion is a criterion with one point for each given level and weight.
func criterion(name string, points ...curriculum.Point) curriculum.Criterion {
	for i := range points {
		if points[i].ID == "" {
			points[i].ID = fmt.Sprintf("%s-%d", name, i)
		}
	}
	return curriculum.Criterion{Criterion: name, Points: points}
}

func at(level string, weight int) curriculum.Point {
	return curriculum.Point{Level: level, Weight: weight, Step: "map"}
}

// scoreOf is the score of the one criterion of a sheet, 0 if it is absent.
func scoreOf(s grading.Sheet) int {
	r := grading.Score(s)
	if len(r.Criteria) == 0 {
		return 0
	}
	return r.Criteria[0].Score
}

// verdicts gives the points of a criterion their verdicts in order.
func verdicts(c curriculum.Criterion, vs ...string) map[string]string {
	m := make(map[string]string)
	for i, v := range vs {
		m[c.Points[i].ID] = v
	}
	return m
}

func TestScoreOfACriterion(t *testing.T) {
	t.Parallel()
	const m, p, no, open = grading.Met, grading.Partial, grading.Missing, grading.CannotTell
	four := criterion("communication", at("mid", 1), at("mid", 1), at("mid", 1), at("mid", 1))
	ten := criterion("communication", at("mid", 3), at("mid", 3), at("mid", 3), at("mid", 1))
	ladder := criterion("communication", at("mid", 2), at("mid", 2), at("senior", 2), at("staff", 2), at("staff", 2))
	critical := criterion("communication", curriculum.Point{Level: "mid", Weight: 1, Critical: true}, at("mid", 3), at("mid", 3), at("senior", 1))
	tests := []struct {
		name  string
		c     curriculum.Criterion
		level interview.Level
		given []string
		want  int
	}{
		{"nothing", four, interview.Mid, []string{no, no, no, no}, 1},
		{"one of four is 0.31", four, interview.Mid, []string{m, no, no, no}, 1},
		{"one and a half of four is 0.47", four, interview.Mid, []string{m, p, no, no}, 2},
		{"two of four is 0.63", four, interview.Mid, []string{m, m, no, no}, 2},
		{"two and a half of four is 0.78", four, interview.Mid, []string{m, m, p, no}, 3},
		{"three of four is 0.94", four, interview.Mid, []string{m, m, m, no}, 3},
		{"without a next level a share of 1", four, interview.Mid, []string{m, m, m, p}, 4},
		{"open counts nothing", four, interview.Mid, []string{m, open, open, open}, 1},
		{"exactly 0.75", ten, interview.Mid, []string{m, m, no, no}, 3},
		{"just below 0.75", ten, interview.Mid, []string{m, p, no, p}, 2},
		{"points above the level are not asked for", ladder, interview.Mid, []string{m, m, no, no, no}, 3},
		{"half of the next level", ladder, interview.Mid, []string{m, m, p, no, no}, 4},
		{"less than a 3 with the next level", ladder, interview.Mid, []string{m, no, m, m, m}, 2},
		{"at senior the next is staff", ladder, interview.Senior, []string{m, m, m, m, no}, 4},
		{"less than half of the next level", ladder, interview.Senior, []string{m, m, m, p, no}, 3},
		{"at staff a share of 1", ladder, interview.Staff, []string{m, m, m, m, no}, 4},
		{"at staff less", ladder, interview.Staff, []string{m, m, m, p, no}, 3},
		{"an unknown level is senior", ladder, "", []string{m, m, no, no, no}, 3},
		{"critical missing", critical, interview.Mid, []string{no, m, m, m}, 2},
		{"critical open", critical, interview.Mid, []string{open, m, m, m}, 4},
		{"critical partial", critical, interview.Mid, []string{p, m, m, m}, 4},
	}
	for _, tt := range tests {
		s := grading.Sheet{Rubric: []curriculum.Criterion{tt.c}, Level: tt.level, Verdicts: verdicts(tt.c, tt.given...)}
		if got := scoreOf(s); got != tt.want {
			t.Errorf("%s: score of %v at %q = %d, want %d", tt.name, tt.given, tt.level, got, tt.want)
		}
	}
}

func TestCriticalPointAboveTheLevelIsNotAsked(t *testing.T) {
	t.Parallel()
	c := criterion("communication", at("mid", 1), curriculum.Point{Level: "senior", Critical: true})
	s := grading.Sheet{Rubric: []curriculum.Criterion{c}, Level: interview.Mid, Verdicts: verdicts(c, grading.Met, grading.Missing)}
	if got := scoreOf(s); got != 3 {
		t.Errorf("score = %d, want 3", got)
	}
}

func TestGivenAwayIsPartialAtMost(t *testing.T) {
	t.Parallel()
	c := criterion("communication", at("mid", 1))
	s := grading.Sheet{Rubric: []curriculum.Criterion{c}, Level: interview.Mid, Verdicts: verdicts(c, grading.Met), GivenAway: map[string]bool{c.Points[0].ID: true}}
	if got := scoreOf(s); got != 2 {
		t.Errorf("score of a point that was given away = %d, want 2", got)
	}
}

func TestDrillCountsItsStepOnly(t *testing.T) {
	t.Parallel()
	c := criterion("communication", at("mid", 1), curriculum.Point{Level: "mid", Step: "clarify"}, curriculum.Point{Level: "senior", Step: "synthesize"})
	s := grading.Sheet{Rubric: []curriculum.Criterion{c}, Level: interview.Mid, Step: interview.Map, Verdicts: verdicts(c, grading.Met)}
	if got := scoreOf(s); got != 4 {
		t.Errorf("score of the drill = %d, want 4", got)
	}
	for _, step := range []interview.Step{interview.TradeOffs, interview.Synthesize} {
		s.Step = step
		if got := scoreOf(s); got != 0 {
			t.Errorf("score of %s without points at the level = %d, want it absent", step, got)
		}
	}
}

func TestCruxCapsTheOthers(t *testing.T) {
	t.Parallel()
	crux := criterion("depth-on-the-crux", at("mid", 1))
	other := criterion("prioritization", at("mid", 1))
	for verdict, want := range map[string]int{grading.Missing: 2, grading.Partial: 4} {
		v := verdicts(other, grading.Met)
		v[crux.Points[0].ID] = verdict
		r := grading.Score(grading.Sheet{Rubric: []curriculum.Criterion{other, crux}, Level: interview.Mid, Verdicts: v})
		if got := r.Criteria[0].Score; got != want {
			t.Errorf("score beside a crux that is %s = %d, want %d", verdict, got, want)
		}
	}
}

func TestOverall(t *testing.T) {
	t.Parallel()
	all := map[string]float64{"structured-thinking": 1, "trade-off-awareness": 4, "depth-on-the-crux": 4, "communication": 1, "prioritization": 2}
	tests := []struct {
		level  interview.Level
		scores map[string]float64
		want   float64
	}{
		{interview.Mid, all, 2.4},
		{interview.Senior, all, 2.67},
		{interview.Staff, all, 2.62},
		{interview.Senior, map[string]float64{"communication": 2, "depth-on-the-crux": 3}, 2.6},
		{interview.Senior, map[string]float64{"communication": 3}, 3},
		{interview.Senior, nil, 1},
		{interview.Senior, map[string]float64{"charm": 4}, 1},
	}
	for _, tt := range tests {
		if got := grading.Overall(tt.level, tt.scores); got != tt.want {
			t.Errorf("Overall(%s, %v) = %v, want %v", tt.level, tt.scores, got, tt.want)
		}
	}
}

func TestHire(t *testing.T) {
	t.Parallel()
	for overall, want := range map[float64]string{
		1: "no hire", 1.74: "no hire", 1.75: "lean no hire", 2.49: "lean no hire", 2.5: "lean hire",
		2.99: "lean hire", 3: "hire", 3.49: "hire", 3.5: "strong hire", 4: "strong hire",
	} {
		if got := grading.Hire(overall); got != want {
			t.Errorf("Hire(%v) = %q, want %q", overall, got, want)
		}
	}
}

func TestLabelOverall(t *testing.T) {
	t.Parallel()
	tr := interview.Transcript{Level: interview.Mid, Labels: []interview.Label{
		{StructuredThinking: 2, TradeOffAwareness: 2, DepthOnTheCrux: 2, Communication: 2, Prioritization: 2},
		{StructuredThinking: 3, TradeOffAwareness: 3, DepthOnTheCrux: 3, Communication: 3, Prioritization: 4},
	}}
	if got, ok := grading.LabelOverall(tr); !ok || math.Abs(got-2.6) > 1e-9 {
		t.Errorf("LabelOverall() = %v, %v, want 2.6, true", got, ok)
	}
	if _, ok := grading.LabelOverall(interview.Transcript{}); ok {
		t.Error("LabelOverall() of a transcript without labels is ok")
	}
}

// sheets draws a rubric of the five criteria with verdicts.
func sheets(t *rapid.T) grading.Sheet {
	s := grading.Sheet{Level: rapid.SampledFrom(interview.Levels[:]).Draw(t, "level"), Verdicts: make(map[string]string), GivenAway: make(map[string]bool)}
	for _, name := range curriculum.Criteria {
		var points []curriculum.Point
		for i := range rapid.IntRange(0, 6).Draw(t, "points") {
			p := curriculum.Point{
				ID: fmt.Sprintf("%s-%d", name, i), Step: rapid.SampledFrom(curriculum.Steps[:]).Draw(t, "step"),
				Level: rapid.SampledFrom(curriculum.Levels[:]).Draw(t, "of"), Weight: rapid.IntRange(1, 3).Draw(t, "weight"),
				Critical: rapid.Bool().Draw(t, "critical"),
			}
			points = append(points, p)
			s.Verdicts[p.ID] = rapid.SampledFrom(ladder).Draw(t, "verdict")
			s.GivenAway[p.ID] = rapid.Bool().Draw(t, "given")
		}
		s.Rubric = append(s.Rubric, curriculum.Criterion{Criterion: name, Points: points})
	}
	if rapid.Bool().Draw(t, "drill") {
		s.Step = rapid.SampledFrom(interview.Steps[:]).Draw(t, "drilled")
	}
	return s
}

// ladder is the verdicts from the worst to the best.
var ladder = []string{grading.Missing, grading.CannotTell, grading.Partial, grading.Met}

func TestScoreProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := sheets(t)
		r := grading.Score(s)
		if diff := cmpDiff(r, grading.Score(s)); diff != "" {
			t.Fatalf("equal sheets score differently:\n%s", diff)
		}
		if r.Overall < 1 || r.Overall > 4 || math.Round(r.Overall*100)/100 != r.Overall || grading.Hire(r.Overall) != r.Verdict {
			t.Fatalf("overall = %v, %q", r.Overall, r.Verdict)
		}
		lowest, highest := 4, 1
		for _, c := range r.Criteria {
			lowest, highest = min(lowest, c.Score), max(highest, c.Score)
		}
		if len(r.Criteria) > 0 && (lowest < 1 || highest > 4 || r.Overall < float64(lowest)-0.01 || r.Overall > float64(highest)+0.01) {
			t.Fatalf("overall %v outside of its scores %v", r.Overall, r.Criteria)
		}
		for _, c := range r.Criteria {
			if c.Criterion == "depth-on-the-crux" && c.Score == 1 && slices.ContainsFunc(r.Criteria, func(o grading.CriterionScore) bool { return o.Score > 2 }) {
				t.Fatalf("scores %v beside a crux of 1", r.Criteria)
			}
		}

		var ids []string
		for _, c := range s.Rubric {
			for _, p := range c.Points {
				ids = append(ids, p.ID)
			}
		}
		if len(ids) == 0 {
			return
		}
		id := rapid.SampledFrom(ids).Draw(t, "raised")
		rung := slices.Index(ladder, s.Verdicts[id])
		if rung+1 == len(ladder) {
			return
		}
		s.Verdicts[id] = ladder[rung+1]
		raised := grading.Score(s)
		if raised.Overall < r.Overall {
			t.Fatalf("overall fell from %v to %v when %s rose", r.Overall, raised.Overall, id)
		}
		for i, c := range raised.Criteria {
			if c.Score < r.Criteria[i].Score {
				t.Fatalf("%s fell from %d to %d when %s rose", c.Criterion, r.Criteria[i].Score, c.Score, id)
			}
		}
	})
}
