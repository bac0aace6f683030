package markdown_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"levelup/internal/markdown"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestUntrusted(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"emphasis and code", "*a* **b** ~~c~~ `d < e`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d &lt; e</code></p>\n"},
		{"list with a start", "3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n"},
		{"quote and block of code", "> a\n\n```go\nx()\n```", "<blockquote>\n<p>a</p>\n</blockquote>\n<pre><code>x()\n</code></pre>\n"},
		{"headings below those of the page, without ids", "# A\n\n##### B", "<h3>A</h3>\n<h5>B</h5>\n"},
		{"a table stays as it was typed", "| a |\n|---|\n| 1 |", "<p>| a |\n|---|\n| 1 |</p>\n"},
		{"link away", "[a](https://example.org/?q=1&r=2 \"title\")", "<p><a href=\"https://example.org/?q=1&amp;r=2\" rel=\"nofollow noopener\">a</a></p>\n"},
		{"link of this site", "[a](/learn/database#redis)", "<p><a href=\"/learn/database#redis\" rel=\"nofollow noopener\">a</a></p>\n"},
		{"link of this page", "[a](#redis)", "<p><a href=\"#redis\" rel=\"nofollow noopener\">a</a></p>\n"},
		{"bare link", "<https://example.org>", "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">https://example.org</a></p>\n"},
		{"mail", "<a@example.org>", "<p><a href=\"mailto:a@example.org\" rel=\"nofollow noopener\">a@example.org</a></p>\n"},
		{"reference", "[a]\n\n[a]: https://example.org", "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">a</a></p>\n"},
		{"script link keeps its words", "see [the *page*](javascript:alert(1)).", "<p>see the <em>page</em>.</p>\n"},
		{"script bare link keeps its words", "<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"},
		{"picture becomes its description", "![a *cat*](https://example.org/c.png)", "<p>a <em>cat</em></p>\n"},
		{"linked picture", "[![cat](https://example.org/c.png)](data:text/html,x)", "<p>cat</p>\n"},
		{"another host without a scheme", "[a](//example.org)", "<p>a</p>\n"},
		{"relative path", "[a](settings/delete)", "<p>a</p>\n"},
		{"HTML is left out", "<b hx-get=\"/x\">bold</b>", "<p>bold</p>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, string(markdown.Untrusted(tt.in))); diff != "" {
				t.Errorf("Untrusted(%q) differs (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

// nasty are inputs that try to bring something into a page that runs, loads,
// submits or hides.
var nasty = []string{
	`<script>alert(1)</script>`,
	"<script>\nalert(1)\n</script>",
	`<img src=x onerror=alert(1)>`,
	`<svg onload=alert(1)><circle r=9 /></svg>`,
	`<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`,
	`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<object data="data:text/html,x"></object><embed src=x>`,
	`<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example">`,
	`<form action=/settings/delete method=post><button>go</button></form>`,
	`<div hx-get="/settings" hx-trigger="load">x</div>`,
	`<div data-hx-post="/attempts" data-hx-trigger="load">x</div>`,
	`<p id="site" class="room" style="position:fixed">x</p>`,
	`<a href="https://example.org" onclick="alert(1)" target="_top">x</a>`,
	`<style>*{display:none}</style><link rel=stylesheet href=//evil.example>`,
	`<template><script>alert(1)</script></template><noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	"[a](javascript:alert(1))",
	"[a](JaVaScRiPt:alert(1))",
	"[a](<java\tscript:alert(1)>)",
	"[a](<\x01javascript:alert(1)>)",
	"[a](&#106;avascript:alert(1))",
	"[a](&#x6A;avascript&colon;alert(1))",
	"[a](javascript&#58;alert(1))",
	"[a](java&Tab;script&NewLine;:alert(1))",
	"[a](javascript%3Aalert(1))",
	"[a](vbscript:msgbox(1))",
	"[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
	"[a](DATA:image/svg+xml,<svg/onload=alert(1)>)",
	"[a](file:///etc/passwd)",
	"[a](blob:https://example.org/1)",
	"[a](view-source:https://example.org)",
	"[a](https:evil.example)",
	"[a](http:///evil.example)",
	"[a](//evil.example)",
	"[a](///evil.example)",
	`[a](/\evil.example)`,
	`[a](\\evil.example)`,
	"[a](/&bsol;evil.example)",
	"[a](<//evil.example>)",
	"[a](</\t/evil.example>)",
	"[a](/&Tab;/evil.example)",
	"[a](&#x2f;&#x2f;evil.example)",
	"[a](mailto:)",
	"[a]\n\n[a]: javascript:alert(1)",
	"<javascript:alert(1)>",
	"<data:text/html,x>",
	"![a](javascript:alert(1))",
	"![x\" onerror=\"alert(1)](x)",
	"![a](https://evil.example/pixel.png)",
	"[a](https://example.org \"x\\\" onmouseover=\\\"alert(1)\")",
	"[![a](x)](javascript:alert(1))",
	"[*a*[b](javascript:alert(1))](javascript:alert(1))",
	"# a {#site .room hx-get=/x onclick=alert(1)}",
	"```\"><script>alert(1)</script>\nx\n```",
	"`<script>alert(1)</script>`",
	"| a |\n|---|\n| <img src=x onerror=alert(1)> |",
	"<!-- --!><img src=x onerror=alert(1)> -->",
	"<![CDATA[<script>alert(1)</script>]]>",
	"<?php alert(1) ?>",
	"<a href=\"java\x00script:alert(1)\">x</a>",
	"\u202e[a](javascript:alert(1))\u202c",
	"<\x00script>alert(1)</script>",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
	strings.Repeat("[", 2000) + "a" + strings.Repeat("](javascript:alert(1))", 2000),
	strings.Repeat("> ", 2000) + "<script>alert(1)</script>",
}

func TestUntrustedHoldsOnlyWhatIsAllowed_V1_2_2_V1_3_1_V1_3_5(t *testing.T) {
	t.Parallel()
	for _, src := range nasty {
		checkHarmless(t, src)
	}
}

func FuzzUntrusted(f *testing.F) {
	for _, src := range nasty {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		checkHarmless(t, src)
	})
}

// allowed are the elements of untrusted text with their attributes.
var allowed = map[string][]string{
	"p": nil, "br": nil, "hr": nil, "strong": nil, "em": nil, "del": nil, "code": nil, "pre": nil,
	"blockquote": nil, "ul": nil, "li": nil, "ol": {"start"},
	"h3": nil, "h4": nil, "h5": nil, "h6": nil,
	"a": {"href", "rel"},
}

// checkHarmless reads the result as a browser does and looks at every element.
func checkHarmless(t *testing.T, src string) {
	t.Helper()
	out := string(markdown.Untrusted(src))
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(out), body)
	if err != nil {
		t.Fatalf("Untrusted(%.200q) = %.200q is no HTML: %v", src, out, err)
	}
	for _, root := range nodes {
		for n := range all(root) {
			if n.Type == html.TextNode {
				continue
			}
			attributes, ok := allowed[n.Data]
			if n.Type != html.ElementNode || !ok {
				t.Fatalf("Untrusted(%.200q) = %.200q holds %q, which is not allowed", src, out, n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) {
					t.Fatalf("Untrusted(%.200q) = %.200q holds attribute %q, which is not allowed", src, out, a.Key)
				}
				if a.Key == "href" && !harmless(a.Val) {
					t.Fatalf("Untrusted(%.200q) = %.200q leads to %q", src, out, a.Val)
				}
			}
			if n.Data == "a" && !slices.Contains(n.Attr, html.Attribute{Key: "rel", Val: "nofollow noopener"}) {
				t.Fatalf("Untrusted(%.200q) = %.200q holds a link without rel", src, out)
			}
		}
	}
}

// harmless follows a link as browsers do, which drop tabs and line ends, take
// a backslash for a slash and an address with any number of slashes for a host.
func harmless(href string) bool {
	href = strings.TrimFunc(strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(href), func(r rune) bool { return r <= ' ' })
	u, err := url.Parse(href)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto":
		return true
	case "":
		return !strings.HasPrefix(href, "//")
	}
	return false
}

// all yields a node and everything below it.
func all(n *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if !yield(n) {
			return
		}
		for d := range n.Descendants() {
			if !yield(d) {
				return
			}
		}
	}
}
