package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Outline is what a text consists of, each thing with its line from 1. It is what
// a check of the text needs to know.
type Outline struct {
	Headings []Heading
	Links    []Link
	Images   []Image
	Fences   []Fence
	Tables   []Table
	RawHTML  []int // lines
	Words    int   // of the prose: not of code and tables
}

// Heading is a heading with the id that Trusted and Lesson give it.
type Heading struct {
	Level    int
	ID, Text string
	Line     int
}

// Link is where a link or an autolink leads.
type Link struct {
	To   string
	Line int
}

// Image is a picture with its alternative text.
type Image struct {
	Source, Alt string
	Line        int
}

// Fence is a fenced block: what stands behind the fence, and within.
type Fence struct {
	Info, Body string
	Line       int // of the opening fence
}

// Words are the words behind the fence: the language and what else is said.
func (f Fence) Words() []string { return strings.Fields(f.Info) }

// Table is a table.
type Table struct {
	Headed bool // every column has a heading
	Line   int
}

// OutlineOf reads a text as Lesson renders it.
func OutlineOf(src string) Outline {
	source := []byte(src)
	var o Outline
	r := outliner{source: source, starts: lineStarts(source)}
	walk(lesson.Parser().Parse(text.NewReader(source)), 0, func(n ast.Node, _ int) { r.add(&o, n) })
	return o
}

type outliner struct {
	source []byte
	starts []int // where each line begins
	last   int   // line of what was seen last, for what has no place of its own
}

func (r *outliner) add(o *Outline, n ast.Node) {
	line := r.line(n)
	switch n := n.(type) {
	case *ast.Heading:
		id, _ := n.AttributeString("id")
		name, _ := id.([]byte)
		o.Headings = append(o.Headings, Heading{n.Level, string(name), plainText(n, r.source), line})
	case *ast.Link:
		o.Links = append(o.Links, Link{string(n.Destination), line})
	case *ast.AutoLink:
		o.Links = append(o.Links, Link{string(n.URL(r.source)), line})
	case *ast.Image:
		o.Images = append(o.Images, Image{string(n.Destination), strings.TrimSpace(plainText(n, r.source)), line})
	case *ast.FencedCodeBlock:
		o.Fences = append(o.Fences, fenceOf(n, r.source, line))
	case *ast.HTMLBlock, *ast.RawHTML:
		o.RawHTML = append(o.RawHTML, line)
	case *east.Table:
		headed := true
		for cell := n.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
			headed = headed && strings.TrimSpace(plainText(cell, r.source)) != ""
		}
		o.Tables = append(o.Tables, Table{headed, line})
	case *ast.Text:
		if !within(n, east.KindTable) {
			o.Words += len(strings.FieldsFunc(string(n.Segment.Value(r.source)), func(c rune) bool {
				return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("'’-.,:%/", c)
			}))
		}
	}
}

func fenceOf(n *ast.FencedCodeBlock, source []byte, line int) Fence {
	f := Fence{Line: line}
	if n.Info != nil {
		f.Info = string(n.Info.Segment.Value(source))
	}
	f.Body = string(n.Lines().Value(source))
	return f
}

func within(n ast.Node, kind ast.NodeKind) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == kind {
			return true
		}
	}
	return false
}

// line is where a node stands. Inline nodes have no place of their own: theirs is
// that of the first text in them, or of what stands around them.
func (r *outliner) line(n ast.Node) int {
	at := -1
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		if n.Info != nil {
			at = n.Info.Segment.Start
		} else if n.Lines().Len() > 0 {
			at = n.Lines().At(0).Start - 1
		}
	case *ast.Text:
		at = n.Segment.Start
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			at = n.Segments.At(0).Start
		}
	default:
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			at = n.Lines().At(0).Start
		} else {
			for c := n.FirstChild(); c != nil && at < 0; c = c.FirstChild() {
				if t, ok := c.(*ast.Text); ok {
					at = t.Segment.Start
				} else if c.Type() == ast.TypeBlock && c.Lines() != nil && c.Lines().Len() > 0 {
					at = c.Lines().At(0).Start
				}
			}
		}
	}
	if at >= 0 {
		r.last = lineOf(r.starts, at)
	}
	return max(1, r.last)
}

func lineStarts(source []byte) []int {
	starts := []int{0}
	for i := 0; ; {
		n := bytes.IndexByte(source[i:], '\n')
		if n < 0 {
			return starts
		}
		i += n + 1
		starts = append(starts, i)
	}
}

func lineOf(starts []int, at int) int {
	low, high := 0, len(starts)
	for high-low > 1 {
		if mid := (low + high) / 2; starts[mid] <= at {
			low = mid
		} else {
			high = mid
		}
	}
	return low + 1
}

// plainText is the text of a node without its marks.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	walk(n, 0, func(n ast.Node, _ int) {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(asRead(n, source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.String:
			b.Write(n.Value)
		}
	})
	return b.String()
}

// asRead is a stretch of text with each escape and each entity as the sign it stands for.
func asRead(n *ast.Text, source []byte) []byte {
	written := n.Segment.Value(source)
	if n.IsRaw() {
		return written
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(written)))
}
