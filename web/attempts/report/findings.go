package report

import (
	"cmp"
	"slices"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// findings is a grade joined with the rubric that it was given by and with the
// places of its evidence: what all sentences are made from.
type findings struct {
	grade    grading.Grade
	level    string
	criteria []criterion
	finder   *finder
	cited    cites
}

type criterion struct {
	slug   string
	score  int
	advice string
	reason string  // a coach's
	points []point // those of the level and below it, and of the next level up
}

type point struct {
	curriculum.Point
	verdict  string
	anchor   string
	beyond   bool // above the level: not asked for
	evidence []evidence
	unsure   map[string]int
	was      string // the grader's verdict, where a coach says otherwise
	reason   string // the coach's
}

type evidence struct {
	grading.Evidence
	place *place // nil where it was not found
}

// join reads a grade against its rubric and its transcript.
func join(g grading.Grade, p *curriculum.Prompt, t interview.Transcript) findings {
	f := findings{grade: g, level: string(t.Level), finder: newFinder(t), cited: cites{}}
	if g.Level != "" {
		f.level = g.Level
	}
	for _, graded := range g.Criteria {
		c := criterion{slug: graded.Criterion, score: graded.Score, advice: graded.Advice, reason: graded.Reason}
		for _, verdict := range graded.Points {
			if rubric := lookUp(p, graded.Criterion, verdict.ID); rank(rubric.Level) <= rank(f.level)+1 {
				c.points = append(c.points, f.point(graded.Criterion, verdict, rubric))
			}
		}
		f.criteria = append(f.criteria, c)
	}
	f.finder.number()
	return f
}

func (f *findings) point(in string, given grading.PointVerdict, rubric curriculum.Point) point {
	out := point{Point: rubric, verdict: given.Verdict, unsure: given.Unsure, was: given.Was, reason: given.Reason, anchor: "point-" + in + "-" + given.ID}
	out.beyond = rank(rubric.Level) > rank(f.level)
	for _, e := range given.Evidence {
		at := evidence{Evidence: e, place: f.locate(e)}
		if at.place != nil {
			f.cited[at.place] = append(f.cited[at.place], citation{out.anchor, out.Text, in, given.Verdict})
		}
		out.evidence = append(out.evidence, at)
	}
	return out
}

func (f *findings) locate(e grading.Evidence) *place {
	step := interview.Step(e.Step)
	switch {
	case e.Quote != "":
		return f.finder.quote(step, e.Quote)
	case e.Calculation != "":
		return f.finder.calculation(step, e.Calculation)
	}
	return f.finder.part(step, e.Part)
}

// lookUp is a point of the rubric; of one that is not there only the id is known.
func lookUp(p *curriculum.Prompt, criterion, id string) curriculum.Point {
	for _, c := range p.Rubric {
		if c.Criterion != criterion {
			continue
		}
		for _, point := range c.Points {
			if point.ID == id {
				return point
			}
		}
	}
	return curriculum.Point{ID: id, Text: id}
}

func rank(level string) int { return slices.Index(interview.Levels[:], interview.Level(level)) }

// asked are the points at or below the level.
func (c criterion) asked() []point {
	return slices.DeleteFunc(slices.Clone(c.points), func(p point) bool { return p.beyond })
}

// with are the points that were asked for and have one of the verdicts.
func (c criterion) with(verdicts ...string) []point {
	return slices.DeleteFunc(c.asked(), func(p point) bool { return !slices.Contains(verdicts, p.verdict) })
}

// share is the part of its weight that was found, from 0 to 1: it tells apart
// criteria with the same score.
func (c criterion) share() float64 {
	var got, all float64
	for _, p := range c.asked() {
		weight := float64(max(1, p.Weight))
		all += weight
		switch p.verdict {
		case grading.Met:
			got += weight
		case grading.Partial:
			got += weight / 2
		}
	}
	return got / max(1, all)
}

// heaviest orders points by what they count, the critical first.
func heaviest(points []point) []point {
	out := slices.Clone(points)
	slices.SortStableFunc(out, func(a, b point) int { return b.burden() - a.burden() })
	return out
}

func (p point) burden() int {
	if p.Critical {
		return 100 + p.Weight
	}
	return p.Weight
}

// best is the strongest criterion.
func (f findings) best() criterion {
	return slices.MaxFunc(f.criteria, func(a, b criterion) int { return a.compare(b) })
}

// worst is the weakest; of several with one score it is that which the grader
// gives its advice on.
func (f findings) worst() criterion {
	worst := slices.MinFunc(f.criteria, func(a, b criterion) int { return a.compare(b) })
	if c, _, ok := f.advised(); ok && c.score == worst.score {
		return c
	}
	return worst
}

// advised is the point that the grader's one thing to do is about.
func (f findings) advised() (criterion, point, bool) {
	for _, c := range f.criteria {
		for _, p := range c.points {
			if p.verdict != grading.Met && f.grade.Next != "" && cmp.Or(p.Advice, p.Text) == f.grade.Next {
				return c, p, true
			}
		}
	}
	return criterion{}, point{}, false
}

func (c criterion) compare(other criterion) int {
	if c.score != other.score {
		return c.score - other.score
	}
	switch a, b := c.share(), other.share(); {
	case a > b:
		return 1
	case a < b:
		return -1
	}
	return 0
}

// even reports whether all criteria have the same score.
func (f findings) even() bool {
	return !slices.ContainsFunc(f.criteria, func(c criterion) bool { return c.score != f.criteria[0].score })
}

// score is what a criterion got, 0 where it was not graded.
func (f findings) score(of string) int {
	for _, c := range f.criteria {
		if c.slug == of {
			return c.score
		}
	}
	return 0
}

// bare reports whether there was next to nothing to grade.
func (f findings) bare() bool { return slices.Contains(f.grade.Flags, grading.FlagEmpty) }
