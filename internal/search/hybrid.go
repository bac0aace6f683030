package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// How two rankings are merged: a document gets share/(flat+rank) from each. The figures
// were chosen on the judged queries that may be looked at.
const (
	flat         = 20.0
	shareKeyword = 1.0
	shareVector  = 0.4
)

// hybrid merges what keywords and vectors find. Without vectors it is the keywords'.
func (x *Index) hybrid(ctx context.Context, query string, limit int) (Answer, error) {
	words, p, err := x.keywords(ctx, query, pooled)
	if err != nil {
		return Answer{}, err
	}
	close, err := x.nearest(ctx, query, pooled)
	if err != nil && !errors.Is(err, ErrNoVectors) {
		return Answer{}, err
	}
	hits := make(map[int]*Hit)
	hit := func(doc int) *Hit {
		if hits[doc] == nil {
			hits[doc] = &Hit{Why: Why{Ranks: &Ranks{}}}
		}
		return hits[doc]
	}
	for i, f := range words {
		h := hit(f.doc)
		h.Why.Terms, h.Why.Share, h.Why.Ranks.Keyword = f.terms, f.share, i+1
		h.Score += shareKeyword / (flat + float64(i+1))
	}
	for i, n := range close {
		h := hit(n.doc)
		h.Why.Cosine, h.Why.Ranks.Vector = &n.cosine, i+1
		h.Score += shareVector / (flat + float64(i+1))
	}
	order := make([]int, 0, len(hits))
	for doc := range hits {
		order = append(order, doc)
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(hits[b].Score, hits[a].Score), cmp.Compare(a, b)) })
	var answer Answer
	wanted := x.wanted(p)
	for _, doc := range order[:min(limit, len(order))] {
		h := hits[doc]
		h.Doc, h.Snippet = x.docs[doc], x.snippet(doc, p, wanted)
		answer.Hits = append(answer.Hits, *h)
	}
	if len(order) == 0 {
		answer.Advice = noWords(p)
	}
	return answer, nil
}
