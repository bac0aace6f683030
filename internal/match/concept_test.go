package match_test

import (
	"strings"
	"testing"

	"levelup/internal/match"
)

func TestTerm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		term, in string
		want     bool
	}{
		{"cache", "We are caching it here.", true},
		{"open a link", "People open links all day.", true},
		{"open a link", "People open only very few links.", false},
		{"open a link", "People open the same link again.", true},
		{"open a link", "The link is open to people.", false},
		{"in memory", "It stays in-memory for an hour.", true},
		{"rate limit", "The limit is the rate of it.", false},
		{"a b c", "We have a b b c here.", true},
		{"302", "We answer with a 302 then.", true},
		{"hot link", "It is hot. The link is too.", false},
		{"", "We have nothing to find here.", false},
	}
	for _, tt := range tests {
		c := match.Concept{Groups: [][]match.Term{terms(tt.term)}}
		if got := c.Find(match.Read(tt.in), nil).Degree == match.Whole; got != tt.want {
			t.Errorf("%q found in %q = %v, want %v", tt.term, tt.in, got, tt.want)
		}
	}
}

func TestConcept(t *testing.T) {
	t.Parallel()
	two := [][]match.Term{terms("cache", "in memory"), terms("redirect", "open a link")}
	three := append(two[:2:2], terms("hot", "popular"))
	tests := []struct {
		name    string
		concept match.Concept
		in      string
		want    match.Degree
	}{
		{"one sentence", match.Concept{Groups: two}, "Redirects are served from a cache.", match.Whole},
		{"neighbours", match.Concept{Groups: two}, "There is a cache in front. Each redirect asks it first.", match.Whole},
		{"too far", match.Concept{Groups: two}, "There is a cache in front. That is the usual way. Nobody doubts it. Each redirect asks something.", match.Subject},
		{"only the second", match.Concept{Groups: two}, "Each redirect asks the database for it.", match.Absent},
		{"list", match.Concept{Groups: two}, "cache, redirect, redis, open a link, in memory", match.Absent},
		{"reason", match.Concept{Groups: two, Because: true}, "Redirects are served from a cache, since reads outnumber writes.", match.Whole},
		{"reason after", match.Concept{Groups: two, Because: true}, "Redirects are served from a cache. The price is stale links.", match.Whole},
		{"reason too late", match.Concept{Groups: two, Because: true}, "Redirects are served from a cache. We like it. The price is stale links.", match.Most},
		{"listed reason", match.Concept{Groups: two, Because: true, Reasons: terms("stale")}, "Redirects are served from a cache. Links may be stale there.", match.Whole},
		{"another reason", match.Concept{Groups: two, Because: true, Reasons: terms("stale")}, "Redirects are served from a cache, because it is fast.", match.Most},
		{"two of three", match.Concept{Groups: three}, "Redirects are served from a cache.", match.Most},
		{"three of three", match.Concept{Groups: three}, "Redirects of popular links are served from a cache.", match.Whole},
		{"denied", match.Concept{Groups: two}, "Redirects are not served from a cache.", match.Absent},
		{"denied subject elsewhere", match.Concept{Groups: two}, "We use no cache at all. Later on there is a cache for the images.", match.Subject},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := tt.concept.Find(match.Read(tt.in), nil)
			if f.Degree != tt.want {
				t.Errorf("degree in %q = %v, want %v", tt.in, f.Degree, tt.want)
			}
			if f.Degree == match.Whole && len(f.Hits) != len(tt.concept.Groups) {
				t.Errorf("hits in %q = %v, want one a group", tt.in, f.Hits)
			}
		})
	}
}

func TestParaphrase(t *testing.T) {
	t.Parallel()
	const says = "Most people only open a few popular links, so those stay in memory."
	tests := []struct {
		in   string
		want bool
	}{
		{"Popular links stay in memory, as people mostly open those.", true},
		{"A few links are popular, and we let these stay in memory while people open them.", true},
		{"Popular links do not stay in memory, as people open others.", false},
		{"The memory of people is short.", false},
		{"popular, links, stay, memory, people, open", false},
		{"We choose a counter over a hash.", false},
	}
	p := match.NewParaphrase(says, nil, nil)
	for _, tt := range tests {
		n, likeness := p.Find(match.Read(tt.in))
		if got := n >= 0; got != tt.want {
			t.Errorf("likeness of %q = %.2f, found %v, want %v", tt.in, likeness, got, tt.want)
		}
	}
}

func TestParaphraseOpposites(t *testing.T) {
	t.Parallel()
	tests := []struct {
		says, in string
		want     bool
	}{
		{"The counter makes creating links slow.", "The counter makes creating links fast.", false},
		{"The counter makes creating links slow.", "The counter makes creating links not fast.", true},
		{"Two codes of the counter never collide.", "Two codes of the counter collide.", false},
		{"Reads outnumber the writes by far.", "Reads outnumber writes by far.", true},
	}
	for _, tt := range tests {
		n, likeness := match.NewParaphrase(tt.says, nil, nil).Find(match.Read(tt.in))
		if got := n >= 0; got != tt.want {
			t.Errorf("%q said by %q = %v (%.2f), want %v", tt.says, tt.in, got, likeness, tt.want)
		}
	}
}

func TestCopies(t *testing.T) {
	t.Parallel()
	o := match.NewOriginal("Design a service that turns long addresses into short links. People who open a short link are sent to the long address.")
	tests := []struct {
		in   string
		want bool
	}{
		{"Design a service that turns long addresses into short links.", true},
		{"I design a service that turns long addresses into short links!", true},
		{"A service turns addresses that are long into links that are short.", true},
		{"The short link is looked up in a cache, then in the database.", false},
	}
	for _, tt := range tests {
		if got := o.Copied(match.Read(tt.in), 0); got != tt.want {
			t.Errorf("Copied(%q) = %v, want %v", tt.in, got, tt.want)
		}
	}
}

// Each of these took hours where somebody looked at a row of equal things once
// for each of them; the test fails by its time limit.
func TestNothingIsQuadratic(t *testing.T) {
	t.Parallel()
	c := match.Concept{Groups: [][]match.Term{terms("a a a a a a b"), terms("a")}, Because: true}
	for _, in := range []string{strings.Repeat("a ", 100_000), strings.Repeat("not ", 100_000), strings.Repeat("no a, ", 50_000), strings.Repeat("a. ", 50_000),
		"a" + strings.Repeat(".", 1_000_000) + "b", "a" + strings.Repeat("\n", 1_000_000) + "b", strings.Repeat("'", 1_000_000), strings.Repeat("1,", 200_000),
		strings.Repeat("a\u200b", 200_000), strings.Repeat("1. ", 100_000), strings.Repeat("\n1. ", 100_000), strings.Repeat("(", 1_000_000)} {
		x := match.Read(in)
		c.Find(x, nil)
		match.NewParaphrase("a b c d e not a", nil, nil).Find(x)
		match.NewFigure(1, "reads/s", 0).Find(x, x.Quantities())
	}
}
