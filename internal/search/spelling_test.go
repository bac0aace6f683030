package search_test

import (
	"strings"
	"testing"

	"levelup/internal/search"
)

// one makes a document of each text, called by it.
func one(texts ...string) []search.Doc {
	var docs []search.Doc
	for _, text := range texts {
		docs = append(docs, search.Doc{Slug: text, Anchor: text, Body: text})
	}
	return docs
}

// What was probably meant comes first, and there are few guesses.
func TestGuesses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		words string
		query string
		want  string
	}{
		{"two letters swapped before one wrong", "train trial", "trail", "trial train"},
		{"the first letter is seldom wrong", "bark zurk", "zark", "zurk bark"},
		{"no more than three", "plant plent plint plont plunt", "plznt", "plant plent plint"},
		{"of beginnings no more than six", "begaa begbb begcc begdd begee begff beggg beghh", "beg", "begaa begbb begcc begdd begee begff"},
		{"a wrong letter in a short word", "lead", "lxad", "lead balancing load"},
		{"not in a shorter one", "led", "lxd", ""},
		{"two wrong letters in a long word", "calculator", "calxulxtor", "calculator"},
		{"not three", "calculator", "cxlxulxtor", ""},
		{"not two in a short one", "candle", "cxndxe", ""},
		{"swapped letters in the middle of a short word", "loaf", "laof", "loaf"},
		{"what has a synonym is not misspelled", "memorize", "memoize", "caches backlog"},
	}
	for _, tt := range tests {
		x := indexOf(t, append(one(strings.Fields(tt.words)...), library()...))
		if got := anchors(find(t, x, search.Keyword, tt.query)); got != tt.want {
			t.Errorf("%s: %s finds %q, want %q", tt.name, tt.query, got, tt.want)
		}
	}
}

// A guess is worth less than the word, the less the more is wrong.
func TestAGuessIsWorthLess(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	last := 0.0
	for _, query := range []string{"idempotoncx", "idempotencx", "idempotency"} {
		hits := find(t, x, search.Keyword, query).Hits
		if len(hits) != 1 || hits[0].Score <= last {
			t.Fatalf("%s: %v, want one hit that scores above %v", query, hits, last)
		}
		last = hits[0].Score
	}
}

// A misspelled word says as much of what is looked for as the right one, a phrase as much
// as its rarest word.
func TestShares(t *testing.T) {
	t.Parallel()
	x := indexOf(t, library())
	share := func(query, anchor string) float64 {
		for _, h := range find(t, x, search.Keyword, query).Hits {
			if h.Doc.Anchor == anchor {
				return h.Why.Share
			}
		}
		return 0
	}
	if right, wrong := share("worker cache", "caches"), share("worxer cache", "caches"); right != wrong || right == 0 {
		t.Errorf("beside worker cache is %v of a query, beside worxer %v", right, wrong)
	}
	if word, phrase := share("keep xylophone", "caches"), share(`"keep the" xylophone`, "caches"); word != phrase || word == 0 {
		t.Errorf("keep is %v of a query, \"keep the\" %v", word, phrase)
	}
	if whole := share("load balancer", "balancing"); whole != 1 {
		t.Errorf("who has load balancer in a row has %v of it", whole)
	}
}

// A term of several words that stands for one counts once, not once a word.
func TestATermCountsOnce(t *testing.T) {
	t.Parallel()
	x := indexOf(t, append(library(), one("dst")...))
	sum := func(query string) (out float64) {
		for _, term := range find(t, x, search.Keyword, query).Hits[0].Why.Terms {
			out += term.Score
		}
		return out
	}
	if alone, term := sum("dst"), sum("daylight saving time"); term > alone {
		t.Errorf("by its synonym of three words dst scores %v, by itself %v", term, alone)
	}
}
