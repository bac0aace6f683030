package search

import (
	"math"
	"slices"
)

// The fields of a document that words are looked for in, and what a word is worth in
// each. The figures were chosen on the judged queries that may be looked at.
const (
	inTitle = iota
	inHeading
	inBody
	inCode
	fieldCount
)

var worthIn = [fieldCount]float64{1, 6, 1, 0.3}

// How soon more of the same says no more, how much a long text takes off, and what the
// most frequent word says.
const (
	saturation  = 1.2
	lengthiness = 0.75
	leastRare   = 1e-6
)

// postings say which documents have a word and how much each is worth for it: BM25 over
// fields of different weight, as the full-text index of SQLite counts it
// (https://www.sqlite.org/fts5.html#the_bm25_function), with which a test compares it.
// They are kept here and not asked of SQLite, since that takes 0.3 ms for each pair of
// words that nobody asked for before, and a query has several.
type postings struct {
	words [][]scored // by the number of the stem
	docs  []counted
	mean  float64 // length of a document
}

// scored is what a document is worth, by its number.
type scored struct {
	doc   int
	value float64
}

// counted is a document: the numbers of its stems by field, in their order.
type counted struct {
	fields [fieldCount][]int32
	length float64
}

// newPostings counts documents in which there are so many stems.
func newPostings(docs []counted, stems int) postings {
	p := postings{words: make([][]scored, stems), docs: docs}
	for i := range docs {
		p.learn(i)
		p.mean += docs[i].length / float64(len(docs))
	}
	for _, list := range p.words {
		p.rank(list)
	}
	return p
}

// learn counts the stems of a document, each time by the weight of the field.
func (p *postings) learn(doc int) {
	d := &p.docs[doc]
	for k, field := range d.fields {
		for _, n := range field {
			if list := p.words[n]; len(list) == 0 || list[len(list)-1].doc != doc {
				p.words[n] = append(list, scored{doc: doc})
			}
			p.words[n][len(p.words[n])-1].value += worthIn[k]
		}
		d.length += float64(len(field))
	}
}

// rank replaces counts by scores.
func (p *postings) rank(list []scored) {
	n := float64(len(list))
	rare := math.Log((float64(len(p.docs)) - n + 0.5) / (n + 0.5))
	if rare <= 0 {
		rare = leastRare
	}
	for i, s := range list {
		long := 1 - lengthiness + lengthiness*p.docs[s.doc].length/p.mean
		list[i].value = rare * s.value * (saturation + 1) / (s.value + saturation*long)
	}
}

// having are the documents that have the stems in a row, in their order. The list of a
// single stem is shared: it must not be changed.
func (p *postings) having(stems []int32) []scored {
	switch len(stems) {
	case 0:
		return nil
	case 1:
		return p.words[stems[0]]
	}
	var list []scored
	first, second := p.words[stems[0]], p.words[stems[1]]
	for len(first) > 0 && len(second) > 0 {
		switch a, b := first[0].doc, second[0].doc; {
		case a < b:
			first = first[1:]
		case a > b:
			second = second[1:]
		default:
			if n := p.docs[a].count(stems); n > 0 {
				list = append(list, scored{a, n})
			}
			first, second = first[1:], second[1:]
		}
	}
	p.rank(list)
	return list
}

// count is how often the stems stand in a row, each time by the weight of the field.
func (d *counted) count(stems []int32) float64 {
	sum := 0.0
	for k, field := range d.fields {
		for ; len(field) >= len(stems); field = field[1:] {
			if field[0] == stems[0] && slices.Equal(field[:len(stems)], stems) {
				sum += worthIn[k]
			}
		}
	}
	return sum
}
