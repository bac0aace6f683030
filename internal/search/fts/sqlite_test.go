package fts_test

import (
	"database/sql"
	"math"
	"strings"
	"testing"

	"levelup/internal/search"
	"levelup/internal/search/fts"

	_ "modernc.org/sqlite" // the driver
	"pgregory.net/rapid"
)

// bySQLite scores a phrase by the full-text index of SQLite.
func bySQLite(t *rapid.T, docs []search.Fields, phrase []string) []search.Score {
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
		_, err := db.Exec(`INSERT INTO docs (rowid, title, heading, body, code) VALUES (?, ?, ?, ?, ?)`, i, d[0], d[1], d[2], d[3])
		must(err)
	}
	rows, err := db.Query(`SELECT rowid, -bm25(docs, 1.0, 6.0, 1.0, 0.3) FROM docs WHERE docs MATCH ? ORDER BY rowid`, `"`+strings.Join(phrase, " ")+`"`)
	must(err)
	defer rows.Close() //nolint:errcheck // Err tells
	var out []search.Score
	for rows.Next() {
		var s search.Score
		must(rows.Scan(&s.Doc, &s.Value))
		out = append(out, s)
	}
	must(rows.Err())
	return out
}

// Words, and words in a row, score what they do in the full-text index of SQLite.
func TestScoresAreThoseOfSQLite(t *testing.T) {
	t.Parallel()
	stems := rapid.SampledFrom([]string{"a", "b", "c", "größe", "x2"})
	rapid.Check(t, func(rt *rapid.T) {
		docs := make([]search.Fields, rapid.IntRange(1, 30).Draw(rt, "documents"))
		for i := range docs {
			for k := range docs[i] {
				docs[i][k] = strings.Join(rapid.SliceOfN(stems, 0, 12).Draw(rt, "stems"), " ")
			}
		}
		phrase := rapid.SliceOfN(rapid.OneOf(stems, rapid.Just("none")), 1, 3).Draw(rt, "phrase")
		p, err := fts.New(docs)
		if err != nil {
			rt.Fatal(err)
		}
		got, err := p.Phrase(t.Context(), phrase)
		if err != nil {
			rt.Fatal(err)
		}
		want := bySQLite(rt, docs, phrase)
		if len(got) != len(want) {
			rt.Fatalf("%q is in %v, by SQLite in %v", phrase, got, want)
		}
		for i := range want {
			if got[i].Doc != want[i].Doc || math.Abs(got[i].Value-want[i].Value) > 1e-9 {
				rt.Fatalf("%q scores %v, by SQLite %v", phrase, got[i], want[i])
			}
		}
	})
}
