package search_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"levelup/internal/search"
)

// marked is a snippet in one line, what matched in brackets.
func marked(s search.Snippet) string {
	var b strings.Builder
	for _, p := range s {
		if p.Match {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// filler is a text of n words that no query has, in one sentence.
func filler(n int) string { return strings.TrimSpace(strings.Repeat("filler ", n)) }

func TestSnippet(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, code, query, want string }{
		{"a short text is whole", "A zebra, eats!", "", "zebra", "A [zebra], eats!"},
		{"each word that matched", "Zebras eat what a zebra eats.", "", "zebra", "[Zebras] eat what a [zebra] eats."},
		{"words in a row are one mark", "A pull request of a pull.", "", "pullrequest", "A [pull request] of a pull."},
		{"and a synonym of several", "Behind the load balancer they wait.", "", "lb", "Behind the [load balancer] they wait."},
		{"a misspelled word as it is", "The giraffe eats.", "", "girafe", "The [giraffe] eats."},
		{"white space is one space", "The  zebra\n\n\teats.", "", "zebra", "The [zebra] eats."},
		{"code points are whole", "Äöü zebrä—ßß 漢字", "", "zebra", "Äöü [zebrä]—ßß 漢字"},
		{"code where the prose has nothing", "Prose.", "func zebra() {\n\treturn\n}", "zebra", "func [zebra]() { return }"},
		{"prose where both have it", "A zebra.", "zebra()", "zebra", "A [zebra]."},
		{"the beginning where only the heading matches", "Prose " + filler(40) + ".", "", "heading", "Prose " + filler(35) + "…"},
		{"nothing where there is no word", "—", "", "heading", ""},
		{"cut on both sides", filler(30) + " zebra " + filler(50), "", "zebra", "…" + filler(9) + " [zebra] " + filler(26) + "…"},
		{"from the sentence on", filler(30) + ". See " + filler(9) + " zebra " + filler(50), "", "zebra", "…See " + filler(9) + " [zebra] " + filler(25) + "…"},
		{"from the beginning where it is near", filler(10) + " zebra " + filler(50), "", "zebra", filler(10) + " [zebra] " + filler(25) + "…"},
		{"where most is said", "Zebra " + filler(60) + " zebra and giraffe.", "", "zebra giraffe", "…" + filler(9) + " [zebra] and [giraffe]."},
		{"different words before the same", "zebra zebra zebra " + filler(60) + " zebra, giraffe.", "", "zebra giraffe", "…" + filler(9) + " [zebra], [giraffe]."},
		{"the end of the text is kept", filler(60) + " zebra?!", "", "zebra", "…" + filler(9) + " [zebra]?!"},
		{"a sign before the first word is kept", "(A zebra.)", "", "zebra", "(A [zebra].)"},
		{"quotation marks are no apostrophes", "The 'zebra' eats.", "", "zebra", "The '[zebra]' eats."},
		{"an apostrophe within is", "A zebra's food.", "", "zebra's", "A [zebra's] food."},
		{"half of a synonym is none", "A zebra in the zoo.", "", "zebra warden", "A [zebra] in the zoo."},
		{"the longer of two marks", "A pull request of a pull.", "", `"pull request" pull`, "A [pull request] of a [pull]."},
		{"where all are, not where the last is met first", "zebra " + filler(60) + " giraffe " + filler(60) + " zebra giraffe", "", "zebra giraffe", "…" + filler(9) + " [zebra] [giraffe]"},
		{"once a word, not each time", "zebra giraffe " + filler(60) + " zebra zebra zebra", "", "zebra giraffe", "[zebra] [giraffe] " + filler(34) + "…"},
		{"a mark over the end is cut", "zebra " + filler(34) + " pull request " + filler(20), "", "zebra pullrequest", "[zebra] " + filler(34) + " [pull]…"},
		{"only what stands in a row", "The load of a balancer is heavy, the load balancer light.", "", `"load balancer"`, "The load of a balancer is heavy, the [load balancer] light."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			docs := append(library(), search.Doc{Slug: "z", Anchor: "here", Title: "Titles", Heading: "Heading", Body: tt.body, Code: tt.code})
			for _, h := range find(t, indexOf(t, docs), search.Keyword, tt.query).Hits {
				if h.Doc.Anchor == "here" {
					if got := marked(h.Snippet); got != tt.want {
						t.Errorf("snippet = %q\nwant      %q", got, tt.want)
					}
					return
				}
			}
			t.Errorf("%q does not find the document", tt.query)
		})
	}
}

// squeeze is a text without white space, which snippets change.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// checkSnippet reports what is wrong with a snippet: what stands between its ellipses
// stands in its document in that order, white space aside.
func checkSnippet(t interface{ Errorf(string, ...any) }, d search.Doc, s search.Snippet) {
	text := s.String()
	for i, p := range s {
		if !utf8.ValidString(p.Text) {
			t.Errorf("piece %d of %q is cut within a code point", i, text)
		}
		if p.Text == "" {
			t.Errorf("piece %d of %q is empty", i, text)
		}
	}
	for _, whole := range []string{d.Body, d.Code, d.Raw} {
		if inOrder(squeeze(strings.ReplaceAll(whole, "…", "")), strings.Split(squeeze(text), "…")) {
			return
		}
	}
	t.Errorf("the snippet %q does not stand in the document %+v", text, d)
}

func inOrder(whole string, parts []string) bool {
	for _, part := range parts {
		_, after, ok := strings.Cut(whole, part)
		if !ok {
			return false
		}
		whole = after
	}
	return true
}
