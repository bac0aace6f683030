package curriculum

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxFrontMatter bounds the work of the YAML parser. Real front matter has less
// than half of it.
const maxFrontMatter = 256 << 10

// document is one file while it is being read: what it says, and where.
type document struct {
	file     string
	body     string // after the front matter, line ends as LF
	bodyLine int    // lines before it
	lines    map[string]int
	wrapped  map[string]bool
	failed   map[string]bool // paths of which a problem is reported already
	problems []Problem
}

// copied is a document to which more problems can be added than are kept.
func (d *document) copied() *document {
	c := *d
	c.problems = slices.Clip(d.problems)
	return &c
}

// forget lets go of where things stand in a file that is not checked again, which is
// more than what the file says. Copies keep it.
func (d *document) forget() { d.body, d.lines, d.wrapped, d.failed = "", nil, nil, nil }

// broken reports something that makes the file unusable.
func (d *document) broken(path, format string, args ...any) { d.report(path, true, format, args...) }

// owed reports something that is missing or against a rule of the house.
func (d *document) owed(path, format string, args ...any) { d.report(path, false, format, args...) }

// report adds a problem, unless it only follows from a value that could not be
// read.
func (d *document) report(path string, broken bool, format string, args ...any) {
	for p := range ancestors(path) {
		if d.failed[p] {
			return
		}
	}
	d.add(d.line(path), broken, format, args...)
}

func (d *document) add(line int, broken bool, format string, args ...any) {
	d.problems = append(d.problems, Problem{File: d.file, Line: line, Message: fmt.Sprintf(format, args...), Broken: broken})
}

// line is where a path of the front matter stands, or else its nearest parent.
func (d *document) line(path string) int {
	for p := range ancestors(path) {
		if line, ok := d.lines[p]; ok {
			return line
		}
	}
	return 1
}

// has reports whether the author wrote something at a path.
func (d *document) has(path string) bool {
	_, ok := d.lines[path]
	return ok
}

// ancestors yields a path and those above it, the nearest first.
func ancestors(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for path != "" && yield(path) {
			path = path[:max(0, strings.LastIndexAny(path, ".["))]
		}
	}
}

// open splits a file into front matter, which is decoded into the struct at
// value, and body. It reports whether there was front matter to decode.
func open(file string, source []byte, value any) (*document, bool) {
	d := &document{file: file, lines: map[string]int{}, wrapped: map[string]bool{}, failed: map[string]bool{}}
	header, body, ok := split(source)
	if !ok {
		d.broken("", "the file must begin with its front matter, between two lines that are exactly ---")
		return d, false
	}
	d.body, d.bodyLine = body, bytes.Count(header, []byte("\n"))+2
	if len(header) > maxFrontMatter {
		d.broken("", "the front matter is larger than %d KiB; shorten it", maxFrontMatter>>10)
		return d, false
	}
	lines := strings.Split(string(header), "\n")
	roots, err := documents(header)
	if err != nil {
		line, message := explain(err, lines)
		d.add(line, true, "YAML: %s", message)
		return d, false
	}
	if len(roots) != 1 {
		d.broken("", "the front matter holds %d YAML documents; write one, with a title at least", len(roots))
		return d, false
	}
	decoder := &decoder{document: d, source: lines}
	decoder.decode(roots[0], reflect.ValueOf(value).Elem(), "")
	return d, !d.failed[""]
}

// documents are the trees of the YAML documents in header, without empty ones.
func documents(header []byte) (roots []*yaml.Node, err error) {
	loader, err := yaml.NewLoader(bytes.NewReader(header))
	if err != nil {
		return nil, err
	}
	for {
		var doc yaml.Node
		switch err := loader.Load(&doc); {
		case errors.Is(err, io.EOF):
			return roots, nil
		case err != nil:
			return nil, err
		}
		for _, root := range doc.Content {
			if root.Value != "" || root.Kind != yaml.ScalarNode {
				roots = append(roots, root)
			}
		}
	}
}

// explain turns an error of the YAML parser into a line and what to do.
func explain(err error, source []string) (line int, message string) {
	load, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		return 1, err.Error()
	}
	line, message = min(max(load.Mark.Line, 1), len(source)), load.Message
	indent, _, _ := strings.Cut(source[line-1], strings.TrimSpace(source[line-1]))
	switch {
	case strings.Contains(indent, "\t"):
		message = "indent with spaces, not with a tab"
	case strings.Contains(message, "expected ',' or ']'"):
		message = "the list is not closed; end it with ]"
	case strings.Contains(message, "expected ',' or '}'"):
		message = "the keys are not closed; end them with }"
	case strings.Contains(message, "not allowed in this context"), strings.Contains(message, "cannot start any token"):
		message += `; put quotes around a text that has ": " or " #" in it or begins with a sign`
	case load.ContextMsg != "":
		message = load.ContextMsg + ", " + message
	}
	return line, message
}

// split separates the front matter from the body. The opening line becomes an
// empty one, so that lines count as in the author's editor.
func split(source []byte) (header []byte, body string, ok bool) {
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	source = bytes.ReplaceAll(source, []byte("\r"), []byte(" ")) // a line end to YAML, and to no editor
	rest, ok := bytes.CutPrefix(source, []byte("---\n"))
	if !ok {
		return nil, "", false
	}
	if after, ok := bytes.CutPrefix(rest, []byte("---\n")); ok {
		return nil, string(after), true
	}
	head, tail, ok := bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		if head, ok = bytes.CutSuffix(rest, []byte("\n---")); !ok {
			return nil, "", false
		}
	}
	return append([]byte("\n"), head...), string(tail), true
}
