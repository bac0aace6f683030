package grading

import (
	"strings"

	"levelup/internal/interview"
	"levelup/internal/match"
)

// The measures: fixed definitions that a rubric may name. Each shows a quote. A
// measure that has nothing to go by cannot tell.
//
//   - sentences: the share of the words that stand in claims is 0.6 and there are
//     8 claims or more (3 in a drill); partial from 0.35.
//   - answers-interviewer: of the interviewer's questions, 0.8 are followed by an
//     answer of 4 words or more before the interviewer speaks again; partial from
//     half. Cannot tell where nothing was asked.
//   - recap: the last step has two claims or more that together name six of the
//     words that the candidate used twice or more before; partial from one claim
//     and three words. In a drill, three claims one of which says that it sums up.
//   - time-kept: each step took between a fifth of its budget and a quarter more
//     than it, at the shortest length on offer that holds the whole; partial with
//     one exception. Cannot tell without a clock or without seconds.
//   - order: the work stands where it belongs. Clarify asks, assumes or counts;
//     map names three parts, drawn or in two claims; the deep dive holds a quarter
//     of the words; trade-offs gives a reason or a cost; synthesize says
//     something. Partial with one exception. Cannot tell in a drill.
const (
	claimedShare, claimedPartly   = 0.6, 0.35
	claimsAsked, claimsDrilled    = 8, 3
	answeredShare, answeredPartly = 0.8, 0.5
	answerWords                   = 4
	recapClaims, recapWords       = 2, 6
	recapPartly                   = 3
	recapDrilled                  = 3
	leastOfBudget, mostOfBudget   = 0.20, 1.25
	mapParts, mapClaims           = 3, 2
	deepShare                     = 0.25
	exampleWords                  = 8 // of a sentence worth quoting
	graceOfWhole                  = 1.01
)

var (
	summingUp = match.NewPhrases("to sum up\nin summary\nto summarise\nto summarize\nto recap\nrecap\nin short\noverall\nall in all\nin total\nthe whole\nend to end\nfrom end to end\nput together\nputting it together\ntaken together\nfrom start to finish\nwalk through\nstep back\nin the end\nin one sentence\nto conclude\nin conclusion")
	scoping   = match.NewPhrases("assume\ni assume\nassuming\nassumption\nassumptions\nsuppose\nscope\nin scope\nout of scope\nrequirement\nrequirements\nhow many\nhow much\nper second\na second\na day\na month")
)

func (r *reading) measure(name string, works []*work) finding {
	switch name {
	case "sentences":
		return r.sentences(works)
	case "answers-interviewer":
		return r.answersInterviewer(works)
	case "recap":
		return r.recap()
	case "time-kept":
		return r.timeKept()
	case "order":
		return r.order()
	}
	return finding{verdict: CannotTell}
}

func (r *reading) drill() bool { return r.transcript.Mode == interview.Drill }

// graded is the verdict of a share against its two thresholds.
func graded(share, met, partial float64, shown []Evidence) finding {
	switch {
	case len(shown) == 0 || share < partial:
		return finding{verdict: Missing}
	case share < met:
		return finding{Partial, shown}
	}
	return finding{Met, shown}
}

func (r *reading) sentences(works []*work) finding {
	words, claimed, claims := 0, 0, 0
	var shown []Evidence
	for _, w := range works {
		words += w.words
		for _, x := range w.pieces {
			for _, n := range x.claims() {
				s := x.Sentences[n]
				claims++
				claimed += s.Last - s.First
				if shown == nil && s.Last-s.First >= exampleWords {
					shown = []Evidence{quote(w, x, n, s.First)}
				}
			}
		}
	}
	least := claimsAsked
	if r.drill() {
		least = claimsDrilled
	}
	if claims < least || words == 0 {
		return finding{verdict: Missing}
	}
	return graded(float64(claimed)/float64(words), claimedShare, claimedPartly, shown)
}

// answersInterviewer reads the turns themselves, since the order of the two
// voices matters and only one of them is in the pieces.
func (r *reading) answersInterviewer(works []*work) finding {
	questions, answers := 0, 0
	var shown []Evidence
	for _, w := range works {
		open := false
		turn := 0 // of the candidate's; pieces[0] is the answer of the step
		for _, d := range r.transcript.At(w.step).Dialogue {
			if d.From != "candidate" {
				if open = strings.Contains(d.Text, "?"); open {
					questions++
				}
				continue
			}
			turn++
			x := w.pieces[turn]
			if !open || len(x.Words) < answerWords {
				continue
			}
			open = false
			answers++
			if claims := x.claims(); shown == nil && len(claims) > 0 {
				shown = []Evidence{quote(w, x, claims[0], x.Sentences[claims[0]].First)}
			}
		}
	}
	if questions == 0 {
		return finding{verdict: CannotTell}
	}
	return graded(float64(answers)/float64(questions), answeredShare, answeredPartly, shown)
}

func (r *reading) recap() finding {
	last := r.steps[interview.Synthesize]
	if last == nil {
		return finding{verdict: Missing}
	}
	used := make(map[string]int)
	for _, s := range interview.Steps[:len(interview.Steps)-1] {
		if w := r.steps[s]; w != nil {
			for _, x := range w.pieces {
				for _, word := range x.Words {
					if word.Telling() {
						used[word.Stem]++
					}
				}
			}
		}
	}
	named := make(map[string]bool)
	claims, most := 0, -1
	sums := false
	var shown []Evidence
	for _, x := range last.pieces {
		for _, n := range x.claims() {
			s := x.Sentences[n]
			claims++
			sums = sums || summingUp.In(x.Words[s.First:s.Last])
			here := 0
			for _, word := range x.Words[s.First:s.Last] {
				if used[word.Stem] > 1 {
					named[word.Stem] = true
					here++
				}
			}
			if here > most {
				most, shown = here, []Evidence{quote(last, x, n, s.First)}
			}
		}
	}
	switch {
	case r.drill() && claims >= recapDrilled && sums, claims >= recapClaims && len(named) >= recapWords:
		return finding{Met, shown}
	case claims > 0 && len(named) >= recapPartly:
		return finding{Partial, shown}
	}
	return finding{verdict: Missing}
}
