package report

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/interview"
)

func TestQuoteIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ answer, quote, want string }{
		{"A cache. It helps.", "It helps.", "It helps."},
		{"A  cache,\n\n\tthen", "a cache, THEN", "A  cache,\n\n\tthen"},
		{"a\u00a0b", "A b", "a\u00a0b"},
		{"Größe ändert ΣΑΣ", "GRÖSSE", ""},
		{"Größe ändert ΣΑΣ", "ÄNDERT σας", "ändert ΣΑΣ"},
		{"200 \u212a is cold", "200 k", "200 \u212a"},
		{"👩‍👩‍👧 says 5 ≤ 6", "SAYS 5 ≤", "says 5 ≤"},
		{"מהר cache", "CACHE", "cache"},
		{"twice twice", "twice", "twice"},
		{"A cache.", "  A cache.  ", "A cache."},
		{"A cache.", "", ""},
		{"", "A cache.", ""},
		{"bad \xff byte", "BYTE", "byte"},
	} {
		f := newFinder(interview.Transcript{Steps: []interview.TranscriptStep{{Step: interview.Map, Answer: c.answer}}})
		got := ""
		if p := f.quote(interview.Map, c.quote); p != nil {
			got = c.answer[p.from:p.to]
		}
		if got != c.want {
			t.Errorf("in %q the quote %q is %q, want %q", c.answer, c.quote, got, c.want)
		}
	}
}

// TestPiecesAreTheText: whatever is marked, the pieces put together are the
// text but for the white space around its paragraphs, each place begins and
// ends once, and what is marked is what the places cover.
func TestPiecesAreTheText(t *testing.T) {
	t.Parallel()
	letters := []string{"a", "b", "é", "😀", " ", "\n", "\n\n", ". "}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(letters)).Draw(t, "text"), "")
		f := newFinder(interview.Transcript{Steps: []interview.TranscriptStep{{Step: interview.Map, Answer: text}}})
		runes := []rune(text)
		for range rapid.IntRange(0, 5).Draw(t, "quotes") {
			from := rapid.IntRange(0, len(runes)).Draw(t, "from")
			to := rapid.IntRange(from, len(runes)).Draw(t, "to")
			f.quote(interview.Map, strings.ToUpper(string(runes[from:to])))
		}
		f.number()
		covered := map[int]bool{} // letters by their bytes in the text
		for _, p := range f.places {
			for i := p.from; i < p.to; i++ {
				covered[i] = true
			}
		}
		var want strings.Builder
		for i, r := range text {
			if unicode.IsSpace(r) {
				continue
			}
			want.WriteRune(r)
			if covered[i] {
				want.WriteByte('*')
			}
		}
		var got strings.Builder
		anchors, refs := 0, 0
		for _, p := range paragraphs(text, f.in(interview.Map, inAnswer, 0), cites{}) {
			for _, piece := range p.Pieces {
				if piece.Anchor != "" {
					anchors++
				}
				refs += len(piece.Refs)
				for _, r := range piece.Text {
					if unicode.IsSpace(r) {
						continue
					}
					got.WriteRune(r)
					if piece.Marked {
						got.WriteByte('*')
					}
				}
			}
		}
		if got.String() != want.String() {
			t.Fatalf("the pieces of %q are %q, want %q (* is marked)", text, got.String(), want.String())
		}
		if anchors != len(f.places) || refs != len(f.places) {
			t.Fatalf("%d places in %q begin %d times and end %d times", len(f.places), text, anchors, refs)
		}
	})
}

func TestConnections(t *testing.T) {
	t.Parallel()
	nodes := []interview.Node{{ID: "a", Label: "API"}, {ID: "b", Label: "Big\n  store"}, {ID: "c"}}
	for _, c := range []struct {
		edges []interview.Edge
		want  []string
	}{
		{nil, nil},
		{[]interview.Edge{{From: "a", To: "b", Label: "writes\nto"}}, []string{"API -> Big store: writes to"}},
		{[]interview.Edge{{From: "a", To: "c"}, {From: "c", To: "a"}}, []string{"API <-> c"}},
		{[]interview.Edge{{From: "a", To: "c"}, {From: "c", To: "a", Label: "answers"}}, []string{"API -> c", "c -> API: answers"}},
		{[]interview.Edge{{From: "a", To: "a"}}, []string{"API -> API"}},
	} {
		got := connections(interview.Diagram{Nodes: nodes, Edges: c.edges})
		if !slices.Equal(got, c.want) {
			t.Errorf("connections(%v) differ (-want +got):\n%s", c.edges, cmp.Diff(c.want, got))
		}
	}
}
