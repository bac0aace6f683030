// Package static holds what browsers are served as it is: bundles, icons and
// fonts, built by tools/assets under names that carry a hash of their content,
// so that each may be cached for ever.
//
// The built files are not in git. A program compiled before they were built has
// an empty folder, and says so when it looks for its manifest.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist returns the built files, with manifest.json at its root: a JSON object
// from logical names ("site.css") to the names that are served. Beside a file
// there may be the same file with .br or .gz at its end, compressed.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path, which is all that fs.Sub can refuse
	}
	return sub
}
