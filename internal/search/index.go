package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"levelup/internal/fault"
)

// The fields of a document that words are looked for in.
const (
	inTitle = iota
	inHeading
	inBody
	inCode
	fieldCount
)

// Fields are the words of a document by field, as stems with a space between them:
// title, heading, body and code.
type Fields [fieldCount]string

// A Score is what a document is worth, by its number in the order given.
type Score struct {
	Doc   int
	Value float64
}

// Postings rank documents by BM25 over their fields.
type Postings interface {
	// Phrase scores the documents that have the stems in a row, in the order of the
	// documents. The answer may be shared: it must not be changed.
	Phrase(ctx context.Context, stems []string) ([]Score, error)
	Close() error
}

// Index finds documents. It never changes; Close gives back what it holds.
type Index struct {
	docs       []Doc
	lines      [][]string       // of Raw
	texts      []text           // words of body and code
	numbers    map[string]int32 // of the stems
	vocabulary map[string]int   // in how many documents a stem is
	spelling   *spelling
	thesaurus  thesaurus
	postings   Postings
	vectors    *vectors   // nil: there are none
	tallies    *sync.Pool // of *tally
}

// New makes an index; postings makes the part of it that counts words.
func New(docs []Doc, synonyms Synonyms, postings func([]Fields) (Postings, error)) (*Index, error) {
	x := &Index{docs: docs, numbers: make(map[string]int32), vocabulary: make(map[string]int), thesaurus: newThesaurus(synonyms)}
	x.tallies = &sync.Pool{New: func() any { return newTally(len(docs)) }}
	l := learner{x, make(map[string]int), make(map[string]string)}
	fields := make([]Fields, len(docs))
	for i, d := range docs {
		fields[i] = l.learn(d)
	}
	for _, word := range x.thesaurus.words {
		l.times[word] += 0 // people misspell those too
	}
	x.spelling = newSpelling(l.times)
	var err error
	x.postings, err = postings(fields)
	return x, err
}

// learner reads the documents of a new index.
type learner struct {
	*Index
	times map[string]int    // how often a word was seen
	known map[string]string // stems by word: finding one takes longer than all else
}

func (l learner) stem(folded string) string {
	s, ok := l.known[folded]
	if !ok {
		s = stem(folded)
		l.known[folded] = s
	}
	return s
}

// learn counts the words of a document and returns them by field.
func (l learner) learn(d Doc) Fields {
	var out Fields
	var t text
	seen := make(map[int32]bool)
	for i, source := range [fieldCount]string{d.Title, d.Heading, d.Body, d.Code} {
		var b strings.Builder
		for _, w := range cutWords(source, l.stem) {
			l.times[w.folded]++
			n, known := l.numbers[w.stem]
			if !known {
				n = int32(len(l.numbers))
				l.numbers[w.stem] = n
			}
			if !seen[n] {
				seen[n] = true
				l.vocabulary[w.stem]++
			}
			switch at := (token{int32(w.from), int32(w.to), n}); i {
			case inBody:
				t.body = append(t.body, at)
			case inCode:
				t.code = append(t.code, at)
			}
			b.WriteString(w.stem)
			b.WriteByte(' ')
		}
		out[i] = b.String()
	}
	l.texts = append(l.texts, t)
	l.lines = append(l.lines, strings.Split(d.Raw, "\n"))
	return out
}

// Len is how many documents there are.
func (x *Index) Len() int { return len(x.docs) }

// Docs are the documents.
func (x *Index) Docs() []Doc { return slices.Clone(x.docs) }

// Close gives back what the index holds; nobody may ask it any more.
func (x *Index) Close() error { return x.postings.Close() }

// The ways of searching.
const (
	Regex   = "regex"
	Keyword = "keyword"
	Vector  = "vector"
	Hybrid  = "hybrid"
)

// Modes are the ways of searching, the simplest first.
var Modes = []string{Regex, Keyword, Vector, Hybrid}

// What is asked for is bounded: a query is a line, not a document.
const (
	LongestQuery = 400 // code points
	MostHits     = 50
	pooled       = 50 // hits of each way that are merged
)

// Answer is what a query found.
type Answer struct {
	Hits   []Hit
	Advice string // what to do, where there is something to be said
}

// Hit is a document that was found, with the reason.
type Hit struct {
	Doc     Doc
	Score   float64
	Snippet Snippet
	Why     Why
}

// Why is the reason for a hit: what counted, by how much.
type Why struct {
	Matches int      `json:"matches,omitempty"` // of the pattern
	Line    int      `json:"line,omitempty"`    // of the first match, in the file's section
	Terms   []Term   `json:"terms,omitempty"`   // that were found
	Share   float64  `json:"share,omitempty"`   // of the query's words, by weight, that were found
	Cosine  *float64 `json:"cosine,omitempty"`
	Ranks   *Ranks   `json:"ranks,omitempty"` // that were merged
}

// Term is a term of the query that a document has.
type Term struct {
	Word  string  `json:"word"`  // as it was typed
	Found string  `json:"found"` // what stands in the document
	How   string  `json:"how"`   // "as typed", "synonym", "spelling", "beginning", "two words", "one word", "in a row"
	Score float64 `json:"score"`
}

// Ranks are the places of a document in the lists that were merged, from 1; 0 is none.
type Ranks struct {
	Keyword int `json:"keyword"`
	Vector  int `json:"vector"`
}

// Search answers a query in one of the ways. A query that cannot be answered is a fault
// of kind Invalid, with a sentence that says what to do.
func (x *Index) Search(ctx context.Context, mode, query string, limit int) (Answer, error) {
	query = clean(query)
	limit = min(max(limit, 1), MostHits)
	switch n := len([]rune(query)); {
	case n == 0:
		return Answer{Advice: "Type what you look for: a few words, or a question."}, nil
	case n > LongestQuery:
		return Answer{}, fault.New(fault.Invalid, "A query has at most %d characters, and this one has %d. Look for the few words that matter.", LongestQuery, n)
	}
	switch mode {
	case Regex:
		return x.byPattern(ctx, query, limit)
	case Keyword:
		return x.byKeyword(ctx, query, limit)
	case Vector:
		return x.byVector(ctx, query, limit)
	case Hybrid, "":
		return x.hybrid(ctx, query, limit)
	}
	return Answer{}, fault.New(fault.Invalid, "There is no mode %q. Choose one of %s.", mode, strings.Join(Modes, ", "))
}

// clean is a query without what nobody types on purpose.
func clean(query string) string {
	query = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(query, " "))
	return strings.TrimSpace(query)
}
