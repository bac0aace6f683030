package grading

import (
	"slices"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/internal/match"
)

// check turns the model's verdicts into findings: those that claim something stand
// or fall with every item of their evidence.
func (w *marking) check(built *Grader, verdicts []modelVerdict) map[string]finding {
	out := make(map[string]finding, len(verdicts))
	for _, v := range verdicts {
		f := finding{verdict: v.Verdict}
		if v.Verdict == Met || v.Verdict == Partial {
			if f.evidence = w.evidence(built.points[v.ID], v.Evidence); len(f.evidence) == 0 {
				f = finding{verdict: Missing}
			}
		}
		out[v.ID] = f
	}
	return out
}

// evidence is what of a point's evidence is there: all of it, or nothing.
func (w *marking) evidence(p *point, items []modelEvidence) []Evidence {
	var out []Evidence
	for _, item := range items {
		if !slices.Contains(p.where, interview.Step(item.Step)) {
			return nil
		}
		e, ok := w.exhibit.find(interview.Step(item.Step), item)
		if !ok {
			return nil
		}
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

const (
	fewestBeside = 5 // points with quotes, below which nothing is concluded
	mostBeside   = 2 // in that many thirds of them the quotes may be strange to their points
)

// beside reports whether so much of the model's evidence has no telling word in
// common with its points that it was likely given for another reason than what it
// says. Single points are free: a plain paraphrase need share no word.
func (w *marking) beside() bool {
	quoted, strange := 0, 0
	for _, a := range w.asked {
		for _, p := range a.points {
			f := a.findings[p.ID]
			if rank(f.verdict) < rank(Partial) {
				continue
			}
			known, quotes, shared := wording(p), false, false
			for _, e := range f.evidence {
				if e.Quote == "" {
					shared = true
					continue
				}
				quotes = true
				shared = shared || slices.ContainsFunc(match.Read(w.plainly(e.Quote)).Words, func(x match.Word) bool { return x.Telling() && known[x.Stem] })
			}
			if quotes {
				quoted++
				if !shared {
					strange++
				}
			}
		}
	}
	return quoted >= fewestBeside && strange*3 > quoted*mostBeside
}

// wording are the stems with which a point is spoken of, by its author at least.
func wording(p curriculum.Point) map[string]bool {
	texts := []string{p.Text, p.Advice}
	for _, way := range p.Evidence.Ways {
		texts = append(texts, way.Says...)
		for _, g := range way.All {
			texts = append(texts, g...)
		}
	}
	out := make(map[string]bool)
	for _, x := range match.Read(strings.Join(texts, "\n")).Words {
		if x.Telling() {
			out[x.Stem] = true
		}
	}
	return out
}
