// Package fts counts words for package search, with the full-text index of SQLite, in
// memory.
package fts

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"levelup/internal/search"

	_ "modernc.org/sqlite" // the driver
)

// What a word is worth where it stands: title, heading, body, code. Chosen on the judged
// queries that may be looked at.
var weights = [...]float64{1, 6, 1, 0.3}

// most is how many lists are kept; queries repeat the words of the content, and those
// are few.
const most = 20_000

// Postings is an index in memory.
type Postings struct {
	db    *sql.DB
	query *sql.Stmt
	kept  sync.Map // phrase: []search.Score
	size  atomic.Int64
	rows  rows
}

// New makes an index of documents.
func New(docs []search.Fields) (search.Postings, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	p := &Postings{db: db, rows: newRows(docs)}
	if err := p.fill(docs); err != nil {
		db.Close() //nolint:errcheck // the first error counts
		return nil, fmt.Errorf("making the index of words: %w", err)
	}
	return p, nil
}

func (p *Postings) fill(docs []search.Fields) error {
	// Contentless: the texts are kept once, by package search. Its words are stems
	// already; the tokenizer only cuts at the spaces.
	if _, err := p.db.Exec(`CREATE VIRTUAL TABLE docs USING fts5(title, heading, body, code, content='', tokenize="unicode61 remove_diacritics 0")`); err != nil {
		return err
	}
	tx, err := p.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing is left to undo once it is committed
	insert, err := tx.Prepare(`INSERT INTO docs (rowid, title, heading, body, code) VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // it ends with the transaction
	for i, d := range docs {
		if _, err := insert.Exec(i, d[0], d[1], d[2], d[3]); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	p.query, err = p.db.Prepare(fmt.Sprintf(`SELECT rowid, -bm25(docs, %f, %f, %f, %f) FROM docs WHERE docs MATCH ? ORDER BY rowid`,
		weights[0], weights[1], weights[2], weights[3]))
	return err
}

// Phrase scores the documents with the stems in a row.
func (p *Postings) Phrase(ctx context.Context, stems []string) ([]search.Score, error) {
	phrase := strings.Join(stems, " ")
	if list, ok := p.kept.Load(phrase); ok {
		return list.([]search.Score), nil
	}
	find := p.word
	if len(stems) > 1 {
		find = p.row
	}
	list, err := find(ctx, stems)
	if err != nil {
		return nil, err
	}
	if p.size.Add(1) <= most {
		p.kept.Store(phrase, list)
	}
	return list, nil
}

// word asks the database.
func (p *Postings) word(ctx context.Context, stems []string) ([]search.Score, error) {
	// In quotation marks nothing is an operator, and a stem has none in it.
	phrase := `"` + strings.ReplaceAll(strings.Join(stems, ""), `"`, `""`) + `"`
	rows, err := p.query.QueryContext(ctx, phrase)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var list []search.Score
	for rows.Next() {
		var s search.Score
		if err := rows.Scan(&s.Doc, &s.Value); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// Close gives the memory back.
func (p *Postings) Close() error { return p.db.Close() }
