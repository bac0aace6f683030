package calc

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// skim cuts prose into tokens by the scanner's rules. A sign that the scanner
// refuses is a symbol, so that nothing reaches over it, and digits that make no
// number, such as those of 10.0.0.1, are a word.
func skim(text string) []token {
	s := scanner{line: text, tokens: make([]token, 0, len(text)/4+4)}
	for s.at < len(text) {
		switch c := text[s.at]; {
		case digit(c), c == '.' && s.fraction():
			s.numeral()
		case c == ' ' || c == '\t' || c == '\n':
			s.at++
		case letter(c):
			s.word()
		default:
			s.sign()
		}
	}
	s.add(end, "", s.at)
	return s.tokens
}

// sign scans a letter or a space beyond ASCII, or a symbol in its plain form.
func (s *scanner) sign() {
	rest := s.line[s.at:]
	r, size := utf8.DecodeRuneInString(rest)
	text, known := plain[r]
	switch {
	case unicode.IsLetter(r):
		s.word()
		return
	case unicode.IsSpace(r):
		s.at += size
		return
	case strings.HasPrefix(rest, "**"):
		text, size = "^", 2
	case strings.HasPrefix(rest, ".."):
		text, size = "..", 2
	case !known:
		text = rest[:size]
	}
	s.add(symbol, text, s.at+size)
}

// fraction reports whether the point here begins a number: .5
func (s *scanner) fraction() bool {
	if s.at+1 == len(s.line) || !digit(s.line[s.at+1]) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s.line[:s.at])
	return before != '.' && !unicode.IsLetter(before) && !unicode.IsDigit(before)
}

// numeral scans all digits that hang together, with the points and commas inside
// and an exponent: as the scanner does, or else with a decimal comma.
func (s *scanner) numeral() {
	text, from := s.line, s.at
	to := from + 1
	for to < len(text) && (digit(text[to]) || strings.IndexByte(".,_", text[to]) >= 0 && to+1 < len(text) && digit(text[to+1])) {
		to++
	}
	mantissa := to
	if to < len(text) && text[to]|0x20 == 'e' {
		e := to + 1
		if e < len(text) && (text[e] == '+' || text[e] == '-') {
			e++
		}
		for ; e < len(text) && digit(text[e]); e++ {
			to = e + 1
		}
	}
	seen := len(s.tokens)
	s.line, s.calls = text[:to], 0
	err := s.number()
	s.line = text
	if err == nil && s.at == to {
		return
	}
	s.tokens, s.at = s.tokens[:seen], from
	if whole, part, ok := strings.Cut(text[from:mantissa], ","); ok && !strings.ContainsAny(whole+part, ".,_") {
		if v, err := strconv.ParseFloat(whole+"."+part+text[mantissa:to], 64); err == nil {
			s.add(number, text[from:to], to)
			s.tokens[seen].value = v
			return
		}
	}
	s.add(word, text[from:to], to)
}

// fullWidth is how far the full-width forms of ASCII stand from it.
const fullWidth = '！' - '!'

// visible is text as a reader sees it: without invisible characters, which may
// stand inside a number, and with full-width digits as digits. place turns a byte
// of it into one of text.
func visible(text string) (seen string, place func(int) int) {
	wide := func(r rune) bool { return '！' <= r && r <= '～' }
	hidden := func(r rune) bool { return r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r) }
	from := 0
	for from < len(text) && text[from] < utf8.RuneSelf {
		from++
	}
	if strings.IndexFunc(text[from:], func(r rune) bool { return wide(r) || hidden(r) }) < 0 {
		return text, func(at int) int { return at }
	}
	var b strings.Builder
	var places []int
	for i, r := range text {
		switch {
		case hidden(r):
			continue
		case wide(r):
			r -= fullWidth
		}
		before := b.Len()
		b.WriteRune(r)
		for range b.Len() - before {
			places = append(places, i)
		}
	}
	places = append(places, len(text))
	return b.String(), func(at int) int { return places[at] }
}
