package search_test

import (
	"database/sql"
	"math"
	"strings"
	"testing"

	"levelup/internal/search"

	_ "modernc.org/sqlite" // the driver
	"pgregory.net/rapid"
)

// bySQLite scores a phrase by the full-text index of SQLite, by document.
func bySQLite(t *rapid.T, docs []search.Doc, phrase string) map[string]float64 {
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", ":memory:")
	must(err)
	defer db.Close()      //nolint:errcheck // it is in memory
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	_, err = db.Exec(`CREATE VIRTUAL TABLE docs USING fts5(title, heading, body, code, content='', tokenize="unicode61 remove_diacritics 0")`)
	must(err)
	for i, d := range docs {
		_, err := db.Exec(`INSERT INTO docs (rowid, title, heading, body, code) VALUES (?, ?, ?, ?, ?)`, i, d.Title, d.Heading, d.Body, d.Code)
		must(err)
	}
	rows, err := db.Query(`SELECT rowid, -bm25(docs, 1.0, 6.0, 1.0, 0.3) FROM docs WHERE docs MATCH ?`, `"`+phrase+`"`)
	must(err)
	defer rows.Close() //nolint:errcheck // Err tells
	out := make(map[string]float64)
	for rows.Next() {
		var doc int
		var score float64
		must(rows.Scan(&doc, &score))
		out[docs[doc].Slug] = score
	}
	must(rows.Err())
	return out
}

// Words, and words in a row, score what they do in the full-text index of SQLite: a
// heading six times as much as a body, code less; often more than once, in a long text
// less than in a short one, and what is rare more than what is not.
func TestScoresAreThoseOfSQLite(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"kar", "lum", "tog", "größe", "x2"}) // of no language that has endings
	rapid.Check(t, func(rt *rapid.T) {
		docs := make([]search.Doc, rapid.IntRange(1, 30).Draw(rt, "documents"))
		text := func(what string) string {
			return strings.Join(rapid.SliceOfN(words, 0, 12).Draw(rt, what), " ")
		}
		for i := range docs {
			docs[i] = search.Doc{Slug: string(rune('A' + i)), Title: text("title"), Heading: text("heading"), Body: text("body"), Code: text("code")}
		}
		phrase := strings.Join(rapid.SliceOfN(rapid.OneOf(words, rapid.Just("none")), 1, 3).Draw(rt, "phrase"), " ")
		answer, err := search.New(docs, nil).Search(t.Context(), search.Keyword, `"`+phrase+`"`, search.MostHits)
		if err != nil {
			rt.Fatal(err)
		}
		want := bySQLite(rt, docs, phrase)
		if len(answer.Hits) != len(want) {
			rt.Fatalf("%q is in %d documents, by SQLite in %v", phrase, len(answer.Hits), want)
		}
		for _, h := range answer.Hits {
			if got := h.Why.Terms[0].Score; math.Abs(got-want[h.Doc.Slug]) > 1e-9 {
				rt.Fatalf("%q scores %v in %s, by SQLite %v", phrase, got, h.Doc.Slug, want[h.Doc.Slug])
			}
		}
	})
}
