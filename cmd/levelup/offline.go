package main

import (
	"context"
	"fmt"
	"io/fs"
	"sync"

	"levelup/internal/encoder"
	"levelup/internal/search"
	"levelup/static"
)

// carried is the small model in the program. It is opened when the first text asks for
// it, since it takes tens of megabytes.
type carried struct{ name string }

var carriedModel = sync.OnceValues(func() (*encoder.Model, error) {
	file, err := fs.ReadFile(static.Model(), "encoder.bin")
	if err != nil {
		return nil, err
	}
	return encoder.Open(file)
})

// Name is what the program's vectors were made by.
func (c carried) Name() string { return c.name }

// Embed asks the model.
func (c carried) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	model, err := carriedModel()
	if err != nil {
		return nil, err
	}
	if model.Name() != c.name {
		return nil, fmt.Errorf("the model is %s, and the vectors are of %s", model.Name(), c.name)
	}
	return model.Embed(ctx, texts)
}

// offline is the model that the program carries with the vectors of its content; nil
// where it was built without them.
func offline() (search.Embedder, search.Stored) {
	stored, err := carriedVectors()
	if err != nil {
		return nil, search.Stored{}
	}
	return carried{stored.Name}, stored
}

// vectorsFile holds the vectors of the content that the program carries; it is not there
// where the program was built without.
const vectorsFile = "vectors.bin"

func carriedVectors() (search.Stored, error) {
	file, err := fs.ReadFile(static.Model(), vectorsFile)
	if err != nil {
		return search.Stored{}, err
	}
	return search.ReadStored(file)
}
