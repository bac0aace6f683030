package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// A file is one that is served. Its name carries a hash of its data, so a name
// that is there already needs no second look.
type file struct {
	logical string // how pages ask for it; empty for chunks, which only bundles ask for
	name    string
	data    []byte
}

// hashed puts a hash of data before the extension of name.
func hashed(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + base32.StdEncoding.EncodeToString(sum[:5]) + ext
}

// logicalNames maps the names of entries and fonts, as built, to how pages ask
// for them. Fonts are among them since pages ask for them before the style sheet
// does.
func logicalNames(root, metafile string, entries []string) (map[string]string, error) {
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string `json:"entryPoint"` // of what is imported only when needed, too
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, fmt.Errorf("the bundler's account of itself: %w", err)
	}
	names := make(map[string]string)
	taken := make(map[string]string)
	for out, about := range meta.Outputs {
		built, ext := filepath.Base(out), filepath.Ext(out)
		if ext == ".woff2" {
			names[built] = built[:strings.LastIndex(built, "-")] + ext
			continue
		}
		if !slices.Contains(entries, filepath.Join(root, about.EntryPoint)) {
			continue
		}
		base := filepath.Base(about.EntryPoint)
		logical := strings.TrimSuffix(base, filepath.Ext(base)) + ext
		if other, doubled := taken[logical]; doubled {
			return nil, fmt.Errorf("%s and %s would both be %s", other, about.EntryPoint, logical)
		}
		taken[logical] = about.EntryPoint
		names[built] = logical
	}
	if len(taken) != len(entries) {
		return nil, fmt.Errorf("%d entries gave %d bundles", len(entries), len(taken))
	}
	return names, nil
}

// write makes dir hold these files, their compressed forms and the manifest, and
// nothing else but .gitkeep. The manifest comes last among what is written, and
// the old files go only after it, so that a reader never meets a name without
// its file.
func write(dir string, files []file) error {
	manifest := make(map[string]string)
	keep := map[string]bool{".gitkeep": true, "manifest.json": true}
	for _, f := range files {
		if f.logical != "" {
			manifest[f.logical] = f.name
		}
		for _, ending := range []string{"", ".br", ".gz"} {
			keep[f.name+ending] = true
		}
		if err := add(dir, f); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	path := filepath.Join(dir, "manifest.json")
	if old, err := os.ReadFile(path); err != nil || !bytes.Equal(old, data) {
		if err := place(path, data); err != nil {
			return err
		}
	}
	return sweep(dir, keep)
}

// add writes a file that is not there yet. The plain form comes last: when it is
// there, so are the others.
func add(dir string, f file) error {
	path := filepath.Join(dir, filepath.FromSlash(f.name))
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	var br, gz bytes.Buffer
	if err := compress(f.data, brotli.NewWriterLevel(&br, brotli.BestCompression)); err != nil {
		return err
	}
	gzipper, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := compress(f.data, gzipper); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	for ending, data := range map[string][]byte{".br": br.Bytes(), ".gz": gz.Bytes()} {
		if len(data) > len(f.data)*9/10 { // a font is compressed already
			continue
		}
		if err := place(path+ending, data); err != nil {
			return err
		}
	}
	fmt.Printf("assets: %s, %d bytes, %d in brotli\n", f.name, len(f.data), br.Len())
	return place(path, f.data)
}

func compress(data []byte, w io.WriteCloser) error {
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}

// place writes a file whole or not at all.
func place(path string, data []byte) error {
	next := path + ".next"
	if err := os.WriteFile(next, data, 0o644); err != nil {
		return err
	}
	return os.Rename(next, path)
}

// sweep removes what is not kept, and folders that are left empty.
func sweep(dir string, keep map[string]bool) error {
	var folders []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			folders = append(folders, path)
			return nil
		}
		if keep[filepath.ToSlash(name)] {
			return nil
		}
		return os.Remove(path)
	})
	if err != nil {
		return err
	}
	for _, folder := range slices.Backward(folders[1:]) {
		left, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		if len(left) > 0 {
			continue
		}
		if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
