package fts_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"levelup/internal/search"
	"levelup/internal/search/fts"
)

func postings(t *testing.T, docs ...search.Fields) search.Postings {
	t.Helper()
	for range 20 { // so that what is asked for is rare
		docs = append(docs, search.Fields{"other", "other", "other", "other"})
	}
	p, err := fts.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func phrase(t *testing.T, p search.Postings, stems ...string) []search.Score {
	t.Helper()
	list, err := p.Phrase(t.Context(), stems)
	if err != nil {
		t.Fatalf("Phrase(%q) = %v", stems, err)
	}
	return list
}

func docs(list []search.Score) []int {
	var out []int
	for _, s := range list {
		out = append(out, s.Doc)
	}
	return out
}

func TestPhrase(t *testing.T) {
	t.Parallel()
	p := postings(t,
		search.Fields{"", "", "load balancer ", ""},
		search.Fields{"", "", "balancer load ", ""},
		search.Fields{"load ", "balancer ", "", ""},
		search.Fields{"", "", "load a balancer ", "load balancer "},
		search.Fields{"größe ", "データベース ", "x2 ", "ı "},
	)
	tests := []struct {
		stems []string
		want  []int
	}{
		{[]string{"load"}, []int{0, 1, 2, 3}},
		{[]string{"load", "balancer"}, []int{0, 3}}, // in a row, in one field
		{[]string{"balancer", "load"}, []int{1}},
		{[]string{"loa"}, nil},
		{[]string{"größe"}, []int{4}},
		{[]string{"grosse"}, nil},
		{[]string{"データベース"}, []int{4}},
		{[]string{"x2"}, []int{4}},
		{[]string{""}, nil},
		{nil, nil},
		{[]string{`load" OR "x2`}, nil}, // a quotation mark opens nothing
		{[]string{"load*"}, nil},
		{[]string{"NOT"}, nil},
		{[]string{"title:load"}, nil},
	}
	for _, tt := range tests {
		first := phrase(t, p, tt.stems...)
		if got := docs(first); !slices.Equal(got, tt.want) {
			t.Errorf("Phrase(%q) = %v, want %v", tt.stems, got, tt.want)
		}
		for _, s := range first {
			if s.Value <= 0 {
				t.Errorf("Phrase(%q) scores %v", tt.stems, s)
			}
		}
		if again := phrase(t, p, tt.stems...); !slices.Equal(first, again) {
			t.Errorf("Phrase(%q) = %v, and again %v", tt.stems, first, again)
		}
	}
}

func TestScores(t *testing.T) {
	t.Parallel()
	p := postings(t,
		search.Fields{"zebra", "", "", ""},
		search.Fields{"", "zebra", "", ""},
		search.Fields{"", "", "zebra", ""},
		search.Fields{"", "", "", "zebra"},
		search.Fields{"", "", "zebra zebra", ""},
		search.Fields{"", "", "zebra" + strings.Repeat(" other", 100), ""},
		search.Fields{"", "", "giraffe", ""},
	)
	zebra := phrase(t, p, "zebra")
	if len(zebra) != 6 {
		t.Fatalf("zebra is in %v", zebra)
	}
	title, heading, body, code, often, long := zebra[0].Value, zebra[1].Value, zebra[2].Value, zebra[3].Value, zebra[4].Value, zebra[5].Value
	if !(heading > body && body == title && body > code) {
		t.Errorf("a heading gives %v, a title %v, a body %v, code %v; want falling, title and body alike", heading, title, body, code)
	}
	if !(often > body && body > long) {
		t.Errorf("twice gives %v, once %v, once in a long text %v; want falling", often, body, long)
	}
	if giraffe := phrase(t, p, "giraffe"); giraffe[0].Value <= body {
		t.Errorf("a rare word gives %v, a frequent one %v", giraffe[0].Value, body)
	}
}

func TestGivingUp(t *testing.T) {
	t.Parallel()
	p := postings(t, search.Fields{"zebra", "", "", ""})
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Phrase(over, []string{"zebra"}); err == nil {
		t.Error("with a context that is over there is no error")
	}
}

func TestNothingToFind(t *testing.T) {
	t.Parallel()
	p, err := fts.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close() //nolint:errcheck // nothing is in it
	if got := phrase(t, p, "zebra"); len(got) > 0 {
		t.Errorf("zebra is in %v of no documents", got)
	}
}
