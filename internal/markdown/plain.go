package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Plain is the text of a Markdown source without its marks and without its headings:
// what is prose, a blank line between two blocks, and what is code.
func Plain(src string) (prose, code string) {
	source := []byte(src)
	var words, blocks []string
	walk(lesson.Parser().Parse(text.NewReader(source)), 0, func(n ast.Node, _ int) {
		switch n := n.(type) {
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			blocks = append(blocks, string(n.Lines().Value(source)))
		case *ast.Paragraph, *ast.TextBlock, *east.TableHeader, *east.TableRow:
			words = append(words, strings.Join(strings.Fields(cells(n, source)), " "))
		}
	})
	return strings.Join(words, "\n\n"), strings.Join(blocks, "\n")
}

// cells is the text of a block; a table's row has its cells apart.
func cells(n ast.Node, source []byte) string {
	if n.Kind() != east.KindTableRow && n.Kind() != east.KindTableHeader {
		return plainText(n, source)
	}
	var row []string
	for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
		row = append(row, plainText(cell, source))
	}
	return strings.Join(row, " · ")
}
