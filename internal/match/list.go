package match

import "strings"

// What makes words a list.
const (
	listSegments = 4    // parts between commas from which a sentence may be an enumeration
	clauseShare  = 0.25 // share of words in parts of four words and more, below which it is one
	longList     = 8    // parts from which their mean length alone decides
	longListMean = 5    // words
	bareLine     = 5    // words of a line without a closing mark that may be an item of a list
	bareRun      = 4    // such lines in a row are a list
	heapRun      = 25   // words in a row without a mark that may be a heap
	heapShare    = 0.35 // share of function words below which they are one; prose has half
)

// enumerates reports whether s is a list of terms, with a verb in front or
// without: many short parts between commas, hardly any of which is a clause.
func (t *Text) enumerates(s Sentence) bool {
	if t.listed(s, s.First, func(int) bool { return false }) {
		return true
	}
	from := t.predicate(s)
	return from > s.First && !t.relates(s) && t.listed(s, from, func(i int) bool { return between[t.Words[i].Form] })
}

// listed looks at the parts of s from word from on, between commas and such words
// as separates names.
func (t *Text) listed(s Sentence, from int, separates func(word int) bool) bool {
	parts, words, inClauses := 0, 0, 0
	start, tied := from, false
	for i := from; i < s.Last; i++ {
		if separates(i) {
			continue
		}
		words++
		tied = tied || functional(t.Words[i].Form) && !determiners[t.Words[i].Form]
		if i+1 < s.Last && !separates(i+1) && !strings.ContainsAny(t.gap(i), ",;/|•·\n") {
			continue
		}
		if n := i + 1 - start; n >= fewestWords && tied {
			inClauses += n
		}
		parts++
		start, tied = i+1, false
		if i+1 < s.Last && separates(i+1) {
			start++
		}
	}
	return parts >= listSegments && float64(inClauses) < clauseShare*float64(words) ||
		parts >= longList && words < longListMean*parts
}

// discountLists takes runs of bare short lines for what they are. A line with a
// reason in it is a thought, however short.
func (t *Text) discountLists() {
	for i := 0; i < len(t.Sentences); {
		j := i
		for j < len(t.Sentences) && t.bare(t.Sentences[j]) {
			j++
		}
		if j-i >= bareRun {
			for k := i; k < j; k++ {
				t.Sentences[k].Claim = false
			}
		}
		i = max(j, i+1)
	}
}

func (t *Text) bare(s Sentence) bool {
	return !s.ended && !s.Reason && s.Last-s.First <= bareLine && !t.notation(s)
}

// heap reports whether s is words put in a row: many without a mark, and hardly
// any that ties the others together. Of the runs of that length in the SAF
// training answers one in seventeen falls under it.
func (t *Text) heap(s Sentence) bool {
	words, tied := 0, 0
	for i := s.First; i < s.Last; i++ {
		words++
		if functional(t.Words[i].Form) {
			tied++
		}
		if i+1 < s.Last && !strings.ContainsAny(t.gap(i), ",;:()/|=—–") {
			continue
		}
		if words >= heapRun && float64(tied) < heapShare*float64(words) {
			return true
		}
		words, tied = 0, 0
	}
	return false
}

// heaped reports whether most words of the text stand in heaps: then the rest of
// it is no better.
func (t *Text) heaped() bool {
	words, heaped := 0, 0
	for _, s := range t.Sentences {
		words += s.Last - s.First
		if t.heap(s) {
			heaped += s.Last - s.First
		}
	}
	return 2*heaped > words
}
