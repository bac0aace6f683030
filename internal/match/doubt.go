package match

import (
	"slices"
	"strings"
)

// A sentence whose main clause is denied says nothing but the denial, and what
// leans on that clause is in doubt with it: its subject, its conditions, what it
// lists. "The row is not kept in memory, with code, target and owner" does not
// say where the owner is. What stands on its own feet is not in doubt: a
// contrast ("it is one script"), a clause with a subject and a verb of its own,
// a reason or a consequence.
//
// Only the denial of a verb does that. "In the database, not in Redis" and "no
// queue" deny a thing and leave the sentence as it was, and so does what is
// denied in a condition or in passing ("if it does not answer, we ..."). Who
// denies a harm speaks for the thing, and two negators in a clause cancel.

// doubt is the words [from, up) of a sentence that say nothing, since a negator
// denies what they lean on.
type doubt struct {
	from, up int
	by       negation
}

// A text of so many sentences, of which more than this share is denied, says
// what is not, and a reader is left to guess what is. Of the steps of that length
// in the shipped samples and model answers none denies more than a third.
const (
	fewestDenied = 5
	deniedShare  = 0.5
)

// clause is the words [from, up) of a sentence between two marks or turns.
type clause struct {
	from, up int
	tie      tie
	whole    bool // has a subject and a verb of its own
	colon    bool // stands behind a colon or the like
}

// tie is how a clause hangs on the one before it.
type tie int

const (
	beside     tie = iota
	leaning        // a condition, a relative clause: it belongs to what stands beside it
	reasoning      // because
	concluding     // so
	turning        // but
)

var (
	leans = set(`if when whenever while whereas unless until although though which who whom whose where wherever
		whether once what how after before till lest`)
	concludes = set(`so therefore thus hence consequently otherwise then`)
	contrasts = set(`but instead rather only except yet however just still`)
	// inside are those of them that open no clause without a comma before them.
	inside = set(`once what how after before`)
	// wander are turns that stand anywhere in a clause.
	wander = set(`still yet then instead`)
)

// doubt marks what the sentences of t leave in doubt.
func (t *Text) doubt() {
	denied, said := 0, 0
	for i := range t.Sentences {
		s := &t.Sentences[i]
		if s.Question {
			continue // whoever asks whether it is not so asks
		}
		said++
		verbs := t.verbal(s)
		if len(verbs) == 0 {
			if slices.ContainsFunc(s.negations, func(n negation) bool { return n.verdict }) {
				denied++
			}
			continue
		}
		denied++
		s.doubts = t.leansOn(s, verbs)
	}
	if said < fewestDenied || float64(denied) <= deniedShare*float64(said) {
		return
	}
	for i := range t.Sentences {
		s := &t.Sentences[i]
		for _, n := range s.negations {
			// "We do not need it, since ..." is how one says what is left out.
			if !s.Question && !n.harm && !n.needless && (n.verb || n.verdict) {
				s.doubts = append(s.doubts, doubt{s.First, s.Last, n})
			}
		}
	}
}

// verbal are the negators of s that deny a verb and are not cancelled.
func (t *Text) verbal(s *Sentence) []negation {
	var out []negation
	for _, n := range s.negations {
		cancels := func(m negation) bool { return !m.verb && n.from <= m.at && m.at < n.up }
		if n.verb && !n.harm && !slices.ContainsFunc(s.negations, cancels) {
			out = append(out, n)
		}
	}
	return out
}

// leansOn finds what leans on the denied verbs of s.
func (t *Text) leansOn(s *Sentence, verbs []negation) []doubt {
	var out []doubt
	clauses := t.clauses(*s)
	for _, n := range verbs {
		at := slices.IndexFunc(clauses, func(c clause) bool { return n.at < c.up })
		if c := clauses[at]; c.tie == reasoning || c.tie == leaning && !t.alone(clauses, at) {
			continue
		}
		last := at + 1
		for last < len(clauses) && !clauses[last].free(n.needless) {
			last++
		}
		from := clauses[at].from
		switch {
		case last < len(clauses) && t.turnsTo(clauses[last]):
			from = n.at // the subject goes on in "it is one script"
		case clauses[at].tie == beside:
			for k := at; k > 0 && (clauses[k-1].tie == leaning || !clauses[k-1].whole); k-- {
				from = clauses[k-1].from
			}
		}
		out = append(out, doubt{from, clauses[last-1].up, n})
	}
	return out
}

// alone reports whether the clause is the main one in spite of the word that
// opens it: "after five minutes the hold is not taken".
func (t *Text) alone(clauses []clause, at int) bool {
	return inside[t.Words[clauses[at].from].Form] &&
		!slices.ContainsFunc(clauses, func(c clause) bool { return c.whole && c.tie != leaning })
}

// free reports whether c holds although what stands before it is denied, or is
// said to be not wanted: then a few figures behind a colon are reason enough.
func (c clause) free(needless bool) bool {
	switch c.tie {
	case turning, reasoning:
		return true
	case leaning:
		return false
	}
	return c.whole || c.colon && needless
}

// turnsTo reports whether c says what is, after what is not.
func (t *Text) turnsTo(c clause) bool {
	return c.tie == turning || c.tie == beside && pronouns[t.Words[c.from].Form]
}

// clauses takes s apart.
func (t *Text) clauses(s Sentence) []clause {
	var out []clause
	from := s.First
	for i := s.First + 1; i <= s.Last; i++ {
		if i == s.Last || t.opens(s, i) {
			out = append(out, t.clauseOf(s, from, i))
			from = i
		}
	}
	return out
}

// opens reports whether a clause begins at word i.
func (t *Text) opens(s Sentence, i int) bool {
	if t.marked(i, ",;:()—–\n|") {
		return true
	}
	w := t.Words[i].Form
	if w == "that" || w == "and" || w == "or" {
		if i+1 == s.Last {
			return false
		}
		next := t.Words[i+1].Form
		return w == "that" && t.verbAt(i+1) || w != "that" && (subjects[next] || next == "it")
	}
	return turns[w] && !wander[w] || leans[w] && !inside[w]
}

// marked reports whether one of the marks, or a dash, stands before word i.
func (t *Text) marked(i int, marks string) bool {
	g := t.gap(i - 1)
	return strings.ContainsAny(g, marks) || strings.Contains(g, " - ")
}

func (t *Text) clauseOf(s Sentence, from, up int) clause {
	c := clause{from: from, up: up, colon: from > s.First && t.marked(from, ":;—–")}
	i := from
	if w := t.Words[i].Form; (w == "and" || w == "or") && i+1 < up {
		i++
	}
	next := ""
	if i+1 < up {
		next = t.Words[i+1].Form
	}
	switch w := t.Words[i].Form; {
	case contrasts[w]:
		c.tie = turning
	case w == "so" && next == "that", leans[w], w == "that" && next != "" && t.verbAt(i+1):
		c.tie = leaning
	case concludes[w]:
		c.tie = concluding
	case w == "because", w == "since", w == "as" && (subjects[next] || determiners[next] || pronouns[next]), w == "for" && subjects[next]:
		c.tie = reasoning
	}
	if c.tie != beside {
		i++
	}
	c.whole = t.predicates(i, up)
	return c
}

// predicates reports whether a verb stands behind a subject in [i, up). Where a
// preposition comes first, what looks like a verb is mostly a noun ("with the
// time of the last call").
func (t *Text) predicates(i, up int) bool {
	if up-i > 2 && subjects[t.Words[i].Form] {
		return true
	}
	for k := i + 1; k < up; k++ {
		before := t.Words[k-1].Form
		if t.auxiliaryAt(k) || t.verbAt(k) && !prepositions[t.Words[i].Form] && !prepositions[before] && !determiners[before] {
			return true
		}
	}
	return false
}

// verbAt reports whether word i may be the verb of a clause.
func (t *Text) verbAt(i int) bool {
	w := t.Words[i]
	return t.auxiliaryAt(i) || verbs[w.Stem] && !strings.HasSuffix(w.Form, "ing")
}

func (t *Text) auxiliaryAt(i int) bool {
	switch w := t.Words[i].Form; w {
	case "been", "being", "be", "done":
		return false
	default:
		return modals[w] || auxiliaries[w]
	}
}

// doubted reports whether any of the words [from, to) is in doubt, by a negator
// that is neither one of them nor among those that were meant.
func (s *Sentence) doubted(from, to int, meant []negation) bool {
	return slices.ContainsFunc(s.doubts, func(d doubt) bool {
		return d.from < to && from < d.up && !d.by.within(from, to) && !slices.Contains(meant, d.by)
	})
}

// silent reports whether s leaves the words [from, to) denied or in doubt.
func (s *Sentence) silent(from, to int, meant []negation) bool {
	return s.denied(from, to, meant) || s.doubted(from, to, meant)
}

// against reports whether the thought in which word i of s stands is turned
// round or in doubt.
func (s *Sentence) against(i int) bool { return s.turned(i) || s.doubted(i, i+1, nil) }
