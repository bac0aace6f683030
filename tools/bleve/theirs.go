package main

import (
	"context"
	"os"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"levelup/internal/search"
)

// boosts are what a word is worth in each field: ours.
var boosts = []struct {
	field string
	by    float64
}{{"title", 1}, {"heading", 6}, {"body", 1}, {"code", 0.3}}

// theirs are the ways of asking bleve, each with its English analyser: over all fields
// with our boosts and over all text at once, ranked by BM25 and by its own TF-IDF.
func theirs(docs []search.Doc) (finders []finder, cleanUp func(), err error) {
	folder, err := os.MkdirTemp("", "bleve")
	if err != nil {
		return nil, nil, err
	}
	cleanUp = func() { os.RemoveAll(folder) } //nolint:errcheck // it is the system's to remove then
	for _, model := range []string{index.BM25Scoring, index.TFIDFScoring} {
		x, err := fill(folder+"/"+model, model, docs)
		if err != nil {
			return nil, cleanUp, err
		}
		finders = append(finders,
			finder{"bleve, fields, " + model, asking(x, docs, overFields, false)},
			finder{"bleve, fields, " + model + ", snippets", asking(x, docs, overFields, true)},
			finder{"bleve, all, " + model, asking(x, docs, overAll, false)},
			finder{"bleve, all, " + model + ", snippets", asking(x, docs, overAll, true)})
	}
	return finders, cleanUp, nil
}

func fill(path, model string, docs []search.Doc) (bleve.Index, error) {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = en.AnalyzerName
	mapping.ScoringModel = model
	x, err := bleve.New(path, mapping)
	if err != nil {
		return nil, err
	}
	batch := x.NewBatch()
	for i, d := range docs {
		if err := batch.Index(strconv.Itoa(i), map[string]string{"title": d.Title, "heading": d.Heading, "body": d.Body, "code": d.Code}); err != nil {
			return nil, err
		}
	}
	return x, x.Batch(batch)
}

func overAll(text string) query.Query { return bleve.NewMatchQuery(text) }

func overFields(text string) query.Query {
	var parts []query.Query
	for _, b := range boosts {
		q := bleve.NewMatchQuery(text)
		q.SetField(b.field)
		q.SetBoost(b.by)
		parts = append(parts, q)
	}
	return bleve.NewDisjunctionQuery(parts...)
}

func asking(x bleve.Index, docs []search.Doc, of func(string) query.Query, snippets bool) func(context.Context, string, int) ([]search.Hit, error) {
	return func(ctx context.Context, text string, limit int) ([]search.Hit, error) {
		request := bleve.NewSearchRequestOptions(of(text), limit, 0, false)
		if snippets {
			request.Highlight = bleve.NewHighlight()
			request.Highlight.AddField("body")
		}
		result, err := x.SearchInContext(ctx, request)
		if err != nil {
			return nil, err
		}
		hits := make([]search.Hit, len(result.Hits))
		for i, hit := range result.Hits {
			number, err := strconv.Atoi(hit.ID)
			if err != nil {
				return nil, err
			}
			hits[i].Doc = docs[number]
		}
		return hits, nil
	}
}
