package search

import (
	"cmp"
	"context"
	"slices"
)

func (x *Index) byKeyword(ctx context.Context, query string, limit int) (Answer, error) {
	list, p, err := x.keywords(ctx, query, limit)
	if err != nil {
		return Answer{}, err
	}
	var answer Answer
	wanted := x.wanted(p)
	for _, f := range list {
		answer.Hits = append(answer.Hits, Hit{
			Doc: x.docs[f.doc], Score: f.score, Snippet: x.snippet(f.doc, p, wanted),
			Why: Why{Terms: f.terms, Share: f.share},
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
	lists, err := x.lists(ctx, p)
	if err != nil {
		return nil, p, err
	}
	t := x.tallies.Get().(*tally)
	defer x.tallies.Put(t)
	defer t.clear()
	var all float64
	required := 0
	for i, g := range p.groups {
		all += g.weight
		if g.required {
			required++
		}
		t.add(g, lists.groups[i])
	}
	for i, row := range p.rows {
		for _, s := range lists.rows[i] {
			if t.shares[s.Doc] > 0 {
				t.scores[s.Doc] += row.worth * s.Value
			}
		}
	}
	best := t.best(all, required, limit)
	for i := range best {
		best[i].terms = lists.termsOf(best[i].doc, p)
	}
	return best, p, nil
}

// lists are the documents that have what a plan asks for.
type lists struct {
	groups [][][]Score // by group and alternative
	rows   [][]Score
}

func (x *Index) lists(ctx context.Context, p plan) (lists, error) {
	l := lists{make([][][]Score, len(p.groups)), make([][]Score, len(p.rows))}
	var err error
	for i, g := range p.groups {
		l.groups[i] = make([][]Score, len(g.alternatives))
		for k, a := range g.alternatives {
			if l.groups[i][k], err = x.postings.Phrase(ctx, a.stems); err != nil {
				return l, err
			}
		}
	}
	for i, row := range p.rows {
		if l.rows[i], err = x.postings.Phrase(ctx, row.stems); err != nil {
			return l, err
		}
	}
	return l, nil
}

// termsOf says what of a query a document has.
func (l lists) termsOf(doc int, p plan) []Term {
	var out []Term
	for i, g := range p.groups {
		which, most := -1, 0.0
		for k, a := range g.alternatives {
			if v := a.worth * valueOf(l.groups[i][k], doc); v > most {
				which, most = k, v
			}
		}
		if which >= 0 {
			a := g.alternatives[which]
			out = append(out, Term{g.word, a.shown, a.how, most})
		}
	}
	for i, row := range p.rows {
		if v := valueOf(l.rows[i], doc); v > 0 {
			out = append(out, Term{row.shown, row.shown, row.how, row.worth * v})
		}
	}
	return out
}

// valueOf is what a document is worth in a list, 0 where it is not there.
func valueOf(list []Score, doc int) float64 {
	at, ok := slices.BinarySearchFunc(list, doc, func(s Score, doc int) int { return cmp.Compare(s.Doc, doc) })
	if !ok {
		return 0
	}
	return list[at].Value
}
