package markdown

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// relation is put on every link that somebody else wrote.
const relation = "nofollow noopener"

// topHeading is the highest heading that somebody else's text may have, since
// it stands below headings of the page.
const topHeading = 3

// maxDepth is how deep quotes and lists may be nested; what is deeper is left
// out, since browsers give up at some depth too.
const maxDepth = 100

// untrusted knows no tables: a short text can make one of millions of cells.
var untrusted = goldmark.New(
	goldmark.WithExtensions(extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(tame{}, 1000))),
)

// allowed is the second line of defence: it reads the HTML once more as a
// browser would, and knows nothing of Markdown.
var allowed = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
		"h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + relation + "$")).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}()

// Untrusted renders what people and models write. Links go to http, https,
// mailto and paths of this site; pictures become their description, and
// headings begin at the third level.
func Untrusted(src string) HTML { return HTML(allowed.SanitizeBytes(render(untrusted, src))) }

// tame takes out of a parsed text what may not stand in a page.
type tame struct{}

func (tame) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var dropped []ast.Node
	walk(doc, 0, func(n ast.Node, depth int) {
		if depth == maxDepth {
			n.RemoveChildren(n)
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = max(n.Level, topHeading)
		case *ast.Image:
			dropped = append(dropped, n)
		case *ast.Link:
			if leadsSafely(n.Destination) {
				n.SetAttributeString("rel", relation)
			} else {
				dropped = append(dropped, n)
			}
			n.Title = nil
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkEmail || leadsSafely(n.URL(reader.Source())) {
				n.SetAttributeString("rel", relation)
			} else {
				dropped = append(dropped, n)
			}
		}
	})
	for _, n := range dropped {
		unwrap(n, reader.Source())
	}
}

// unwrap replaces a node by its text.
func unwrap(n ast.Node, source []byte) {
	parent := n.Parent()
	if link, ok := n.(*ast.AutoLink); ok {
		parent.ReplaceChild(parent, n, ast.NewString(link.Label(source)))
		return
	}
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		parent.InsertBefore(parent, n, child)
	}
	parent.RemoveChild(parent, n)
}

// leadsSafely reports whether a link may be followed: to a host by http or
// https, to a mail address, or to a path or place of this site. What browsers
// read as another host, such as //host, is none of these. The destination is
// judged as it will be written, entities resolved and blanks escaped.
func leadsSafely(written []byte) bool {
	destination := string(util.URLEscape(written, true))
	u, err := url.Parse(destination)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto":
		return u.Opaque != ""
	case "":
		return strings.HasPrefix(destination, "#") ||
			strings.HasPrefix(destination, "/") && !strings.HasPrefix(destination, "//")
	}
	return false
}
