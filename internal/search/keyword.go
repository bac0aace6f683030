package search

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// complete is how much it counts to have all words of a query, and not one of them
// often: a score is multiplied by the share of words that were found, to this power.
const complete = 0.5

// found is a document while its score is added up.
type found struct {
	doc   int
	score float64
	share float64
	terms []Term
	lacks []string
}

func (x *Index) byKeyword(ctx context.Context, query string, limit int) (Answer, error) {
	list, p, err := x.keywords(ctx, query, limit)
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	for _, f := range list {
		answer.Hits = append(answer.Hits, Hit{
			Doc: x.docs[f.doc], Score: f.score, Snippet: x.snippet(f.doc, p),
			Why: Why{Terms: f.terms, Lacks: f.lacks, Share: f.share},
		})
	}
	if len(list) == 0 {
		answer.Advice = noWords(p)
	}
	return answer, nil
}

func noWords(p plan) string {
	if slices.ContainsFunc(p.groups, func(g group) bool { return g.required }) {
		return "No section has these words in a row. Leave the quotation marks out to find them apart."
	}
	return "No section has these words. Try others that mean the same, fewer of them, or look by meaning."
}

// keywords ranks the documents by the words of a query.
func (x *Index) keywords(ctx context.Context, query string, limit int) ([]found, plan, error) {
	p, err := x.planOf(ctx, query)
	if err != nil {
		return nil, p, err
	}
	scores := make([]float64, len(x.docs))
	shares := make([]float64, len(x.docs))
	missing := make([]bool, len(x.docs))
	var all float64
	best := make([]bestOf, len(p.groups))
	for i, g := range p.groups {
		all += g.weight
		var err error
		if best[i], err = x.bestOf(ctx, g); err != nil {
			return nil, p, err
		}
		for doc, s := range best[i].scores {
			scores[doc] += s
			shares[doc] += g.weight * best[i].stands[doc]
			missing[doc] = missing[doc] || g.required && s == 0
		}
	}
	rows := make([][]Score, len(p.rows))
	for i, row := range p.rows {
		var err error
		if rows[i], err = x.postings.Phrase(ctx, row.stems); err != nil {
			return nil, p, err
		}
		for _, s := range rows[i] {
			scores[s.Doc] += row.worth * s.Value
		}
	}
	var list []found
	for doc, score := range scores {
		if shares[doc] > 0 && !missing[doc] {
			share := shares[doc] / all
			list = append(list, found{doc: doc, score: score * math.Pow(share, complete), share: share})
		}
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
	list = list[:min(limit, len(list))]
	for i := range list {
		list[i].terms, list[i].lacks = termsOf(list[i].doc, p, best, rows)
	}
	return list, p, nil
}

// bestOf is what each document has for a word of the query: of all that may stand for
// it the one with the highest score counts.
type bestOf struct {
	scores, stands []float64 // by document; 0: it has nothing
	which          []int     // the alternative
}

func (x *Index) bestOf(ctx context.Context, g group) (bestOf, error) {
	b := bestOf{make([]float64, len(x.docs)), make([]float64, len(x.docs)), make([]int, len(x.docs))}
	for i, a := range g.alternatives {
		list, err := x.postings.Phrase(ctx, a.stems)
		if err != nil {
			return b, err
		}
		for _, s := range list {
			if v := a.worth * s.Value; v > b.scores[s.Doc] {
				b.scores[s.Doc], b.stands[s.Doc], b.which[s.Doc] = v, a.stands, i
			}
		}
	}
	return b, nil
}

// termsOf says what of a query a document has, and what it lacks.
func termsOf(doc int, p plan, best []bestOf, rows [][]Score) (out []Term, lacks []string) {
	for i, g := range p.groups {
		if s := best[i].scores[doc]; s > 0 {
			a := g.alternatives[best[i].which[doc]]
			out = append(out, Term{g.word, a.shown, a.how, s})
		} else {
			lacks = append(lacks, g.word)
		}
	}
	for i, row := range p.rows {
		at, ok := slices.BinarySearchFunc(rows[i], doc, func(s Score, doc int) int { return cmp.Compare(s.Doc, doc) })
		if ok {
			out = append(out, Term{row.shown, row.shown, row.how, row.worth * rows[i][at].Value})
		}
	}
	return out, lacks
}
