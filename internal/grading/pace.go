package grading

import (
	"time"

	"levelup/internal/interview"
)

// timeKept compares the seconds of the steps with their budgets. Its quote is
// the first claim of the last step, which shows that it was reached.
func (r *reading) timeKept() finding {
	if r.transcript.Mode == interview.Practice || r.drill() {
		return finding{verdict: CannotTell} // no clock, or one that ends the step itself
	}
	var spent [len(interview.Steps)]time.Duration
	var whole time.Duration
	for i, s := range interview.Steps {
		spent[i] = time.Duration(max(r.transcript.At(s).Seconds, 0)) * time.Second
		whole += spent[i]
		if spent[i] == 0 && r.steps[s] != nil {
			return finding{verdict: CannotTell} // work without seconds: they were not kept
		}
	}
	if whole == 0 {
		return finding{verdict: CannotTell}
	}
	off := 0
	for i, budget := range budgets(whole) {
		if s := float64(spent[i]); s < leastOfBudget*float64(budget) || s > mostOfBudget*float64(budget) {
			off++
		}
	}
	return excepted(off, r.opening(interview.Synthesize, interview.TradeOffs, interview.DeepDive))
}

// budgets are those of the shortest length on offer, extra time included, that
// holds the whole: a transcript does not say which it was.
func budgets(whole time.Duration) [len(interview.Steps)]time.Duration {
	var best [len(interview.Steps)]time.Duration
	shortest := time.Duration(0)
	longest := interview.Plan{}
	for _, minutes := range interview.Presets {
		for _, extra := range interview.ExtraTimes {
			p := interview.Plan{Mode: interview.OnTheClock, Minutes: minutes, ExtraTime: extra}
			total := p.Total()
			if total > longest.Total() {
				longest = p
			}
			if minutes < standardMinutes || float64(whole) > graceOfWhole*float64(total) {
				continue
			}
			if shortest == 0 || total < shortest {
				best, shortest = p.Budgets(), total
			}
		}
	}
	if shortest == 0 {
		return longest.Budgets()
	}
	return best
}

// standardMinutes is the length against which a short interview is held: to be
// done before the time is no fault.
const standardMinutes = 40

// order reports whether the work stands in the step where it belongs.
func (r *reading) order() finding {
	if r.drill() {
		return finding{verdict: CannotTell}
	}
	off := 0
	if !r.scopes() {
		off++
	}
	if w := r.steps[interview.Map]; w == nil || w.board.size() < mapParts && w.claimed() < mapClaims {
		off++
	}
	words := 0
	for _, w := range r.steps {
		words += w.words
	}
	if w := r.steps[interview.DeepDive]; w == nil || float64(w.words) < deepShare*float64(words) {
		off++
	}
	if w := r.steps[interview.TradeOffs]; w == nil || !w.reasons() {
		off++
	}
	if w := r.steps[interview.Synthesize]; w == nil || w.claimed() == 0 {
		off++
	}
	return excepted(off, r.opening(interview.Clarify, interview.Map))
}

// excepted is the verdict for a number of exceptions.
func excepted(off int, shown []Evidence) finding {
	switch {
	case len(shown) == 0:
		return finding{verdict: Missing}
	case off == 0:
		return finding{Met, shown}
	case off == 1:
		return finding{Partial, shown}
	}
	return finding{verdict: Missing}
}

// opening is the first claim of the first of the steps that has one.
func (r *reading) opening(steps ...interview.Step) []Evidence {
	for _, s := range steps {
		w := r.steps[s]
		if w == nil {
			continue
		}
		for _, x := range w.pieces {
			if claims := x.claims(); len(claims) > 0 {
				return []Evidence{quote(w, x, claims[0], x.Sentences[claims[0]].First)}
			}
		}
	}
	return nil
}

// scopes reports whether clarify asks, assumes or counts.
func (r *reading) scopes() bool {
	w := r.steps[interview.Clarify]
	if w == nil {
		return false
	}
	if len(w.sums) > 0 {
		return true
	}
	for _, x := range w.pieces {
		for _, n := range x.claims() {
			s := x.Sentences[n]
			if s.Question || scoping.In(x.Words[s.First:s.Last]) {
				return true
			}
		}
	}
	return false
}

func (w *work) claimed() int {
	n := 0
	for _, x := range w.pieces {
		n += len(x.claims())
	}
	return n
}

func (w *work) reasons() bool {
	for _, x := range w.pieces {
		for _, n := range x.claims() {
			if x.Sentences[n].Reason {
				return true
			}
		}
	}
	return false
}
