package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const preface = `Level Up is under the MIT licence, which stands in the file LICENSE beside this one. The
program holds work of others too, which each come under the terms below. The model of
sentences has been changed: its weights are rounded to 8 bits.
`

// isTerms tells the files that say under which terms a package comes.
var isTerms = regexp.MustCompile(`(?i)^(.*licen[cs]e|copying|notice|patents|copyright)([-._].*)?$`)

// licences is one text of the terms of all parts. What several share word for word stands
// there once.
func licences(parts []part) ([]byte, error) {
	type terms struct {
		of   []string
		text []byte
	}
	var all []terms
	for _, p := range parts {
		found, err := termsIn(p.folder, p.top)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", p.name, p.version, err)
		}
		for _, name := range found {
			text, err := os.ReadFile(filepath.Join(p.folder, filepath.FromSlash(name)))
			if err != nil {
				return nil, err
			}
			text = bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
			title := p.name + " " + p.version + ", " + name
			if at := slices.IndexFunc(all, func(t terms) bool { return bytes.Equal(t.text, text) }); at >= 0 {
				all[at].of = append(all[at].of, title)
				continue
			}
			all = append(all, terms{[]string{title}, text})
		}
	}
	out := []byte(preface)
	for _, t := range all {
		out = fmt.Appendf(out, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), strings.Join(t.of, "\n"), t.text)
	}
	return out, nil
}

// termsIn lists the files with terms in a folder and, unless only its top counts, below,
// but for what is there for tests. At the top there has to be one.
func termsIn(folder string, top bool) ([]string, error) {
	var found []string
	tree := os.DirFS(folder)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (top || base == "testdata" || base == "node_modules" || base == "test"):
			return fs.SkipDir
		case entry.Type().IsRegular() && isTerms.MatchString(base) && !isCode(base):
			found = append(found, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(found, func(name string) bool { return !strings.Contains(name, "/") }) {
		return nil, fmt.Errorf("%s has no file of its licence", folder)
	}
	return found, nil
}

// isCode tells a source whose name only begins like a licence.
func isCode(name string) bool {
	return slices.Contains([]string{".go", ".js", ".mjs", ".ts", ".json", ".py", ".sh"}, path.Ext(name))
}
