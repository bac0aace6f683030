package search_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"levelup/internal/fault"
	"levelup/internal/search"

	"pgregory.net/rapid"
)

// Few words, so that queries meet documents, and signs that mean something somewhere.
var vocabulary = []string{
	"cache", "caches", "cached", "chace", "load", "balancer", "lb", "db", "database", "pull", "request", "pullrequest", "back", "log", "backlog",
	"the", "is", "naïve", "漢字", "ﬁne", "don't", "x2", "\"", ".", "…", "\n\n", "(", "*", "NOT", "-", "daylight", "saving", "time",
}

func texts(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, most).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  ", "\n"}).Draw(t, "gap"))
	})
}

// check reports what no answer may be: hits twice, scores that rise, a snippet that does
// not stand in its document, an error that says nothing.
func check(t interface{ Errorf(string, ...any) }, answer search.Answer, err error) {
	if err != nil {
		if fault.KindOf(err) != fault.Invalid || len(fault.Message(err)) < 20 {
			t.Errorf("error %v, want one that says what to do", err)
		}
		return
	}
	if len(answer.Hits) == 0 && answer.Advice == "" {
		t.Errorf("nothing is found, and nothing said")
	}
	seen := make(map[string]bool)
	for i, h := range answer.Hits {
		if seen[h.Doc.ID()] {
			t.Errorf("%s is found twice", h.Doc.ID())
		}
		seen[h.Doc.ID()] = true
		if !(h.Score > 0) || i > 0 && h.Score > answer.Hits[i-1].Score {
			t.Errorf("hit %d scores %v after %v", i, h.Score, answer.Hits[max(0, i-1)].Score)
		}
		checkSnippet(t, h.Doc, h.Snippet)
	}
}

func TestAnyQuery(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var docs []search.Doc
		for i := range rapid.IntRange(1, 6).Draw(rt, "documents") {
			d := search.Doc{Slug: fmt.Sprint(i), Title: texts(3).Draw(rt, "title"), Heading: texts(4).Draw(rt, "heading"), Body: texts(90).Draw(rt, "body"), Code: texts(5).Draw(rt, "code")}
			d.Raw = d.Heading + "\n" + d.Body
			docs = append(docs, d)
		}
		x := withVectors(t, indexOf(t, docs))
		query := rapid.OneOf(texts(8), rapid.StringN(0, 30, -1)).Draw(rt, "query")
		for _, mode := range search.Modes {
			answer, err := x.Search(t.Context(), mode, query, 10)
			check(rt, answer, err)
			again, _ := x.Search(t.Context(), mode, query, 10)
			if !reflect.DeepEqual(answer, again) {
				rt.Errorf("%s: asked twice, the answers differ:\n%v\n%v", mode, answer, again)
			}
		}
	})
}

func FuzzSearch(f *testing.F) {
	for _, seed := range []string{
		"replica", "load balancer", `"load balancer" x`, `"unclosed`, "pullrequest", "back log", "NEAR(a b)", "col:x", "(a+)+$", "(x{1000}){1000}", "^|$", `\Q`, "[[:alpha:]]+",
		"\xff\x00", "\u0301", "漢字", "ﬁne ı İ ß", "ͅ", strings.Repeat("a", 401), "* * *", "(?i", "(?s).*", "'’'", "a'’b",
	} {
		f.Add(seed)
	}
	x := withVectors(f, indexOf(f, library()))
	f.Fuzz(func(t *testing.T, query string) {
		for _, mode := range search.Modes {
			answer, err := x.Search(t.Context(), mode, query, 10)
			check(t, answer, err)
		}
	})
}

// An index may be asked by many at once.
func TestManyAsk(t *testing.T) {
	t.Parallel()
	x := withVectors(t, indexOf(t, library()))
	queries := []string{"replica", "load balancer", "rpelica database", `"pull request"`, "lb", "worker idemp", "ind.x", "xylophone"}
	want := make(map[string]string)
	for _, mode := range search.Modes {
		for _, query := range queries {
			want[mode+query] = anchors(find(t, x, mode, query))
		}
	}
	fresh := withVectors(t, indexOf(t, library())) // nothing is kept yet
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for k := range 4 * len(queries) {
				mode, query := search.Modes[(i+k)%len(search.Modes)], queries[(3*i+k/4)%len(queries)]
				answer, err := fresh.Search(t.Context(), mode, query, 10)
				if got := anchors(answer); err != nil || got != want[mode+query] {
					t.Errorf("%s, %s: %q, %v, want %q", mode, query, got, err, want[mode+query])
				}
			}
		})
	}
	wg.Wait()
}
