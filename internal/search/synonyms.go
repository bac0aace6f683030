package search

import "strings"

// Synonyms are groups of terms of which each stands for the others: "lb, load balancer".
// A term is a word or a few words in a row.
type Synonyms [][]string

// thesaurus finds the others of a term by its stems, joined by spaces.
type thesaurus struct {
	others  map[string][]standIn
	words   []string // all that occur in terms
	longest int      // words of the longest term
}

// standIn is a term that stands for another one.
type standIn struct {
	text  string
	stems []string
}

func newThesaurus(groups Synonyms) thesaurus {
	t := thesaurus{others: make(map[string][]standIn)}
	for _, group := range groups {
		var terms []standIn
		for _, text := range group {
			for _, w := range wordsOf(text) {
				t.words = append(t.words, w.folded)
			}
			if s := stems(text); len(s) > 0 {
				terms = append(terms, standIn{text, s})
				t.longest = max(t.longest, len(s))
			}
		}
		for i, term := range terms {
			key := strings.Join(term.stems, " ")
			for k, other := range terms {
				if i != k && strings.Join(other.stems, " ") != key {
					t.others[key] = append(t.others[key], other)
				}
			}
		}
	}
	return t
}
