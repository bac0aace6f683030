package grading

import (
	"cmp"
	"slices"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/internal/match"
)

// Grader is the built-in grader for one prompt, its rubric made ready. It never
// changes and may be shared.
type Grader struct {
	prompt   *curriculum.Prompt
	original *match.Original // the prompt's stories
	mask     curriculum.Mask // between the words of the two
	points   map[string]*point
}

// point is a rubric point made ready.
type point struct {
	step  interview.Step
	where []interview.Step // whose evidence counts, the expected step first
	ways  []way
	never match.Concept
}

// way is one sufficient form of evidence. Keys that the author left out are
// nil; those that stand here must all hold.
type way struct {
	all     *match.Concept
	says    []match.Paraphrase
	because match.Concept // beside says or a number alone: only its reasons matter
	owed    bool          // a reason is owed there
	number  *match.Figure
	board   *link
	measure string
}

// NewGrader makes the rubric of p ready.
func NewGrader(p *curriculum.Prompt) *Grader {
	g := &Grader{prompt: p, points: make(map[string]*point)}
	g.mask = p.Disguise.Mask()
	uncovered, _ := g.mask.Uncover(p.Disguise.Statement) // as a copy of it is read
	g.original = match.NewOriginal(p.Statement, p.Disguise.Statement, uncovered)
	weights := match.Rarity(said(p))
	for _, c := range p.Rubric {
		for i := range c.Points {
			g.points[c.Points[i].ID] = newPoint(p, &c.Points[i], weights)
		}
	}
	return g
}

// said are the paraphrases of a prompt, one text a point: what stands in many of
// them tells little about any.
func said(p *curriculum.Prompt) []string {
	var out []string
	for _, c := range p.Rubric {
		for _, pt := range c.Points {
			text := ""
			for _, w := range pt.Evidence.Ways {
				for _, s := range w.Says {
					text += s + "\n"
				}
			}
			if text != "" {
				out = append(out, text)
			}
		}
	}
	return out
}

func newPoint(p *curriculum.Prompt, src *curriculum.Point, weights match.Weights) *point {
	pt := &point{step: interview.Step(src.Step)}
	for _, s := range interview.Steps {
		if len(src.Evidence.Where) == 0 || slices.Contains(src.Evidence.Where, string(s)) {
			pt.where = append(pt.where, s)
		}
	}
	if i := slices.Index(pt.where, pt.step); i > 0 {
		pt.where = slices.Insert(slices.Delete(pt.where, i, i+1), 0, pt.step)
	}
	var never []match.Term
	for _, g := range src.Evidence.Never {
		never = append(never, newTerms(g)...)
	}
	if len(never) > 0 {
		pt.never.Groups = [][]match.Term{never}
	}
	var groups [][]match.Term
	for _, w := range src.Evidence.Ways {
		for _, g := range w.All {
			groups = append(groups, newTerms(g))
		}
	}
	kin := match.NewKin(groups)
	for _, w := range src.Evidence.Ways {
		pt.ways = append(pt.ways, newWay(p, w, weights, kin))
	}
	return pt
}

func newWay(p *curriculum.Prompt, src curriculum.Way, weights match.Weights, kin match.Kin) way {
	w := way{measure: src.Measure, owed: src.Because.Any || len(src.Because.Terms) > 0}
	reasons := newTerms(src.Because.Terms)
	w.because = match.Concept{Because: w.owed, Reasons: reasons}
	if len(src.All) > 0 {
		w.all = &match.Concept{Because: w.owed, Reasons: reasons}
		for _, g := range src.All {
			w.all.Groups = append(w.all.Groups, newTerms(g))
		}
	}
	for _, s := range src.Says {
		w.says = append(w.says, match.NewParaphrase(s, weights, kin))
	}
	if src.Number != "" {
		w.number = newFigure(p, src.Number)
	}
	if src.Board != "" {
		w.board = newLink(p, src.Board)
	}
	return w
}

func newTerms(words []string) []match.Term {
	terms := make([]match.Term, len(words))
	for i, s := range words {
		terms[i] = match.NewTerm(s)
	}
	return terms
}

// newFigure is the reference estimate of that id. One that is not there agrees
// with nothing; the content check reports it.
func newFigure(p *curriculum.Prompt, id string) *match.Figure {
	var f match.Figure
	for _, e := range p.Estimates {
		if e.ID == id {
			f = match.NewFigure(e.Value, e.Unit, e.Within)
		}
	}
	return &f
}

// Grade grades a transcript. The step is that of a drill, else empty; a level
// that is not given is senior.
func (g *Grader) Grade(t interview.Transcript, step interview.Step) Grade {
	t.Level = cmp.Or(t.Level, interview.Senior)
	step = cmp.Or(step, t.Drilled())
	r := g.read(t)
	sheet := Sheet{
		Rubric: g.prompt.Rubric, Level: t.Level, Step: step,
		Verdicts: make(map[string]string), GivenAway: givenAway(g.prompt, t),
	}
	findings := make(map[string]finding, len(g.points))
	for _, c := range g.prompt.Rubric {
		for _, p := range c.Points {
			if !sheet.graded(p) {
				continue
			}
			f := finding{verdict: Missing}
			if !r.empty {
				f = r.judge(g.points[p.ID])
			}
			findings[p.ID] = f
			sheet.Verdicts[p.ID] = f.verdict
		}
	}
	return g.grade(sheet, findings, r.flags())
}

// grade puts verdicts and scores together.
func (g *Grader) grade(sheet Sheet, findings map[string]finding, flags []string) Grade {
	result := Score(sheet)
	out := Grade{
		Prompt: g.prompt.Slug, Level: string(sheet.Level),
		Grader: BuiltIn, Version: Version, Rubric: g.prompt.Version,
		Overall: result.Overall, Verdict: result.Verdict, Criteria: []Criterion{}, Flags: flags,
	}
	for _, score := range result.Criteria {
		i := slices.IndexFunc(sheet.Rubric, func(c curriculum.Criterion) bool { return c.Criterion == score.Criterion })
		c := Criterion{Criterion: score.Criterion, Score: score.Score, Points: []PointVerdict{}, Advice: sheet.advice(sheet.Rubric[i])}
		for _, p := range sheet.Rubric[i].Points {
			if !sheet.graded(p) {
				continue
			}
			v := PointVerdict{ID: p.ID, Verdict: sheet.verdict(p.ID), Evidence: findings[p.ID].evidence}
			if v.Evidence == nil {
				v.Evidence = []Evidence{}
			}
			c.Points = append(c.Points, v)
		}
		out.Criteria = append(out.Criteria, c)
	}
	out.Next = sheet.next(result)
	return out
}

// givenAway are the points whose third hint was shown.
func givenAway(p *curriculum.Prompt, t interview.Transcript) map[string]bool {
	const last = 3
	out := make(map[string]bool)
	for _, s := range t.Steps {
		hints := p.Hints[string(s.Step)]
		for _, h := range hints[:min(max(s.Hints, 0), len(hints))] {
			if s.Hints >= last && h.Point != "" {
				out[h.Point] = true
			}
		}
	}
	return out
}
