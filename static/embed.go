// Package static holds what is built and served or used as it is: bundles, icons and
// fonts, made by tools/assets under names that carry a hash of their content, so that
// each may be cached for ever; and the model of sentences, made by cmd/embeddings.
//
// The built files are not in git. A program compiled before they were built has
// empty folders, and says so when it looks for its manifest.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

//go:embed all:model
var model embed.FS

// Dist returns the built files, with manifest.json at its root: a JSON object
// from logical names ("site.css") to the names that are served. Beside a file
// there may be the same file with .br or .gz at its end, compressed.
func Dist() fs.FS { return sub(dist, "dist") }

// Model returns encoder.bin, which levelup/internal/encoder opens, and vectors.bin, those
// of the content. A program that was compiled without them does without.
func Model() fs.FS { return sub(model, "model") }

func sub(files fs.FS, folder string) fs.FS {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // ours are valid paths, which is all that fs.Sub can refuse
	}
	return sub
}
