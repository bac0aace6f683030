package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"levelup/internal/fault"
)

// Index finds documents. It never changes and may be asked by many at once.
type Index struct {
	docs      []Doc
	lines     [][]string       // of Raw
	texts     []text           // words of body and code
	numbers   map[string]int32 // of the stems
	postings  postings
	spelling  *spelling
	thesaurus thesaurus
	vectors   *vectors   // nil: there are none
	tallies   *sync.Pool // of *tally
}

// New makes an index, without vectors.
func New(docs []Doc, synonyms Synonyms) *Index {
	x := &Index{docs: docs, numbers: make(map[string]int32), thesaurus: newThesaurus(synonyms)}
	x.tallies = &sync.Pool{New: func() any { return newTally(len(docs)) }}
	l := learner{x, make(map[string]int), make(map[string]string)}
	counts := make([]counted, len(docs))
	for i, d := range docs {
		counts[i] = l.learn(d)
	}
	x.postings = newPostings(counts, len(x.numbers))
	for _, word := range x.thesaurus.words {
		l.times[word] += 0 // people misspell those too
	}
	x.spelling = newSpelling(l.times)
	return x
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

// learn reads the words of a document and returns their stems by field.
func (l learner) learn(d Doc) counted {
	var out counted
	var t text
	for i, source := range [fieldCount]string{d.Title, d.Heading, d.Body, d.Code} {
		for _, w := range cutWords(source, l.stem) {
			l.times[w.folded]++
			n, known := l.numbers[w.stem]
			if !known {
				n = int32(len(l.numbers))
				l.numbers[w.stem] = n
			}
			out.fields[i] = append(out.fields[i], n)
			switch at := (token{int32(w.from), int32(w.to), n}); i {
			case inBody:
				t.body = append(t.body, at)
			case inCode:
				t.code = append(t.code, at)
			}
		}
	}
	l.texts = append(l.texts, t)
	l.lines = append(l.lines, strings.Split(d.Raw, "\n"))
	return out
}

// having are the documents that have the stems in a row.
func (x *Index) having(stems []string) []scored {
	var room [8]int32
	numbers := room[:0]
	for _, s := range stems {
		n, ok := x.numbers[s]
		if !ok {
			return nil
		}
		numbers = append(numbers, n)
	}
	return x.postings.having(numbers)
}

// known is in how many documents a stem is.
func (x *Index) known(stem string) int {
	n, ok := x.numbers[stem]
	if !ok {
		return 0
	}
	return len(x.postings.words[n])
}

// Len is how many documents there are.
func (x *Index) Len() int { return len(x.docs) }

// Docs are the documents.
func (x *Index) Docs() []Doc { return slices.Clone(x.docs) }

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
	Hits    []Hit
	Advice  string // what to do, where there is something to be said
	ReadAs  string // how the query was read for its meaning, where that is not as it was typed
	Missing error  // why nothing was found by meaning, where the rest was
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
	Lacks   []string `json:"lacks,omitempty"`   // words of the query that were not
	Share   float64  `json:"share,omitempty"`   // of the query's words, by weight, that were
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
		return x.byKeyword(query, limit), nil
	case Vector:
		return x.byVector(ctx, query, limit)
	case Hybrid, "":
		return x.hybrid(ctx, query, limit), nil
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
