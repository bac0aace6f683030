package grading

import (
	"slices"

	"levelup/internal/match"
)

// finding is the verdict on a point or on one of its ways, with what shows it.
type finding struct {
	verdict  string
	evidence []Evidence
}

// rank orders verdicts by how much they say for the candidate.
func rank(verdict string) int {
	switch verdict {
	case Met:
		return 3
	case Partial:
		return 2
	case CannotTell:
		return 1
	}
	return 0
}

// judge finds the best of a point's ways.
func (r *reading) judge(p *point) finding {
	works := r.listed(p.where)
	for _, w := range works {
		for _, x := range w.pieces {
			if len(p.never.Groups) > 0 && p.never.Find(x.Text, nil).Degree == match.Whole {
				return finding{verdict: Missing}
			}
		}
	}
	best := finding{verdict: Missing}
	for _, way := range p.ways {
		if f := r.try(way, works); rank(f.verdict) > rank(best.verdict) {
			best = f
		}
	}
	if best.verdict == Missing || best.verdict == CannotTell {
		best.evidence = nil
	}
	return best
}

// try judges one way. The groups, where there are any, say what can be had at
// most; without them every key must hold.
func (r *reading) try(w way, works []*work) finding {
	out := finding{verdict: Met}
	if w.all != nil {
		out = w.groups(works)
		if out.verdict == Missing {
			return out
		}
	}
	fail := finding{verdict: Missing}
	if w.all != nil {
		fail.verdict = CannotTell // the subject is there and the other keys do not decide
	}
	if w.number != nil && w.all == nil {
		f := w.figures(works)
		if f.verdict == Missing {
			return fail
		}
		out = out.and(f)
	}
	if len(w.says) > 0 {
		f := w.spoken(works)
		if f.verdict == Missing {
			return fail
		}
		out = out.and(f)
	}
	if w.board != nil {
		f := w.board.drawn(works)
		if f.verdict == Missing {
			return fail
		}
		out = out.and(f)
	}
	if w.measure != "" {
		f := r.measure(w.measure, works)
		if f.verdict == Missing {
			return fail
		}
		out = out.and(f)
	}
	return out
}

// and is the lower of two verdicts with the evidence of both.
func (f finding) and(g finding) finding {
	v := f.verdict
	if rank(g.verdict) < rank(v) {
		v = g.verdict
	}
	return finding{verdict: v, evidence: slices.Concat(f.evidence, g.evidence)}
}

// groups looks for the groups of w, beside its number where it has one. A number
// that was calculated need not be said again: then any figure beside the groups
// will do.
func (w way) groups(works []*work) finding {
	best := finding{verdict: Missing}
	for _, at := range works {
		calculated, line := w.calculated(at)
		for _, x := range at.pieces {
			var near func(int) bool
			if w.number != nil {
				figures := x.quantities
				if !calculated {
					figures = w.number.Find(x.Text, figures)
				}
				near = func(n int) bool {
					return slices.ContainsFunc(figures, func(q match.Quantity) bool { return q.Sentence == n })
				}
			}
			f := w.all.Find(x.Text, near)
			v := verdictOf(f.Degree)
			if rank(v) <= rank(best.verdict) {
				continue
			}
			best = finding{verdict: v, evidence: quotes(at, x, f.Hits)}
			if calculated { // the line shows more than the words around it
				best.evidence = []Evidence{{Step: string(at.step), Calculation: line}}
			}
		}
	}
	return best
}

func verdictOf(d match.Degree) string {
	switch d {
	case match.Whole:
		return Met
	case match.Most:
		return Partial
	case match.Subject:
		return CannotTell
	}
	return Missing
}

// calculated reports whether a line of the calculator agrees with the number.
func (w way) calculated(at *work) (bool, string) {
	if w.number == nil {
		return false, ""
	}
	for _, s := range at.sums {
		if w.number.Agrees(&s.result) {
			return true, s.input
		}
	}
	return false, ""
}

// figures looks for the number of a way that has no groups.
func (w way) figures(works []*work) finding {
	best := finding{verdict: Missing}
	for _, at := range works {
		if ok, line := w.calculated(at); ok && !w.owed {
			return finding{Met, []Evidence{{Step: string(at.step), Calculation: line}}}
		}
		for _, x := range at.pieces {
			for _, q := range w.number.Find(x.Text, x.quantities) {
				v := Met
				if w.owed && !w.because.Reasoned(x.Text, q.Sentence) {
					v = Partial
				}
				if rank(v) > rank(best.verdict) {
					best = finding{v, []Evidence{quote(at, x, q.Sentence, q.From)}}
				}
			}
		}
	}
	return best
}

// spoken looks for the paraphrase that is most alike.
func (w way) spoken(works []*work) finding {
	best, most := finding{verdict: Missing}, 0.0
	for _, at := range works {
		for _, x := range at.pieces {
			for _, p := range w.says {
				n, likeness := p.Find(x.Text)
				if n < 0 {
					continue
				}
				v := Met
				if w.owed && !w.because.Reasoned(x.Text, n) {
					v = Partial
				}
				if rank(v) > rank(best.verdict) || v == best.verdict && likeness > most {
					best, most = finding{v, []Evidence{quote(at, x, n, x.Sentences[n].First)}}, likeness
				}
			}
		}
	}
	return best
}
