package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"levelup/internal/measure"
	"levelup/internal/search"
	"levelup/internal/search/judged"
)

type evalSearchCommand struct {
	JSON bool   `name:"json" help:"Print one JSON object."`
	Set  string `help:"Only the lines with this in the column set." placeholder:"NAME"`
	File string `arg:"" name:"file.tsv" help:"Columns query and relevant, maybe set, separated by tabs; relevant are slug, slug#heading or slug#heading=3, with commas between." type:"path"`
}

// searchReport is what is measured on a file of judged queries.
type searchReport struct {
	Queries int                      `json:"queries"`
	Modes   map[string]searchFigures `json:"modes"`
}

// searchFigures are the figures of one way of searching.
type searchFigures struct {
	NDCG     figure            `json:"ndcg10"`
	Recall   figure            `json:"recall10"`
	MRR      figure            `json:"mrr"`
	Interval map[string]bounds `json:"interval"`
}

// Run asks each query in each way and compares what is found with what is relevant.
func (c evalSearchCommand) Run(p *program) error {
	queries, err := judged.Read(c.File, c.Set)
	if err != nil {
		return err
	}
	library, err := gradingContent(p)
	if err != nil {
		return err
	}
	index, err := openSearch(p, library, true)
	if err != nil {
		return err
	}
	report := searchReport{len(queries), make(map[string]searchFigures)}
	for _, mode := range search.Modes {
		if mode == search.Vector && !index.HasVectors() {
			continue
		}
		figures, err := judged.Measure(queries, func(query string) ([]search.Hit, error) {
			answer, err := index.Search(p.ctx, mode, query, search.MostHits)
			return answer.Hits, err
		})
		if err != nil {
			return err
		}
		report.Modes[mode] = searchFiguresOf(figures)
	}
	if c.JSON {
		return printJSON(p, report)
	}
	return report.print(p)
}

// searchFiguresOf are the means, with intervals by drawing queries.
func searchFiguresOf(figures judged.Figures) searchFigures {
	m := figures.Means(figures.Rows())
	f := searchFigures{NDCG: figure(m[0]), Recall: figure(m[1]), MRR: figure(m[2]), Interval: make(map[string]bounds)}
	for k, interval := range measure.Bootstrap(figures.Groups(), figures.Means) {
		f.Interval[judged.Names[k]] = boundsOf(interval)
	}
	return f
}

func (r searchReport) print(p *program) error {
	fmt.Fprintf(p.stdout, "%d queries; 95 %% intervals by bootstrap over queries\n\n", r.Queries)
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "mode\tnDCG@10\t\trecall@10\t\tMRR\t")
	for _, mode := range search.Modes {
		f, ok := r.Modes[mode]
		if !ok {
			fmt.Fprintf(w, "%s\t-\tthere are no vectors\n", mode)
			continue
		}
		fmt.Fprintln(w, strings.Join([]string{mode, f.NDCG.String(), f.Interval["ndcg10"].String(), f.Recall.String(), f.Interval["recall10"].String(), f.MRR.String(), f.Interval["mrr"].String()}, "\t"))
	}
	return w.Flush()
}
