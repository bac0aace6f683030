package match

import (
	"slices"
	"strings"
)

// Terms may be strung into sentences: "We use a cache, a queue and a replica."
// Such a sentence names things and says nothing of any of them, so that it can
// be a thought about one at most; and a text that consists of them is a list with
// verbs in front.

const (
	shortItem    = 4    // words up to which a part between commas is a mere item
	fewestStrung = 4    // sentences of several such items in a text before their share counts
	strungShare  = 0.25 // of the sentences of a text, from which it is a catalogue; no step of the shipped samples has three
	fewestNamed  = 8    // the same for sentences that name one thing or more
	namedShare   = 0.4
)

// between are the words that only put one item beside another.
var between = set(`and or plus with also then nor including like`)

// lists reports whether s does no more than name so many things: behind its first
// verb stand short items, and no word that ties one to another.
func (t *Text) lists(s Sentence, fewest int) bool {
	from := t.predicate(s)
	if from == s.First || s.Question || s.Reason || t.notation(s) || t.relates(s) {
		return false
	}
	items, words := 0, 0
	for i := from; i < s.Last; i++ {
		switch w := t.Words[i]; {
		case between[w.Form]:
			words = 0
			continue
		case determiners[w.Form], adverbs[w.Form]:
			continue
		case functional(w.Form), words > 0 && verbs[w.Stem]:
			return false // it ties, or is the verb of what stands before it
		}
		if words++; words == 1 {
			items++
		}
		if words > shortItem {
			return false
		}
		if i+1 < s.Last && strings.ContainsAny(t.gap(i), ",;/&+|") {
			words = 0
		}
	}
	if items == 1 && slices.ContainsFunc(t.Words[s.First:from-1], func(w Word) bool { return !functional(w.Form) && !verbs[w.Stem] }) {
		return false // "slugs share the table" says something of both
	}
	return items >= fewest
}

// predicate is the word behind the first verb of s and its auxiliaries, if it
// stands near the beginning, else the first word of s.
func (t *Text) predicate(s Sentence) int {
	const near = 5
	for i := s.First; i < min(s.First+near, s.Last); i++ {
		if !t.verbAt(i) || i > s.First && determiners[t.Words[i-1].Form] && !t.auxiliaryAt(i) {
			continue
		}
		for helps := t.auxiliaryAt(i); i+1 < s.Last && (helps && t.verbAt(i+1) || adverbs[t.Words[i+1].Form]); {
			i++
			helps = helps && !verbs[t.Words[i].Stem]
		}
		return i + 1
	}
	return s.First
}

// strings reports whether s strings terms into a sentence, few or many.
func (t *Text) strings(s Sentence) bool {
	return t.lists(s, 2) || t.predicate(s) > s.First && !t.notation(s) && !t.relates(s) && t.enumerates(s)
}

// catalogued reports whether so many sentences of the text only name things that
// nobody could tell what it says: several at a time, or one after another.
func (t *Text) catalogued() bool {
	strung, named, lines := 0, 0, 0
	for _, s := range t.Sentences {
		if t.strings(s) {
			strung++
		}
		if t.lists(s, 1) {
			named++
		}
		if t.bareArrows(s) {
			lines++
		}
	}
	all := float64(len(t.Sentences))
	return strung >= fewestStrung && float64(strung) >= strungShare*all ||
		named >= fewestNamed && float64(named) >= namedShare*all ||
		lines >= fewestLines && float64(lines) >= linesShare*all
}
