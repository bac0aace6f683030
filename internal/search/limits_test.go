package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"levelup/internal/fault"
	"levelup/internal/search"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	var docs []search.Doc
	for i := range 200 {
		word := "other"
		if i%3 == 0 {
			word = "wanted"
		}
		docs = append(docs, search.Doc{Slug: fmt.Sprint(i), Body: "This section has the word " + word + ".", Raw: word})
	}
	docs = append(docs, library()...)
	x := withVectors(t, indexOf(t, docs))
	for _, mode := range search.Modes {
		for limit, want := range map[int]int{-1: 1, 0: 1, 7: 7, 50: 50, 1000: 50} {
			answer, err := x.Search(t.Context(), mode, "wanted", limit)
			if err != nil || len(answer.Hits) != want {
				t.Errorf("%s with limit %d finds %d, %v, want %d", mode, limit, len(answer.Hits), err, want)
			}
		}
	}
}

// Whatever is typed, there is an answer, or a sentence that says what to do.
func TestHostileQueries(t *testing.T) {
	t.Parallel()
	x := withVectors(t, indexOf(t, library()))
	tests := []struct {
		name, query string
		invalid     []string // modes that refuse it
	}{
		{"empty", "", nil},
		{"blank", " \t\n ", nil},
		{"control characters", "re\x00\x01\x1bplica\x7f", nil},
		{"no UTF-8", "\xff\xfe replica \xc3", nil},
		{"400 code points", strings.Repeat("é", 400), nil},
		{"401 code points", strings.Repeat("é", 401), search.Modes},
		{"many words", strings.TrimSpace(strings.Repeat("a ", 200)), nil},
		{"one sign", "*", []string{search.Regex}},
		{"a function of FTS", "NEAR(a b)", nil},
		{"an operator", "replica OR queue", nil},
		{"NOT alone", "NOT", nil},
		{"a column", "heading:replica", nil},
		{"a column of none", "col : x", nil},
		{"a beginning", "^replica", nil},
		{"a minus", "replica - queue", nil},
		{"a plus", "replica + queue", nil},
		{"open quotation marks", `"unclosed`, nil},
		{"three of them", `"a" "b`, nil},
		{"braces", "{title body}: x", nil},
		{"SQL", "'; DROP TABLE docs; --", nil},
		{"combining marks alone", "\u0301\u0301", nil},
		{"emoji", "👩‍👩‍👧 🚀", nil},
		{"right to left", "قاعدة بيانات", nil},
	}
	for _, tt := range tests {
		for _, mode := range append(search.Modes, "") {
			answer, err := x.Search(context.Background(), mode, tt.query, 10)
			if slices.Contains(tt.invalid, mode) || mode == "" && len(tt.invalid) > 1 {
				if fault.KindOf(err) != fault.Invalid || len(fault.Message(err)) < 20 {
					t.Errorf("%s, %s: error %v, want one that says what to do", tt.name, mode, err)
				}
			} else if err != nil || len(answer.Hits) == 0 && len(answer.Advice) < 20 {
				t.Errorf("%s, %s: %v and advice %q, want an answer", tt.name, mode, err, answer.Advice)
			}
		}
	}
	if _, err := x.Search(context.Background(), "psychic", "replica", 10); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "regex, keyword, vector, hybrid") {
		t.Errorf("a mode of none: %v, want those there are", err)
	}
	for _, blank := range []string{"", " \n", "\x00\x1f\x7f", "\xff"} {
		if answer := find(t, x, search.Regex, blank); !strings.Contains(answer.Advice, "Type what") {
			t.Errorf("%q: advice %q, want to type something", blank, answer.Advice)
		}
	}
	if got := anchors(find(t, x, search.Keyword, "re\x00plica queue\x00replica")); got != "replicas queues" && got != "queues replicas" {
		t.Errorf("a control character parts words as a space does; found %q", got)
	}
}
