package main

import (
	"context"
	"errors"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/llm"
	"levelup/internal/search"
)

// served is a server that turns texts into vectors.
type served struct{ client *llm.Client }

// Name is the model's, since vectors of another one mean something else.
func (e served) Name() string { return e.client.Model() }

// Embed asks the server.
func (e served) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return e.client.Embed(ctx, texts)
}

// embedder is what turns texts into vectors, nil where nothing does, with the vectors
// that the program carries.
func (c modelConfig) embedder(pace int) (search.Embedder, search.Stored) {
	if c.embedding == "" {
		return offline()
	}
	return served{c.asks(c.embedding, pace)}, search.Stored{}
}

// openSearch makes an index for one command, with vectors where they are wanted and
// can be had. With an error that is not the configuration's comes an index of words.
func openSearch(p *program, library *curriculum.Library, vectors bool) (*search.Index, error) {
	index := indexOf(library)
	if !vectors {
		return index, nil
	}
	var wrong error
	model := readModel(p.getenv, func(name, format string, args ...any) {
		wrong = errors.Join(wrong, fault.New(fault.Invalid, name+": "+format, args...))
	})
	if wrong != nil {
		return nil, wrong
	}
	embedder, stored := model.embedder(0)
	if embedder == nil {
		return index, nil
	}
	with, err := vectorsFor(p.ctx, index, embedder, &stored)
	if err != nil {
		return index, err
	}
	return with, nil
}

// meaningless says why nothing can be found by meaning; other errors stay what they are.
func meaningless(err error, embedder bool) error {
	switch {
	case err == nil || fault.KindOf(err) != fault.Internal:
		return err
	case errors.Is(err, search.ErrNoVectors) && !embedder:
		return fault.New(fault.NotFound, "Nothing can be found by meaning here: this program was built without the file of the language model.")
	case errors.Is(err, search.ErrNoVectors):
		return fault.New(fault.Conflict, "The sections are still being read for their meaning, and until that is done words are all that counts. Try again in a minute.")
	}
	return fault.Wrap(err, fault.Conflict, "What turns a query into its meaning does not answer, so words are all that counts for now.")
}
