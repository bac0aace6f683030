package fts

import (
	"math"
	"strings"
	"testing"

	"levelup/internal/search"

	"pgregory.net/rapid"
)

// Stems in a row score what they would if the database counted them.
func TestRowsScoreAsTheDatabase(t *testing.T) {
	t.Parallel()
	stems := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "größe", "x2"}), 0, 12)
	rapid.Check(t, func(rt *rapid.T) {
		docs := make([]search.Fields, rapid.IntRange(1, 30).Draw(rt, "documents"))
		for i := range docs {
			for k := range docs[i] {
				docs[i][k] = strings.Join(stems.Draw(rt, "stems"), " ")
			}
		}
		p, err := New(docs)
		if err != nil {
			rt.Fatal(err)
		}
		defer p.Close() //nolint:errcheck // nothing is left to lose
		phrase := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "größe", "x2", "none"}), 2, 3).Draw(rt, "phrase")
		got, err := p.Phrase(t.Context(), phrase)
		if err != nil {
			rt.Fatal(err)
		}
		want, err := p.(*Postings).word(t.Context(), []string{strings.Join(phrase, " ")})
		if err != nil {
			rt.Fatal(err)
		}
		if len(got) != len(want) {
			rt.Fatalf("%q is in %v, by the database in %v", phrase, got, want)
		}
		for i := range want {
			if got[i].Doc != want[i].Doc || math.Abs(got[i].Value-want[i].Value) > 1e-9 {
				rt.Fatalf("%q scores %v, by the database %v", phrase, got[i], want[i])
			}
		}
	})
}
