package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/measure"
	"levelup/internal/search"
	"levelup/internal/search/docs"
	"levelup/internal/search/judged"
)

// first is how many hits of a query count.
const first = 10

// figures are nDCG, recall and reciprocal rank, by query.
type figures [][]float64

// means are the means of the figures of some queries.
func (f figures) means(some []int) []float64 {
	out := make([]float64, 3)
	for _, i := range some {
		for k, v := range f[i] {
			out[k] += v / float64(len(some))
		}
	}
	return out
}

// quality prints what is found of what people judged relevant.
func quality(ctx context.Context, w io.Writer, file, set string) error {
	queries, err := judged.Read(file, set)
	if err != nil {
		return err
	}
	library, problems := curriculum.Load(content.FS)
	if broken := curriculum.Broken(problems); len(broken) > 0 {
		return fmt.Errorf("the content is broken: %v", broken[0])
	}
	sections := docs.Of(library)
	we, err := ours(ctx, sections, library.Synonyms())
	if err != nil {
		return err
	}
	they, cleanUp, err := theirs(sections)
	if cleanUp != nil {
		defer cleanUp()
	}
	if err != nil {
		return err
	}
	found := make(map[string]figures)
	all := make([]int, len(queries))
	for i := range all {
		all[i] = i
	}
	best := ""
	for _, f := range append(they, we...) {
		if strings.HasSuffix(f.name, "snippets") { // it finds the same
			continue
		}
		if found[f.name], err = measured(ctx, f, queries); err != nil {
			return err
		}
		if strings.HasPrefix(f.name, "bleve") && (best == "" || found[f.name].means(all)[0] > found[best].means(all)[0]) {
			best = f.name
		}
	}
	fmt.Fprintf(w, "Quality: %d judged queries (%s), %d sections; differences from the best of bleve with 95 %% intervals by bootstrap over queries\n\n", len(queries), set, len(sections))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tnDCG@10\trecall@10\tMRR\tnDCG - bleve\trecall - bleve\tMRR - bleve")
	for _, f := range append(they, we...) {
		if found[f.name] == nil {
			continue
		}
		m := found[f.name].means(all)
		fmt.Fprintf(table, "%s\t%.3f\t%.3f\t%.3f", f.name, m[0], m[1], m[2])
		if !strings.HasPrefix(f.name, "bleve") {
			fmt.Fprint(table, differences(found[f.name], found[best], all))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

func measured(ctx context.Context, f finder, queries []judged.Query) (figures, error) {
	var out figures
	for _, q := range queries {
		hits, err := f.find(ctx, q.Text, search.MostHits)
		if err != nil && fault.KindOf(err) != fault.Invalid { // no pattern, say: nothing is found
			return nil, err
		}
		grades, all := q.Grades(hits), q.All()
		out = append(out, []float64{measure.NDCG(grades, all, first), measure.Recall(grades, len(all), first), measure.ReciprocalRank(grades)})
	}
	return out, nil
}

// differences are those of the means, with their intervals, as cells of a table.
func differences(a, b figures, all []int) string {
	of := func(some []int) []float64 {
		x, y := a.means(some), b.means(some)
		for k := range x {
			x[k] -= y[k]
		}
		return x
	}
	groups := make([][]int, len(all))
	for i := range groups {
		groups[i] = []int{i}
	}
	var out strings.Builder
	means := of(all)
	for k, interval := range measure.Bootstrap(groups, of) {
		fmt.Fprintf(&out, "\t%+.3f (%+.3f to %+.3f)", means[k], interval[0], interval[1])
	}
	return out.String()
}
