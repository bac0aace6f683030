package search

import (
	"cmp"
	"slices"
)

func (x *Index) byKeyword(query string, limit int) Answer {
	p := x.planOf(query)
	var answer Answer
	wanted := x.wanted(p)
	for _, f := range x.keywords(p, limit) {
		answer.Hits = append(answer.Hits, Hit{Doc: x.docs[f.doc], Score: f.score, Snippet: x.snippet(f.doc, p, wanted), Why: f.why()})
	}
	if len(answer.Hits) == 0 {
		answer.Advice = noWords(p)
	}
	return answer
}

func (f found) why() Why { return Why{Terms: f.terms, Lacks: f.lacks, Share: f.share} }

func noWords(p plan) string {
	if p.requires() {
		return "No section has these words in a row. Leave the quotation marks out to find them apart."
	}
	return "No section has these words. Try others that mean the same, fewer of them, or look by meaning."
}

// keywords ranks the documents by the words of a query.
func (x *Index) keywords(p plan, limit int) []found {
	lists := x.lists(p)
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
			if t.shares[s.doc] > 0 {
				t.scores[s.doc] += row.worth * s.value
			}
		}
	}
	best := t.best(all, required, limit)
	for i := range best {
		best[i].terms, best[i].lacks = lists.termsOf(best[i].doc, p)
	}
	return best
}

// lists are the documents that have what a plan asks for.
type lists struct {
	groups [][][]scored // by group and alternative
	rows   [][]scored
}

func (x *Index) lists(p plan) lists {
	l := lists{make([][][]scored, len(p.groups)), make([][]scored, len(p.rows))}
	for i, g := range p.groups {
		l.groups[i] = make([][]scored, len(g.alternatives))
		for k, a := range g.alternatives {
			l.groups[i][k] = x.having(a.stems)
		}
	}
	for i, row := range p.rows {
		l.rows[i] = x.having(row.stems)
	}
	return l
}

// termsOf says what of a query a document has, and what it lacks.
func (l lists) termsOf(doc int, p plan) (out []Term, lacks []string) {
	for i, g := range p.groups {
		which, most := -1, 0.0
		for k, a := range g.alternatives {
			if v := a.worth * valueOf(l.groups[i][k], doc); v > most {
				which, most = k, v
			}
		}
		if which < 0 {
			lacks = append(lacks, g.word)
			continue
		}
		a := g.alternatives[which]
		out = append(out, Term{g.word, a.shown, a.how, most})
	}
	for i, row := range p.rows {
		if v := valueOf(l.rows[i], doc); v > 0 {
			out = append(out, Term{row.shown, row.shown, row.how, row.worth * v})
		}
	}
	return out, lacks
}

// valueOf is what a document is worth in a list, 0 where it is not there.
func valueOf(list []scored, doc int) float64 {
	at, ok := slices.BinarySearchFunc(list, doc, func(s scored, doc int) int { return cmp.Compare(s.doc, doc) })
	if !ok {
		return 0
	}
	return list[at].value
}
