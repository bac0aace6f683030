package match

import "strings"

// How much disorder makes a text one of shuffled words. In the 5,661 sentences
// of the SAF training answers no sentence reaches the first figure, and 4 of
// 1,024 answers of forty words reach the second; with their words
// shuffled, eight in ten do.
const (
	disorderly     = 2    // impossible pairs in a sentence
	disorderlyRate = 0.02 // impossible pairs a word in the whole text
	disorderlyText = 3    // impossible pairs that a text must hold before its rate is judged
)

// disordered reports whether the whole text is in an order that is none.
func (t *Text) disordered() bool {
	odd, words := 0, 0
	for _, s := range t.Sentences {
		odd += t.impossible(s)
		words += s.Last - s.First
	}
	return odd >= disorderlyText && float64(odd) > disorderlyRate*float64(words)
}

// impossible counts the neighbours in s that English does not put side by side
// without a mark between them, such as "the of" or "we the".
func (t *Text) impossible(s Sentence) int {
	n := 0
	for i := s.First; i+1 < s.Last; i++ {
		if strings.TrimSpace(t.gap(i)) != "" {
			continue
		}
		if t.named(i) || t.named(i+1) {
			continue
		}
		if impossiblePair(t.Words[i].Form, t.Words[i+1].Form) {
			n++
		}
	}
	if last := t.Words[s.Last-1].Form; last == "the" || last == "a" || last == "an" || last == "and" || last == "our" || last == "their" {
		n++
	}
	return n
}

// named reports whether word i is written as a name: "option A", "the OR index".
func (t *Text) named(i int) bool {
	w := t.Source[t.Words[i].From:t.Words[i].To]
	return w != "I" && w == strings.ToUpper(w) && w != t.Words[i].Form
}

func impossiblePair(a, b string) bool {
	switch {
	case a == b:
		return determiners[a] || prepositions[a] || modals[a] || subjects[a]
	case determiners[a]:
		return a != "each" && a != "its" && (determiners[b] || modals[b] && b != "can" && b != "will" ||
			auxiliaries[b] || subjects[b] || things[b] ||
			prepositions[b] && !within[b] || conjunctions[b] && b != "then" && b != "as" && b != "if")
	case binding[a]:
		return subjects[b] || modals[b] || finite[b] || binding[b] || b == "in" || b == "on" ||
			b == "and" || b == "or" || b == "because" || b == "but"
	case subjects[a]:
		return determiners[b] && b != "each" || subjects[b] || binding[b] && b != "for" && b != "with" && b != "by"
	case modals[a]:
		return modals[b] || finite[b] || b == "of" || b == "from" || b == "into"
	case finite[a] && a != "is" && a != "has" && a != "have" && a != "do":
		return modals[b]
	}
	return false
}

// binding are the prepositions that need a thing right behind them, within those
// that may follow an article ("the over-eager", "a per-user limit"), and things
// the pronouns that may not.
var (
	binding = set(`of from into with at by for`)
	within  = set(`over under per through across between to against`)
	things  = set(`it them us this that these those`)
)

// finite are the auxiliaries that cannot follow another one.
var finite = set(`is are was were am does did has had isn't aren't wasn't doesn't don't`)
