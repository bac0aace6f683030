package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is one word of a text.
type Word struct {
	From, To int    // bytes of the source
	Form     string // folded: lower case, no accents, straight apostrophe
	Stem     string
}

// Telling reports whether w says something of its own: it is neither a function
// word nor one that every talk about systems uses.
func (w Word) Telling() bool { return !functional(w.Form) && !plain[w.Stem] }

// words cuts s into its words, without their stems. A word is a run of letters,
// digits and marks. Inside it an apostrophe may stand between letters, and a
// point or comma between digits, so that "don't", "3.5" and "1,200" are one word
// each; invisible characters inside a word are part of it and are folded away.
func words(s string) []Word {
	out := make([]Word, 0, len(s)/6)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) {
			i += n
			continue
		}
		from := i
		last := r
		for i += n; i < len(s); {
			r, n = utf8.DecodeRuneInString(s[i:])
			if !continues(last, r, s[i+n:]) {
				break
			}
			if !invisible(r) {
				last = r
			}
			i += n
		}
		if form := fold(s[from:i]); form != "" {
			out = append(out, Word{From: from, To: i, Form: form})
		}
	}
	return out
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// continues reports whether r, before rest, belongs to the word whose last
// visible rune is last.
func continues(last, r rune, rest string) bool {
	if wordRune(r) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case invisible(r):
		return true
	case r == '\'' || r == '’':
		return unicode.IsLetter(last) && unicode.IsLetter(next)
	case r == '.' || r == ',':
		return unicode.IsDigit(last) && unicode.IsDigit(next)
	}
	return false
}

// invisible reports whether r is a format character: zero-width, bidirectional
// or a soft hyphen. They would hide a word from a reader's eye or ours.
func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }

// fold brings a word into the form in which words are compared.
func fold(s string) string {
	if ascii(s) {
		return strings.TrimSuffix(strings.ToLower(s), "'s")
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.IsMark(r), invisible(r):
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.TrimSuffix(b.String(), "'s")
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
