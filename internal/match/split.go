package match

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// longestSentence is the number of words after which a sentence is cut:
	// beyond it, 'in the same sentence' would say nothing any more.
	longestSentence = 60
	// earliestCut is where a cut begins to look for a comma or the like.
	earliestCut = 40
	// wrappedLine is the length in bytes from which a line that ends without a
	// mark, before a small letter, counts as wrapped by hand.
	wrappedLine = 60
)

// abbreviations are words whose full stop does not end a sentence.
var abbreviations = set(`e.g eg i.e ie cf vs approx ca incl resp fig min max avg est dept mr mrs dr prof no etc`)

// split groups the words into sentences.
func (t *Text) split() {
	first := 0
	for i := range t.Words {
		if first == i && t.ordinal(i) {
			first++ // the number of a list item is not a word of it
			continue
		}
		ends, marked := t.boundary(i, first)
		if !ends {
			continue
		}
		to := t.Words[i].To + closing(t.gap(i), i+1 == len(t.Words))
		t.Sentences = append(t.Sentences, Sentence{
			From: t.Words[first].From, To: to, First: first, Last: i + 1,
			Question: strings.ContainsRune(t.Source[t.Words[i].To:to], '?'),
			ended:    marked,
		})
		first = i + 1
	}
}

// ordinal reports whether word i is the "1." or "2)" before a list item.
func (t *Text) ordinal(i int) bool {
	w := t.Words[i]
	if len(w.Form) > 2 || w.Form[0] < '0' || w.Form[0] > '9' || i+1 == len(t.Words) {
		return false
	}
	g := t.gap(i)
	starts := i == 0 || strings.ContainsRune(t.gap(i-1), '\n')
	return starts && (strings.HasPrefix(g, ". ") || strings.HasPrefix(g, ") "))
}

// boundary reports whether a sentence that began at word first ends behind word
// i, and whether by a mark of its own.
func (t *Text) boundary(i, first int) (ends, marked bool) {
	g := t.gap(i)
	if t.stops(i, g) {
		return true, true
	}
	if i+1 == len(t.Words) {
		return true, false
	}
	if nl := strings.LastIndexByte(g, '\n'); nl >= 0 && t.lineEnds(i, g, nl) {
		return true, false
	}
	n := i + 1 - first
	return n >= longestSentence || n >= earliestCut && strings.ContainsAny(g, ",;:()—–"), false
}

// marks end a sentence; those of asianMarks need no space behind them.
const (
	marks      = ".!?…؟۔।"
	asianMarks = "。！？"
	closers    = `)]}"'”’%*` + "`"
)

// stops reports whether the gap g behind word i holds a mark that ends a
// sentence.
func (t *Text) stops(i int, g string) bool {
	k := markIn(g, i+1 == len(t.Words))
	if k < 0 {
		return false
	}
	return g[k] != '.' || strings.Trim(g[k:], marks+closers) == "" || !t.abbreviated(i)
}

// markIn is where in g, before its first line break, a mark stands that ends a
// sentence: one with a space behind it, or nothing where no word follows. It is
// -1 for none.
func markIn(g string, last bool) int {
	if nl := strings.IndexByte(g, '\n'); nl >= 0 {
		g = g[:nl+1]
	}
	for k := 0; k < len(g); {
		r, size := utf8.DecodeRuneInString(g[k:])
		if strings.ContainsRune(asianMarks, r) {
			return k
		}
		if !strings.ContainsRune(marks, r) {
			k += size
			continue
		}
		rest := strings.TrimLeft(g[k:], marks+closers)
		if next, _ := utf8.DecodeRuneInString(rest); rest == "" && last || unicode.IsSpace(next) {
			return k
		}
		k = len(g) - len(rest) // one look at a row of marks, however long
	}
	return -1
}

// abbreviated reports whether the full stop behind word i belongs to it.
func (t *Text) abbreviated(i int) bool {
	form := t.Words[i].Form
	if utf8.RuneCountInString(form) == 1 && i > 0 && t.gap(i-1) == "." {
		return true // the "g" of "e.g."
	}
	if !abbreviations[form] {
		return false
	}
	if i+1 == len(t.Words) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(t.Source[t.Words[i+1].From:])
	switch form {
	case "no":
		return unicode.IsDigit(next) // "no. 3", and not the answer "No."
	case "etc":
		return !unicode.IsUpper(next)
	}
	return true
}

// lineEnds reports whether the line break at g[nl], behind word i, ends a
// sentence. It does unless the line was long and goes on with a small letter,
// as text wrapped by hand does.
func (t *Text) lineEnds(i int, g string, nl int) bool {
	if strings.Count(g, "\n") > 1 || strings.TrimLeft(g[nl:], " \t\r\n") != "" {
		return true // a blank line, or a bullet before the next word
	}
	if strings.ContainsAny(g[:nl], ":;.") {
		return true
	}
	line := strings.LastIndexByte(t.Source[:t.Words[i].To], '\n') + 1
	next, _ := utf8.DecodeRuneInString(t.Source[t.Words[i+1].From:])
	return t.Words[i].To-line < wrappedLine || !unicode.IsLower(next)
}

// closing is the number of bytes of g that still belong to the sentence before:
// up to its mark, and the brackets and quotes that close behind it.
func closing(g string, last bool) int {
	from := max(markIn(g, last), 0)
	for k, r := range g[from:] {
		if !strings.ContainsRune(marks+asianMarks+closers, r) {
			return from + k
		}
	}
	return len(g)
}
