package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// word is a word of a text: where it stands, in bytes, how it is spelled once folded,
// and its stem.
type word struct {
	from, to int
	folded   string
	stem     string
}

// longestWord bounds a word in code points: what is longer is data.
const longestWord = 60

// wordsOf cuts a text into words: runs of letters and digits, an apostrophe within one
// left out.
func wordsOf(text string) []word { return cutWords(text, stem) }

func cutWords(text string, stem func(folded string) string) []word {
	var out []word
	from := -1
	end := func(to int) {
		if from >= 0 {
			if folded := fold(text[from:to]); folded != "" && utf8.RuneCountInString(folded) <= longestWord {
				out = append(out, word{from, to, folded, stem(folded)})
			}
			from = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && from >= 0:
			if from < 0 {
				from = i
			}
		case (r == '\'' || r == '’') && from >= 0 && letterAfter(text[i+utf8.RuneLen(r):]):
		default:
			end(i)
		}
	}
	end(len(text))
	return out
}

func letterAfter(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// fold is a word without what does not tell words apart: case, accents, apostrophes,
// and the forms of compatibility ("ﬁ", full width).
func fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '\'' {
			return false
		}
	}
	return true
}

// stem takes the ending off an English word; a word with a digit in it is a name.
func stem(folded string) string {
	if strings.ContainsAny(folded, "0123456789") || len(folded) < 3 {
		return folded
	}
	return english.Stem(folded, true)
}

// stems are the stems of a text, each word's.
func stems(text string) []string {
	words := wordsOf(text)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.stem
	}
	return out
}

// common are words that say nothing of what is looked for. They are left out of a query
// that has others.
var common = set(`a about above after again all also am an and any are as at be because been before being below between both but by
	can cannot could did do does doing down during each few for from further get gets getting got had has have having he her here hers him
	his how i if in into is it its itself just me more most my myself no nor not now of off on once only or other our ours out over own
	same she should so some such than that the their theirs them then there these they this those through to too under until up us very was
	we were what when where which while who whom why will with would you your yours im ive id dont doesnt didnt cant wont isnt arent wasnt
	even yet already really actually still please happens happen one us show shows showing see sees look looks say says said give gives put puts seem seems go goes vs versus use using used need want make makes making let way thing things something someone`)

func set(list string) map[string]bool {
	out := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}
