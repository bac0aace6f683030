package markdown_test

import (
	"strings"
	"testing"

	"levelup/internal/markdown"

	"github.com/google/go-cmp/cmp"
)

func TestTrusted(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"paragraph", "Reads *outnumber* writes.", "<p>Reads <em>outnumber</em> writes.</p>\n"},
		{"headings have ids", "## When to use Redis\n\n## When to use Redis", "<h2 id=\"when-to-use-redis\">When to use Redis</h2>\n<h2 id=\"when-to-use-redis-1\">When to use Redis</h2>\n"},
		{"table aligned without style", "| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"code keeps its signs", "`a < b && c`", "<p><code>a &lt; b &amp;&amp; c</code></p>\n"},
		{"HTML is left out", "before <b onclick=x>bold</b> after\n\n<script>alert(1)</script>\n", "<p>before <!-- raw HTML omitted -->bold<!-- raw HTML omitted --> after</p>\n<!-- raw HTML omitted -->\n"},
		{"dangerous link", "[x](javascript:alert(1))", "<p><a href=\"\">x</a></p>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, string(markdown.Trusted(tt.in))); diff != "" {
				t.Errorf("Trusted(%q) differs (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestAnchorsAreTheIDsOfTrusted(t *testing.T) {
	t.Parallel()
	src := "# Database\n\ntext\n\n## SQL or *not*?\n\n> ## Quoted\n\n```\n## code\n```\n\nSetext\n------\n\n## SQL or not?\n\n## Überblick\n\n## !\n"
	got := markdown.Anchors(src)
	if want := []string{"database", "sql-or-not", "quoted", "setext", "sql-or-not-1", "berblick", "heading"}; !cmp.Equal(got, want) {
		t.Errorf("Anchors(src) = %q, want %q", got, want)
	}
	page := string(markdown.Trusted(src))
	for _, anchor := range got {
		if !strings.Contains(page, `id="`+anchor+`"`) {
			t.Errorf("Trusted(src) has no id %q", anchor)
		}
	}
	if n := strings.Count(page, ` id="`); n != len(got) {
		t.Errorf("Trusted(src) has %d ids, want %d", n, len(got))
	}
}
