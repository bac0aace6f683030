package match

import (
	"cmp"
	"slices"
)

// Concept is a thought as groups of terms, each group met by any of its terms.
type Concept struct {
	Groups  [][]Term
	Because bool   // a reason or a cost is owed in the same or the next sentence
	Reasons []Term // and then these count as one; if empty, any does
}

// Degree is how much of a concept was found.
type Degree int

const (
	Absent  Degree = iota
	Subject        // its first group, and nothing decides
	Most           // all groups without the reason, or all but one of three or more
	Whole
)

// Finding is the best place of a concept in a text.
type Finding struct {
	Degree Degree
	Hits   []Hit // one a group that was met, in the order of the text
}

// How far apart the groups of a concept may be met.
const (
	spanSentences = 3  // a sentence and its neighbours
	spanWords     = 40 // two sentences of ordinary length: three long ones are no thought
	nearWords     = 12 // a clause: with one group missing, the others must stand closer together
)

// groupHit is a place where a group is met.
type groupHit struct {
	Hit
	group int
}

// Find looks for c in the claims of x. If near is given, it has to accept a
// sentence of the place or a neighbour of it.
func (c Concept) Find(x *Text, near func(sentence int) bool) Finding {
	live := c.live(x)
	best := Finding{}
	for i := range live {
		f := c.from(x, live[i:], near)
		if f.Degree > best.Degree || f.Degree == best.Degree && f.Degree > Absent && f.tighter(best) {
			best = f
		}
	}
	return best
}

// live lists the places of all groups in claims, in order, without those that
// are denied.
func (c Concept) live(x *Text) []groupHit {
	var all []groupHit
	for g, terms := range c.Groups {
		for _, t := range terms {
			for _, h := range t.hits(x) {
				if x.Sentences[h.Sentence].Claim {
					all = append(all, groupHit{h, g})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b groupHit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.group, b.group))
	})
	live := all[:0]
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Sentence == all[0].Sentence {
			n++
		}
		here := all[:n]
		all = all[n:]
		s := &x.Sentences[here[0].Sentence]
		// Where a term holds a negator the author meant to find a denial, and what
		// is denied beside it is what the concept is about: "not need" beside
		// "cache" finds "no queue, and we do not need a cache".
		var meant []negation
		for _, n := range s.negations {
			asked := func(h groupHit) bool { return n.within(h.From, h.To) && !s.overruled(h.From, h.To) }
			if !n.verdict && slices.ContainsFunc(here, asked) {
				meant = s.negations
			}
		}
		for _, h := range here {
			if !s.silent(h.From, h.To, meant) {
				live = append(live, h)
			}
		}
	}
	return live
}

// overruled reports whether the sentence says of the words [from, to) that they
// are not so.
func (s *Sentence) overruled(from, to int) bool {
	return slices.ContainsFunc(s.negations, func(n negation) bool { return n.verdict && n.denies(from, to) })
}

// denied reports whether the words [from, to) are covered by an odd number of
// negators other than those that were meant.
func (s *Sentence) denied(from, to int, meant []negation) bool {
	odd := false
	for _, n := range s.negations {
		if !n.harm && n.denies(from, to) && !slices.Contains(meant, n) {
			odd = !odd
		}
	}
	return odd
}

// from judges the place that begins with the first of live: it takes hits until
// all groups are met or the next is too far away.
func (c Concept) from(x *Text, live []groupHit, near func(int) bool) Finding {
	var f Finding
	var met uint64
	first := live[0]
	last := first.Sentence
	named := false // a group was met by what is merely named, which may be said of one
	for _, h := range live {
		if h.Sentence >= first.Sentence+spanSentences || h.To-first.From > spanWords || len(f.Hits) == len(c.Groups) {
			break
		}
		naming := x.Sentences[h.Sentence].naming
		if met>>h.group&1 == 0 && !(naming && named) {
			named = named || naming
			met |= 1 << h.group
			f.Hits = append(f.Hits, h.Hit)
			last = h.Sentence
		}
	}
	subject := met&1 == 1
	switch n := len(f.Hits); {
	case n == len(c.Groups):
		f.Degree = Whole
		if c.Because && !c.reasoned(x, f.Hits) {
			f.Degree = Most
		}
	case n == len(c.Groups)-1 && len(c.Groups) >= 3 && f.words() <= nearWords:
		f.Degree = Most
	case subject:
		f.Degree = Subject
	}
	if f.Degree > Subject && near != nil && !accepts(near, first.Sentence-1, last+1) {
		f.Degree = Absent
		if subject {
			f.Degree = Subject
		}
	}
	return f
}

// accepts reports whether near accepts any of the sentences from first to last.
func accepts(near func(int) bool, first, last int) bool {
	for n := first; n <= last; n++ {
		if near(n) {
			return true
		}
	}
	return false
}

func (c Concept) reasoned(x *Text, hits []Hit) bool {
	return slices.ContainsFunc(hits, func(h Hit) bool { return c.Reasoned(x, h.Sentence) })
}

// Reasoned reports whether a reason that c accepts stands in sentence n or in
// the one after it.
func (c Concept) Reasoned(x *Text, n int) bool {
	for k := n; k <= min(n+1, len(x.Sentences)-1); k++ {
		if x.Sentences[k].Claim && c.reason(x, k) {
			return true
		}
	}
	return false
}

// reason reports whether sentence n gives a reason that c accepts.
func (c Concept) reason(x *Text, n int) bool {
	if len(c.Reasons) == 0 {
		return x.Sentences[n].Reason
	}
	s := &x.Sentences[n]
	for _, t := range c.Reasons {
		if len(t.stems) == 0 {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			if x.Words[i].Stem != t.stems[0] {
				continue
			}
			to := t.from(x, i, s.Last)
			if to > 0 && !s.silent(i, to, nil) {
				return true
			}
		}
	}
	return false
}

// tighter reports whether f lies in fewer sentences than g, or in as many and
// fewer words.
func (f Finding) tighter(g Finding) bool {
	return cmp.Or(cmp.Compare(f.sentences(), g.sentences()), cmp.Compare(f.words(), g.words())) < 0
}

func (f Finding) sentences() int { return f.Hits[len(f.Hits)-1].Sentence - f.Hits[0].Sentence }
func (f Finding) words() int     { return f.Hits[len(f.Hits)-1].To - f.Hits[0].From }
