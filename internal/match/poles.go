package match

import (
	"maps"
	"slices"
	"strings"
)

// pole is a side of a pair of opposites.
type pole struct {
	axis int
	up   bool
}

// poles are the opposites by which two thoughts are told apart, an axis a line:
// the words of one side, a bar, those of the other. That who is connected stands
// with what is the same, and a gap with what is separate and what is open, was
// learnt on the Beetle training answers; the rest is plain English.
var poles, longPoles = axes(`
	same together connect connected joined join attach attached contact touch touching identical | different separate separated apart disconnect disconnected isolated distinct independent detached gap own
	open opened incomplete broken gap | close closed complete
	positive | negative
	increase grow rise raise gain more higher greater bigger larger | decrease shrink fall lower reduce lose less fewer smaller
	large big | small
	high | low
	long longer | short shorter
	fast faster quick quickly | slow slower slowly
	before earlier | after later
	insert add push enqueue | remove delete pop dequeue
	fixed static constant | variable dynamic varying
	synchronous sync | asynchronous async
	sender source | receiver destination
	reliable | unreliable
	possible | impossible
	always | never
	cheap | expensive
	best | worst
	strong | weak
	exact | approximate
	consistent | inconsistent
	safe | unsafe
	permanent | temporary
	often frequently | rarely seldom
	valid | invalid
	necessary mandatory required | unnecessary optional
	recursive | iterative
	directly | indirectly
	physical | logical virtual
	local internal | global external
	public | private
	ordered | unordered
	sorted | unsorted
	directed | undirected
	weighted | unweighted
	signed | unsigned
	buffered | unbuffered
	blocking | nonblocking
	preemptive | nonpreemptive
	volatile | nonvolatile
	lossless | lossy
	ascending | descending
	maximum maximal maximize | minimum minimal minimize
	lifo | fifo
	true | false
	left | right
	top | bottom`)

func axes(s string) (all map[string][]pole, long []string) {
	all = make(map[string][]pole)
	for n, line := range strings.Split(strings.TrimSpace(s), "\n") {
		up, down, _ := strings.Cut(line, "|")
		for side, words := range [...]string{down, up} {
			for w := range strings.FieldsSeq(words) {
				all[Stem(w)] = append(all[Stem(w)], pole{n, side == 1})
			}
		}
	}
	for _, stem := range slices.Sorted(maps.Keys(all)) {
		if len(stem) >= longWord {
			long = append(long, stem)
		}
	}
	return all, long
}

// polesOf are the sides on which a stem stands, a misspelt one too.
func polesOf(stem string) []pole {
	if p, ok := poles[stem]; ok || len(stem) < longWord-1 {
		return p
	}
	for _, s := range longPoles {
		if oneEdit(s, stem) {
			return poles[s]
		}
	}
	return nil
}

// onOneAxis reports whether both stand on an axis, on the same side of it or not.
func onOneAxis(a, b []pole) bool {
	return slices.ContainsFunc(a, func(p pole) bool {
		return slices.ContainsFunc(b, func(q pole) bool { return p.axis == q.axis })
	})
}

// stance is which sides a sentence takes.
type stance struct {
	sides map[int]int // axis to 1 or -1, or 0 where it takes both
	odd   bool        // an odd number of negators turn something else round
}

// stance finds the sides that s takes. A negator turns the first pole that it
// covers: "not connected to the positive side" says nothing of another side. What
// covers no pole counts if it covers a word that matters.
func (t *Text) stance(s *Sentence, matters func(Word) bool) stance {
	l := stance{sides: make(map[int]int)}
	turned := make(map[int]bool)
	for _, n := range s.negations {
		if t.Words[n.at].Form == "nor" {
			continue // the "neither" before it has counted
		}
		first := slices.IndexFunc(t.Words[n.from:n.up], func(w Word) bool { return len(polesOf(w.Stem)) > 0 })
		switch {
		case first >= 0:
			turned[n.from+first] = !turned[n.from+first]
		case slices.ContainsFunc(t.Words[min(n.clause, n.up):n.up], matters):
			l.odd = !l.odd
		}
	}
	for i := s.First; i+1 < s.Last; i++ {
		if t.Words[i].Form != "non" {
			continue
		}
		if len(polesOf(t.Words[i+1].Stem)) > 0 {
			turned[i+1] = !turned[i+1]
		} else if matters(t.Words[i+1]) {
			l.odd = !l.odd
		}
	}
	for i := s.First; i < s.Last; i++ {
		for _, p := range polesOf(t.Words[i].Stem) {
			side := -1
			if p.up != turned[i] {
				side = 1
			}
			if other, ok := l.sides[p.axis]; ok && other != side {
				side = 0
			}
			l.sides[p.axis] = side
		}
	}
	return l
}

// opposes reports whether m says the opposite of what is expected, l: they
// differ an odd number of times, since two differences cancel ("apart from the
// positive side", "joined to the negative one"). To one that takes both sides of
// an axis, a contrast, nothing is the opposite.
func (l stance) opposes(m stance) bool {
	odd := l.odd != m.odd
	for axis, side := range l.sides {
		if side == 0 {
			return false
		}
		if side*m.sides[axis] < 0 {
			odd = !odd
		}
	}
	return odd
}
