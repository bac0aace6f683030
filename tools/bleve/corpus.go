package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"levelup/internal/search"
)

// sections is how many of the standard library are searched.
const sections = 3000

// godoc are sections of the documentation of Go's standard library: of each package, and
// of what it exports.
func godoc() ([]search.Doc, error) {
	root := filepath.Join(build.Default.GOROOT, "src")
	var out []search.Doc
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case len(out) >= sections:
			return fs.SkipAll
		case !entry.IsDir():
			return nil
		}
		switch entry.Name() {
		case "internal", "testdata", "vendor", "cmd":
			return fs.SkipDir
		}
		name, err := filepath.Rel(root, path)
		if err == nil && name != "." {
			out, err = appendPackage(out, path, filepath.ToSlash(name))
		}
		return err
	})
	if err == nil && len(out) < sections {
		err = fmt.Errorf("%s documents %d things, want at least %d", root, len(out), sections)
	}
	return out[:min(len(out), sections)], err
}

func appendPackage(out []search.Doc, path, name string) ([]search.Doc, error) {
	pkg, err := build.ImportDir(path, 0)
	if none := (*build.NoGoError)(nil); errors.As(err, &none) {
		return out, nil
	} else if err != nil {
		return out, err
	}
	files := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range pkg.GoFiles {
		source, err := os.ReadFile(filepath.Join(path, file))
		if err != nil {
			return out, err
		}
		f, err := parser.ParseFile(files, file, source, parser.ParseComments)
		if err != nil {
			return out, err
		}
		parsed = append(parsed, f)
	}
	p, err := doc.NewFromFiles(files, parsed, name)
	if err != nil {
		return out, err
	}
	add := func(heading, text string, decl ast.Node) {
		var code strings.Builder
		if decl != nil {
			format.Node(&code, files, decl) //nolint:errcheck // a builder takes all
		}
		if strings.TrimSpace(text) == "" {
			return
		}
		out = append(out, search.Doc{
			Kind: search.Chapter, Slug: name, Anchor: heading, Title: name, Heading: heading,
			Body: text, Code: code.String(), Raw: heading + "\n" + text + "\n" + code.String(),
		})
	}
	functions := func(list []*doc.Func, prefix string) {
		for _, f := range list {
			f.Decl.Body = nil
			f.Decl.Doc = nil
			add(prefix+f.Name, f.Doc, f.Decl)
		}
	}
	add("", p.Doc, nil)
	functions(p.Funcs, "")
	for _, t := range p.Types {
		t.Decl.Doc = nil
		add(t.Name, t.Doc, t.Decl)
		functions(t.Funcs, "")
		functions(t.Methods, t.Name+".")
	}
	return out, nil
}
