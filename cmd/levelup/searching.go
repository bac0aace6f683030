package main

import (
	"levelup/internal/curriculum"
	"levelup/internal/search"
	"levelup/internal/search/docs"
	"levelup/internal/search/fts"
)

// indexOf makes an index of what can be found in a library, without vectors.
func indexOf(library *curriculum.Library) (*search.Index, error) {
	return search.New(docs.Of(library), library.Synonyms(), fts.New)
}
