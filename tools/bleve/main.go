// Command bleve compares the search with bleve, a library that does the same: how good
// are its answers to judged queries over the shipped content, and how long do its answers
// take over the documentation of Go's standard library. It is a module of its own so that
// the program does without bleve.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"levelup/internal/encoder"
	"levelup/internal/search"
	"levelup/static"
)

func main() {
	file := flag.String("queries", "../../internal/search/testdata/judgements.tsv", "file of judged queries")
	set := flag.String("set", "seen", "which of them, by their column set")
	profile := flag.String("profile", "", "write where our keyword search spends its time into this file")
	flag.Parse()
	ctx := context.Background()
	if err := quality(ctx, os.Stdout, *file, *set); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := speed(ctx, os.Stdout, *profile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A finder answers a query with hits, best first.
type finder struct {
	name string
	find func(ctx context.Context, query string, limit int) ([]search.Hit, error)
}

// ours are our ways of searching.
func ours(ctx context.Context, docs []search.Doc, synonyms search.Synonyms) ([]finder, error) {
	model, stored, err := carried()
	if err != nil {
		return nil, err
	}
	missing := stored.Missing(docs)
	if len(missing) > 0 {
		fmt.Fprintf(os.Stderr, "turning %d sentences into vectors\n", len(missing))
	}
	vectors, err := model.Embed(ctx, missing)
	if err != nil {
		return nil, err
	}
	stored.Add(missing, vectors)
	index, err := search.New(docs, synonyms).WithVectors(model, stored.For(docs))
	if err != nil {
		return nil, err
	}
	var out []finder
	for _, mode := range search.Modes {
		out = append(out, finder{mode, func(ctx context.Context, query string, limit int) ([]search.Hit, error) {
			answer, err := index.Search(ctx, mode, query, limit)
			return answer.Hits, err
		}})
	}
	return out, nil
}

// carried is the model that the program carries, with the vectors of its content.
func carried() (*encoder.Model, search.Stored, error) {
	file, err := fs.ReadFile(static.Model(), "encoder.bin")
	if err != nil {
		return nil, search.Stored{}, fmt.Errorf("%w; make assets makes it", err)
	}
	model, err := encoder.Open(file)
	if err != nil {
		return nil, search.Stored{}, err
	}
	if file, err = fs.ReadFile(static.Model(), "vectors.bin"); err != nil {
		return nil, search.Stored{}, fmt.Errorf("%w; make assets makes it", err)
	}
	stored, err := search.ReadStored(file)
	return model, stored, err
}
