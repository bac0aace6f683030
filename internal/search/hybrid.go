package search

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// shareMeaning is what a standard deviation of nearness adds to a score by keyword, of
// which the best is 1. Adding scores did better than adding reciprocal ranks, on the
// judged queries that may be looked at: a word that only one section has should be able
// to say so louder than by one place.
const shareMeaning = 0.12

// hybrid merges what keywords and vectors find. Where nothing can be found by meaning it
// is the keywords' ranking, and says so.
func (x *Index) hybrid(ctx context.Context, query string, limit int) Answer {
	p := x.planOf(query)
	words := x.keywords(p, pooled)
	text := meant(query, words)
	all, fault := x.meanings(ctx, text)
	hits := make(map[int]*Hit)
	hit := func(doc int) *Hit {
		if hits[doc] == nil {
			hits[doc] = &Hit{Why: Why{Ranks: &Ranks{}}}
		}
		return hits[doc]
	}
	for i, f := range words {
		h := hit(f.doc)
		h.Why.Ranks.Keyword = i + 1
		h.Score += f.score / words[0].score
	}
	mean, deviation := spread(all)
	for i, n := range nearest(all, pooled) {
		if !(n.score > mean) {
			break
		}
		if hits[n.doc] == nil && p.requires() { // what stands in quotation marks must be there
			continue
		}
		h := hit(n.doc)
		h.Why.Ranks.Vector = i + 1
		h.Score += shareMeaning * (n.score - mean) / deviation
	}
	order := make([]int, 0, len(hits))
	for doc := range hits {
		order = append(order, doc)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(hits[b].Score, hits[a].Score), cmp.Compare(a, b))
	})
	answer := Answer{Missing: fault}
	if fault == nil {
		answer.ReadAs = readAs(query, text)
	}
	wanted := x.wanted(p)
	for _, doc := range order[:min(limit, len(order))] {
		h := hits[doc]
		h.Doc = x.docs[doc]
		if at := h.Why.Ranks.Keyword; at > 0 {
			ranks := h.Why.Ranks
			h.Why, h.Snippet = words[at-1].why(), x.snippet(doc, p, wanted)
			h.Why.Ranks = ranks
		} else {
			h.Snippet = x.passage(all[doc])
		}
		if h.Why.Ranks.Vector > 0 {
			h.Why.Cosine = &all[doc].cosine
		}
		answer.Hits = append(answer.Hits, *h)
	}
	if len(order) == 0 {
		answer.Advice = noWords(p)
	}
	return answer
}

// spread is the mean and the standard deviation of how near documents are.
func spread(all []near) (mean, deviation float64) {
	for _, n := range all {
		mean += n.score / float64(len(all))
	}
	for _, n := range all {
		deviation += (n.score - mean) * (n.score - mean) / float64(len(all))
	}
	return mean, math.Sqrt(deviation)
}
