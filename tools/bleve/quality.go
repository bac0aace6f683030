package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/measure"
	"levelup/internal/search"
	"levelup/internal/search/docs"
	"levelup/internal/search/judged"
)

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
	found := make(map[string]judged.Figures)
	all := make(judged.Figures, len(queries)).Rows()
	best := ""
	for _, f := range append(they, we...) {
		if strings.HasSuffix(f.name, "snippets") { // it finds the same
			continue
		}
		if found[f.name], err = judged.Measure(queries, func(query string) ([]search.Hit, error) {
			return f.find(ctx, query, search.MostHits)
		}); err != nil {
			return err
		}
		if strings.HasPrefix(f.name, "bleve") && (best == "" || found[f.name].Means(all)[0] > found[best].Means(all)[0]) {
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
		m := found[f.name].Means(all)
		fmt.Fprintf(table, "%s\t%.3f\t%.3f\t%.3f", f.name, m[0], m[1], m[2])
		if !strings.HasPrefix(f.name, "bleve") {
			fmt.Fprint(table, differences(found[f.name], found[best], all))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

// differences are those of the means, with their intervals, as cells of a table.
func differences(a, b judged.Figures, all []int) string {
	of := func(some []int) []float64 {
		x, y := a.Means(some), b.Means(some)
		for k := range x {
			x[k] -= y[k]
		}
		return x
	}
	var out strings.Builder
	means := of(all)
	for k, interval := range measure.Bootstrap(a.Groups(), of) {
		fmt.Fprintf(&out, "\t%+.3f (%+.3f to %+.3f)", means[k], interval[0], interval[1])
	}
	return out.String()
}
