package grading

import (
	"math"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// The arithmetic of the scale. Shares are kept as fractions of whole numbers,
// so that no threshold is missed by a rounding.
const (
	fullShareNum, fullShareDen = 4, 5 // 0.8 of the weights is all that is asked: nobody says everything
	meetsNum, meetsDen         = 3, 4 // share from which a criterion scores 3
	partlyNum, partlyDen       = 2, 5 // and 2

	criticalCap = 2 // where a critical point is missing
	cruxCap     = 2 // of the others, where the crux scores 1

	crux = "depth-on-the-crux"
)

// Sheet is what there is to score: the verdicts on the points of a rubric.
type Sheet struct {
	Rubric    []curriculum.Criterion
	Level     interview.Level
	Step      interview.Step    // of a drill: only its points count; else empty
	Verdicts  map[string]string // by point; one that is not named is missing
	GivenAway map[string]bool   // points that a third-rung hint gave away: partial at most
}

// Result is what a sheet amounts to.
type Result struct {
	Criteria []CriterionScore // those that have points, in the rubric's order
	Overall  float64          // weighted mean, two decimals
	Verdict  string
}

// CriterionScore is a whole score from 1 to 4.
type CriterionScore struct {
	Criterion string
	Score     int
}

// Score turns verdicts into scores. It is a function of its argument alone: no
// grader has arithmetic of its own.
//
// Of a criterion's points at or below the level, the credit is 1 for met, 1/2
// for partial, else 0, and its share is the weighted credit over 0.8 of the
// weights, at most 1. From 0.75 it scores 3, from 0.40 it scores 2, else 1. A 4
// takes a 3 and half the weight of the points of the next level up; where there
// are none, a share of 1. A critical point that is missing caps at 2. A crux of
// 1 caps all others at 2. A criterion without points at or below the level is
// absent.
func Score(s Sheet) Result {
	var r Result
	cruxScore := 0
	for _, c := range s.Rubric {
		if score := s.criterion(c); score > 0 {
			r.Criteria = append(r.Criteria, CriterionScore{c.Criterion, score})
			if c.Criterion == crux {
				cruxScore = score
			}
		}
	}
	scores := make(map[string]float64, len(r.Criteria))
	for i := range r.Criteria {
		c := &r.Criteria[i]
		if cruxScore == 1 {
			c.Score = min(c.Score, cruxCap)
		}
		scores[c.Criterion] = float64(c.Score)
	}
	r.Overall = Overall(s.Level, scores)
	r.Verdict = Hire(r.Overall)
	return r
}

// criterion is the score of one criterion before the crux is looked at, 0 if it
// is absent.
func (s Sheet) criterion(c curriculum.Criterion) int {
	rank := levelRank(s.Level)
	var here, above tally
	capped := false
	for _, p := range c.Points {
		if !s.graded(p) {
			continue
		}
		v := s.verdict(p.ID)
		switch at := levelRank(interview.Level(p.Level)); {
		case at <= rank:
			here.add(p, v)
			capped = capped || p.Critical && v == Missing
		case at == rank+1:
			above.add(p, v)
		}
	}
	if here.weight == 0 {
		return 0
	}
	score := 1
	switch {
	case here.reaches(meetsNum, meetsDen):
		score = 3
		if above.weight == 0 && here.reaches(1, 1) || above.weight > 0 && above.credit >= above.weight {
			score = 4
		}
	case here.reaches(partlyNum, partlyDen):
		score = 2
	}
	if capped {
		score = min(score, criticalCap)
	}
	return score
}

// graded reports whether p counts on this sheet at all.
func (s Sheet) graded(p curriculum.Point) bool {
	return s.Step == "" || p.Step == string(s.Step)
}

// verdict is the one that counts for a point: what was given away is partial at
// most, and what nobody judged is missing.
func (s Sheet) verdict(id string) string {
	v, ok := s.Verdicts[id]
	switch {
	case !ok:
		return Missing
	case v == Met && s.GivenAway[id]:
		return Partial
	}
	return v
}

// tally sums weights, and credit in halves.
type tally struct{ weight, credit int }

func (t *tally) add(p curriculum.Point, v string) {
	w := max(p.Weight, 1)
	t.weight += w
	switch v {
	case Met:
		t.credit += 2 * w
	case Partial:
		t.credit += w
	}
}

// reaches reports whether the share of t is at least num/den:
// (credit/2) / (0.8 weight) >= num/den.
func (t tally) reaches(num, den int) bool {
	return t.credit*fullShareDen*den >= 2*t.weight*fullShareNum*num
}

// levelRank orders the levels; one that is unknown or not given is senior.
func levelRank(l interview.Level) int {
	switch l {
	case interview.Mid:
		return 0
	case interview.Staff:
		return 2
	}
	return 1
}

// Weight is what a criterion counts at a level.
func Weight(l interview.Level, criterion string) float64 {
	const more = 1.5
	switch rank := levelRank(l); criterion {
	case "trade-off-awareness", crux:
		if rank >= 1 {
			return more
		}
	case "prioritization":
		if rank >= 2 {
			return more
		}
	}
	return 1
}

// Overall is the mean of the scores weighted by level, with two decimals. A
// criterion that is not given leaves it; of none it is 1.
func Overall(l interview.Level, scores map[string]float64) float64 {
	var sum, weights float64
	for _, c := range curriculum.Criteria { // in a fixed order, since sums of floats depend on it
		if s, ok := scores[c]; ok {
			w := Weight(l, c)
			sum += w * s
			weights += w
		}
	}
	if weights == 0 {
		return 1
	}
	return math.Round(sum/weights*100) / 100
}

// Hire puts an overall into words.
func Hire(overall float64) string {
	switch {
	case overall < 1.75:
		return "no hire"
	case overall < 2.5:
		return "lean no hire"
	case overall < 3:
		return "lean hire"
	case overall < 3.5:
		return "hire"
	}
	return "strong hire"
}

// FullMarks is the share of full marks that an overall is: 0 for 1.00, 1 for
// 4.00.
func FullMarks(overall float64) float64 { return (overall - 1) / 3 }

// LabelOverall is what people said of a sample: the mean over its labels of
// their level-weighted means, and false if it has none.
func LabelOverall(t interview.Transcript) (float64, bool) {
	sum := 0.0
	for _, l := range t.Labels {
		sum += Overall(t.Level, labelScores(l))
	}
	if len(t.Labels) == 0 {
		return 0, false
	}
	return sum / float64(len(t.Labels)), true
}

// LabelScores is what people said of a sample by criterion: the mean over its
// labels.
func LabelScores(t interview.Transcript) map[string]float64 {
	out := make(map[string]float64)
	for _, l := range t.Labels {
		for criterion, score := range labelScores(l) {
			out[criterion] += score / float64(len(t.Labels))
		}
	}
	return out
}

func labelScores(l interview.Label) map[string]float64 {
	return map[string]float64{
		"structured-thinking": l.StructuredThinking,
		"trade-off-awareness": l.TradeOffAwareness,
		crux:                  l.DepthOnTheCrux,
		"communication":       l.Communication,
		"prioritization":      l.Prioritization,
	}
}
