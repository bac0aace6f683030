package search

import (
	"math"
	"slices"
	"strings"
)

// How much something is worth beside the word itself. The figures were chosen on the
// judged queries that may be looked at.
const (
	worthSynonym   = 0.7
	worthBeginning = 0.8
	worthSpelling  = 0.9 // times the likeness
	worthParted    = 0.9 // "pullrequest" for "pull request", and the other way round
	worthPart      = 0.4 // a word alone, where the query has it in a term of several
	worthInARow    = 0.5 // on top, where words stand as they were typed
)

// plan is a query as the documents can answer it.
type plan struct {
	groups []group
	rows   []alternative // pairs of words, which count more in a row
}

// requires reports whether something must be there, word for word.
func (p plan) requires() bool {
	return slices.ContainsFunc(p.groups, func(g group) bool { return g.required })
}

// group is a word of the query, or a phrase in quotation marks, with all that may stand
// for it.
type group struct {
	word         string
	weight       float64 // how much it says, by how few documents have it
	required     bool
	alternatives []alternative
}

// alternative is something that may stand for a word.
type alternative struct {
	stems  []string
	shown  string // for people's eyes
	how    string
	worth  float64 // of a document's score
	stands float64 // how fully it stands for the word, from 0 to 1
}

// typed is a word of the query.
type typed struct {
	word
	text   string
	common bool
	part   bool // of a term that no document has in a row
}

// planOf reads a query.
func (x *Index) planOf(query string) plan {
	var p plan
	loose := query
	for {
		before, rest, ok := strings.Cut(loose, `"`)
		inside, after, closed := strings.Cut(rest, `"`)
		if !ok || !closed {
			break
		}
		if s := stems(inside); len(s) > 0 {
			p.groups = append(p.groups, group{word: inside, required: true, weight: x.weight(s...),
				alternatives: []alternative{{s, inside, "as typed", 1, 1}}})
		}
		loose = before + " . " + after
	}
	words := x.wordsOf(loose, len(p.groups) > 0)
	standIns := x.synonyms(words)
	for i, w := range words {
		if !w.common {
			p.groups = append(p.groups, x.groupOf(words, i, standIns[i]))
		}
	}
	p.rows = x.rowsOf(words)
	return p
}

// wordsOf are the words of a query, those that say nothing marked, unless there is
// nothing else.
func (x *Index) wordsOf(query string, phrased bool) []typed {
	var words []typed
	plain := phrased
	for _, w := range wordsOf(query) {
		t := typed{word: w, text: query[w.from:w.to], common: common[w.folded]}
		plain = plain || !t.common
		words = append(words, t)
	}
	for i := range words {
		words[i].common = words[i].common && plain
	}
	return words
}

// weight is how much a phrase says: that of its rarest word.
func (x *Index) weight(stems ...string) float64 {
	few := len(x.docs)
	for _, s := range stems {
		few = min(few, x.known(s))
	}
	return math.Log(1 + float64(len(x.docs)+1)/(float64(few)+0.5))
}

func (x *Index) groupOf(words []typed, i int, standIns []alternative) group {
	w := words[i]
	g := group{word: w.text, weight: x.weight(w.stem)}
	known := x.known(w.stem) > 0
	if known {
		worth := 1.0
		if w.part {
			worth = worthPart
		}
		g.add(alternative{[]string{w.stem}, w.text, "as typed", worth, worth})
	}
	for _, a := range standIns {
		if known { // a rare synonym says no more than the word that was typed
			a.worth *= min(1, g.weight/x.weight(a.stems...))
		}
		g.add(a)
	}
	for _, k := range []int{i - 1, i} { // with the word before, with the word behind
		if k < 0 || k+1 >= len(words) {
			continue
		}
		if joined := words[k].folded + words[k+1].folded; x.spelling.has(joined) {
			g.add(alternative{[]string{stem(joined)}, joined, "one word", worthParted / 2, worthParted})
		}
	}
	if known {
		return g
	}
	if a, b, ok := x.spelling.halves(w.folded); ok {
		g.add(alternative{[]string{stem(a), stem(b)}, a + " " + b, "two words", worthParted, worthParted})
	}
	if len(standIns) == 0 {
		x.guess(&g, w, i == len(words)-1)
	}
	if len(g.alternatives) > 0 && len(standIns) == 0 { // as rare as what stands for it
		g.weight = x.weight(g.alternatives[0].stems...)
	}
	return g
}

// guess adds what an unknown word may be: the beginning of one, or one ill spelled.
func (x *Index) guess(g *group, w typed, last bool) {
	if last {
		for _, whole := range x.spelling.beginning(w.folded) {
			g.add(alternative{[]string{whole.stem}, whole.folded, "beginning", worthBeginning, worthBeginning})
		}
	}
	for _, guess := range x.spelling.guesses(w.folded) {
		worth := worthSpelling * guess.likeness
		g.add(alternative{[]string{guess.stem}, guess.folded, "spelling", worth, worth})
		for _, other := range x.thesaurus.others[guess.stem] {
			g.add(alternative{other.stems, other.text, "spelling", worth * worthSynonym, worth * worthSynonym})
		}
	}
}

// add adds an alternative, unless the same stems are there already.
func (g *group) add(a alternative) {
	if !slices.ContainsFunc(g.alternatives, func(b alternative) bool { return slices.Equal(a.stems, b.stems) }) {
		g.alternatives = append(g.alternatives, a)
	}
}

// synonyms are what stands for each word by the thesaurus. What stands for several
// words at once counts for each of them in part, and if no document has those words in a
// row, each of them says little by itself: "daylight saving" is not about saving.
func (x *Index) synonyms(words []typed) [][]alternative {
	out := make([][]alternative, len(words))
	for i := range words {
		for n := min(x.thesaurus.longest, len(words)-i); n > 0; n-- {
			span := words[i : i+n]
			others := x.thesaurus.others[joinStems(span)]
			if len(others) == 0 {
				continue
			}
			for _, other := range others {
				for k := range span {
					out[i+k] = append(out[i+k], alternative{other.stems, other.text, "synonym", worthSynonym / float64(n), worthSynonym})
				}
			}
			if n > 1 {
				there := x.having(stemsOf(span))
				for k := range span {
					span[k].part = len(there) == 0
				}
			}
			break
		}
	}
	return out
}

func stemsOf(words []typed) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.stem
	}
	return out
}

func joinStems(words []typed) string { return strings.Join(stemsOf(words), " ") }

// rowsOf are the pairs of neighbours that some document may have in a row.
func (x *Index) rowsOf(words []typed) []alternative {
	var out []alternative
	for i := range len(words) - 1 {
		a, b := words[i], words[i+1]
		if a.common || b.common || x.known(a.stem) == 0 || x.known(b.stem) == 0 {
			continue
		}
		out = append(out, alternative{[]string{a.stem, b.stem}, a.text + " " + b.text, "in a row", worthInARow, 0})
	}
	return out
}
