// Package fts counts words for package search. Its scores are those of bm25 in the
// full-text index of SQLite (https://www.sqlite.org/fts5.html), which its tests compare it
// with; it keeps them itself, since SQLite needs 0.3 ms for a pair of words that nobody
// asked for before, and a query has several.
package fts

import (
	"context"
	"math"
	"slices"
	"strings"

	"levelup/internal/search"
)

// What a word is worth where it stands: title, heading, body, code. Chosen on the judged
// queries that may be looked at.
var weights = [...]float64{1, 6, 1, 0.3}

// How soon more of the same says no more, how much a long text takes off, and what the
// most frequent word says.
const (
	saturation  = 1.2
	lengthiness = 0.75
	leastRare   = 1e-6
)

// Postings is an index in memory. It never changes.
type Postings struct {
	numbers map[string]int32 // of the stems
	words   [][]search.Score // by stem
	docs    []document
	mean    float64 // length of a document
}

// document has the stems of each field in their order.
type document struct {
	fields [len(weights)][]int32
	length float64
}

// New makes an index of documents.
func New(docs []search.Fields) (search.Postings, error) {
	p := &Postings{numbers: make(map[string]int32), docs: make([]document, len(docs))}
	for i, fields := range docs {
		p.learn(i, fields)
		p.mean += p.docs[i].length / float64(len(docs))
	}
	for _, list := range p.words {
		p.rank(list)
	}
	return p, nil
}

// learn reads a document and counts its stems, each time by the weight of the field.
func (p *Postings) learn(doc int, fields search.Fields) {
	d := &p.docs[doc]
	for k, text := range fields {
		for stem := range strings.FieldsSeq(text) {
			n, ok := p.numbers[stem]
			if !ok {
				n = int32(len(p.numbers))
				p.numbers[stem] = n
				p.words = append(p.words, nil)
			}
			d.fields[k] = append(d.fields[k], n)
			if list := p.words[n]; len(list) == 0 || list[len(list)-1].Doc != doc {
				p.words[n] = append(list, search.Score{Doc: doc})
			}
			p.words[n][len(p.words[n])-1].Value += weights[k]
		}
		d.length += float64(len(d.fields[k]))
	}
}

// rank replaces counts by scores.
func (p *Postings) rank(list []search.Score) {
	n := float64(len(list))
	rare := math.Log((float64(len(p.docs)) - n + 0.5) / (n + 0.5))
	if rare <= 0 {
		rare = leastRare
	}
	for i, s := range list {
		long := 1 - lengthiness + lengthiness*p.docs[s.Doc].length/p.mean
		list[i].Value = rare * s.Value * (saturation + 1) / (s.Value + saturation*long)
	}
}

// Phrase scores the documents with the stems in a row.
func (p *Postings) Phrase(ctx context.Context, stems []string) ([]search.Score, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	numbers := make([]int32, len(stems))
	for i, stem := range stems {
		n, ok := p.numbers[stem]
		if !ok {
			return nil, nil
		}
		numbers[i] = n
	}
	switch len(numbers) {
	case 0:
		return nil, nil
	case 1:
		return p.words[numbers[0]], nil
	}
	return p.row(numbers), nil
}

// row looks in the documents that have the first two stems.
func (p *Postings) row(stems []int32) []search.Score {
	var list []search.Score
	first, second := p.words[stems[0]], p.words[stems[1]]
	for len(first) > 0 && len(second) > 0 {
		switch a, b := first[0].Doc, second[0].Doc; {
		case a < b:
			first = first[1:]
		case a > b:
			second = second[1:]
		default:
			if n := p.docs[a].count(stems); n > 0 {
				list = append(list, search.Score{Doc: a, Value: n})
			}
			first, second = first[1:], second[1:]
		}
	}
	p.rank(list)
	return list
}

// count is how often the stems stand in a row, each time by the weight of the field.
func (d *document) count(stems []int32) float64 {
	sum := 0.0
	for k, field := range d.fields {
		for ; len(field) >= len(stems); field = field[1:] {
			if field[0] == stems[0] && slices.Equal(field[:len(stems)], stems) {
				sum += weights[k]
			}
		}
	}
	return sum
}

// Close has nothing to give back.
func (p *Postings) Close() error { return nil }
