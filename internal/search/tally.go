package search

import (
	"cmp"
	"math"
	"slices"
)

// complete is how much it counts to have all words of a query, and not one of them
// often: a score is multiplied by the share of words that were found, to this power.
const complete = 0.5

// found is a document with its score.
type found struct {
	doc   int
	score float64
	share float64
	terms []Term
	lacks []string
}

// tally adds up what the documents have of a query. It has room for all of them, but
// only those that have something cost time; it is used again and again.
type tally struct {
	scores, shares []float64
	required       []int // groups that must be there, and are
	touched        []int // documents that have something

	of, stands []float64 // the best alternative of one group
	having     []int
}

func newTally(docs int) *tally {
	return &tally{
		scores: make([]float64, docs), shares: make([]float64, docs), required: make([]int, docs),
		of: make([]float64, docs), stands: make([]float64, docs),
	}
}

// clear makes a tally as it was when it was new.
func (t *tally) clear() {
	for _, doc := range t.touched {
		t.scores[doc], t.shares[doc], t.required[doc] = 0, 0, 0
	}
	t.touched = t.touched[:0]
}

// add counts a group: of all that may stand for the word, the one with the highest score
// counts.
func (t *tally) add(g group, lists [][]scored) {
	for i, list := range lists {
		a := g.alternatives[i]
		for _, s := range list {
			if v := a.worth * s.value; v > t.of[s.doc] {
				if t.of[s.doc] == 0 {
					t.having = append(t.having, s.doc)
				}
				t.of[s.doc], t.stands[s.doc] = v, a.stands
			}
		}
	}
	for _, doc := range t.having {
		if t.shares[doc] == 0 {
			t.touched = append(t.touched, doc)
		}
		t.scores[doc] += t.of[doc]
		t.shares[doc] += g.weight * t.stands[doc]
		if g.required {
			t.required[doc]++
		}
		t.of[doc] = 0
	}
	t.having = t.having[:0]
}

// best are the first documents by score, of those that have all that is required.
func (t *tally) best(weight float64, required, limit int) []found {
	list := make([]found, 0, limit+1)
	for _, doc := range t.touched {
		if t.required[doc] < required {
			continue
		}
		share := t.shares[doc] / weight
		f := found{doc: doc, score: t.scores[doc] * math.Pow(share, complete), share: share}
		if len(list) == limit && before(list[limit-1], f) < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, f, before)
		list = slices.Insert(list, at, f)
		list = list[:min(limit, len(list))]
	}
	return list
}

// before orders documents by score; those that are worth the same stay in their order.
func before(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
}
