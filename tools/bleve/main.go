// Command bleve compares the search with bleve, a library that does the same: how good
// are its answers to judged queries over the shipped content, and how long do its answers
// take over the documentation of Go's standard library. It is a module of its own so that
// the program does without bleve.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"levelup/internal/search"
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

// ours are our ways of searching; those by vectors are among them once the index has
// some.
func ours(docs []search.Doc, synonyms search.Synonyms) ([]finder, error) {
	index := search.New(docs, synonyms)
	modes := []string{search.Regex, search.Keyword}
	if index.HasVectors() {
		modes = search.Modes
	}
	var out []finder
	for _, mode := range modes {
		out = append(out, finder{mode, func(ctx context.Context, query string, limit int) ([]search.Hit, error) {
			answer, err := index.Search(ctx, mode, query, limit)
			return answer.Hits, err
		}})
	}
	return out, nil
}
