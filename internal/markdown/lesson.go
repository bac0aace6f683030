package markdown

import (
	"fmt"
	"html"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// lesson knows the Markdown of a chapter. How its blocks are drawn is said anew
// for each rendering, since that depends on who calls.
var lesson = goldmark.New(
	goldmark.WithExtensions(tables, extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
)

// Lesson renders a chapter. Beyond Trusted its headings can be linked to, a table
// can be moved sideways by itself, a block quote of the top level is an aside, and
// each fenced block is what fence makes of it.
func Lesson(src string, fence func(Fence) HTML) HTML {
	md := goldmark.New(
		goldmark.WithExtensions(tables, extension.Strikethrough),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&lessonRenderer{fence, lineStarts([]byte(src))}, 100))),
	)
	return HTML(render(md, src))
}

type lessonRenderer struct {
	fence  func(Fence) HTML
	starts []int
}

// RegisterFuncs says which nodes are drawn here.
func (r *lessonRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, r.code)
	reg.Register(ast.KindHeading, r.heading)
	reg.Register(ast.KindBlockquote, r.aside)
	reg.Register(east.KindTable, r.table)
}

func (r *lessonRenderer) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		o := outliner{source: source, starts: r.starts}
		_, _ = w.WriteString(string(r.fence(fenceOf(n.(*ast.FencedCodeBlock), source, o.line(n)))))
	}
	return ast.WalkSkipChildren, nil
}

func (r *lessonRenderer) heading(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	level := n.(*ast.Heading).Level
	value, _ := n.AttributeString("id")
	id, _ := value.([]byte)
	if entering {
		_, _ = fmt.Fprintf(w, "<h%d id=\"%s\">", level, id)
		return ast.WalkContinue, nil
	}
	_, _ = fmt.Fprintf(w, " <a class=\"anchor\" href=\"#%s\" aria-label=\"Link to: %s\">#</a></h%d>\n", id, html.EscapeString(plainText(n, source)), level)
	return ast.WalkContinue, nil
}

func (r *lessonRenderer) aside(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "blockquote"
	if n.Parent().Kind() == ast.KindDocument {
		tag = "div"
	}
	switch {
	case entering && tag == "div":
		_, _ = w.WriteString("<div class=\"side\" role=\"note\">\n")
	case entering:
		_, _ = w.WriteString("<blockquote>\n")
	default:
		_, _ = w.WriteString("</" + tag + ">\n")
	}
	return ast.WalkContinue, nil
}

// table is put into a box of its own, which a keyboard can scroll.
func (r *lessonRenderer) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<div class=\"wide\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// Headings lists the headings of a text as Lesson draws them.
func Headings(src string) []Heading {
	source := []byte(src)
	r := outliner{source: source, starts: lineStarts(source)}
	var o Outline
	walk(lesson.Parser().Parse(text.NewReader(source)), 0, func(n ast.Node, _ int) {
		if n.Kind() == ast.KindHeading {
			r.add(&o, n)
		}
	})
	return o.Headings
}
