package markdown_test

import (
	"testing"

	"levelup/internal/markdown"
)

func TestPlain(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, prose, code string }{
		{"nothing", "", "", ""},
		{"a heading is left out", "# One\n\nText\n\nTwo\n---\n\nMore", "Text\n\nMore", ""},
		{"marks are left out", "A **bold** and *slanted* [link](https://example.com \"title\"), `code` and ~~gone~~.", "A bold and slanted link, code and gone.", ""},
		{"a picture is its description", "![Two boxes](x.png)", "Two boxes", ""},
		{"lines of a paragraph are one", "one\ntwo  \nthree\\\nfour", "one two three four", ""},
		{"items of a list", "- one\n- two\n\n  three\n  1. four", "one\n\ntwo\n\nthree\n\nfour", ""},
		{"a quotation", "> said\n> so", "said so", ""},
		{"a table", "| A | B |\n|---|---|\n| `c` | **d** |\n| e | |", "A · B\n\nc · d\n\ne ·", ""},
		{"code", "Before\n\n```go\nfunc f() {\n\treturn\n}\n```\n\nAfter\n\n    indented\n", "Before\n\nAfter", "func f() {\n\treturn\n}\n\nindented\n"},
		{"code in a list", "- one\n\n  ```\n  x := 1\n  ```\n", "one", "x := 1\n"},
		{"HTML is no prose", "<div onclick=\"x()\">shown</div>\n\na <b>word</b>", "a word", ""},
		{"signs that were escaped", "5 \\* 3 &lt; 16 &amp; more", "5 * 3 < 16 & more", ""},
		{"but not in code", "`5 \\* 3 &lt; 16`", "5 \\* 3 &lt; 16", ""},
		{"an address in angle brackets", "See <https://example.com/a>.", "See https://example.com/a.", ""},
		{"a code span over lines", "a `b\nc` d", "a b c d", ""},
		{"no UTF-8, no end", "a \xff `b\n\n```\nc", "a \xff `b", "c\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			prose, code := markdown.Plain(tt.src)
			if prose != tt.prose || code != tt.code {
				t.Errorf("Plain(%q) = %q and %q, want %q and %q", tt.src, prose, code, tt.prose, tt.code)
			}
		})
	}
}
