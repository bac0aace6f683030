// Package markdown turns Markdown into HTML, and is the only way from text
// that somebody wrote to HTML in a page. HTML inside Markdown is never passed
// on, whoever wrote it.
//
// Trusted is for what the site itself says: its chapters and prompts.
// Untrusted is for what people and models say; what comes out of it holds only
// the elements and attributes of its list, and links that lead nowhere
// unexpected. Both are safe for any input and need no state.
package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// HTML is a fragment that may stand in a page as it is.
type HTML string

// tables aligns cells by attribute, since the pages allow no style.
var tables = extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))

var trusted = goldmark.New(
	goldmark.WithExtensions(tables, extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
)

// Trusted renders the site's own text: tables, and an id on every heading.
func Trusted(src string) HTML { return HTML(render(trusted, src)) }

// Anchors lists the ids that Trusted gives to the headings of src, in order.
func Anchors(src string) []string {
	var anchors []string
	tree := trusted.Parser().Parse(text.NewReader([]byte(src)))
	walk(tree, 0, func(n ast.Node, _ int) {
		if id, ok := n.AttributeString("id"); ok && n.Kind() == ast.KindHeading {
			anchors = append(anchors, string(id.([]byte)))
		}
	})
	return anchors
}

func render(md goldmark.Markdown, src string) []byte {
	var out bytes.Buffer
	if err := md.Convert([]byte(src), &out); err != nil {
		// Only a writer can fail, and a buffer does not.
		panic("markdown: " + err.Error())
	}
	return out.Bytes()
}

// walk visits every node of a tree with its depth, those above before those
// below.
func walk(n ast.Node, depth int, visit func(n ast.Node, depth int)) {
	visit(n, depth)
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		walk(child, depth+1, visit)
	}
}
