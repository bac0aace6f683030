package calc

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	end    kind = iota
	number      // 1,200 or 1.2e9; a scale or a unit that follows is a word of its own
	word        // letters, digits and underscores, beginning with a letter
	symbol      // all else; text is its plain form: × is *
)

// token is a piece of a line.
type token struct {
	kind     kind
	attached bool // no space before it
	text     string
	value    float64 // of a number
	from, to int     // bytes of the line
}

func (t token) is(text string) bool { return t.kind == symbol && t.text == text }

// plain gives signs that mean the same one form.
var plain = map[rune]string{
	'×': "*", '·': "·", '⋅': "·", '÷': "/", '−': "-", '–': "-", '≈': "~", '…': "..", '€': "€", '∕': "/",
}

// scan cuts a line into tokens, the last of which is of kind end; a remark is
// left out.
func scan(line string, into []token) ([]token, error) {
	if into == nil {
		into = make([]token, 0, len(line)*2/5+6) // enough for most lines
	}
	s := scanner{line: line, tokens: into[:0]}
	for s.at < len(line) {
		if err := s.next(); err != nil {
			return nil, err
		}
	}
	s.add(end, "", s.at)
	return s.tokens, nil
}

type scanner struct {
	line   string
	at     int
	tokens []token
	open   []bool // of each bracket around, whether it holds the arguments of a call
	calls  int    // how many of them do
}

func (s *scanner) add(k kind, text string, to int) {
	attached := len(s.tokens) > 0 && s.tokens[len(s.tokens)-1].to == s.at
	s.tokens = append(s.tokens, token{kind: k, text: text, from: s.at, to: to, attached: attached})
	s.at = to
}

func (s *scanner) next() error {
	c := s.line[s.at]
	switch {
	case c == ' ' || c == '\t':
		s.at++
		return nil
	case c == '#':
		s.at = len(s.line)
		return nil
	case digit(c) || c == '.' && s.at+1 < len(s.line) && digit(s.line[s.at+1]):
		return s.number()
	case letter(c):
		s.word()
		return nil
	}
	if n := strings.IndexByte("+-*/^(),=%~$@?.", c); n >= 0 {
		return s.symbol(c)
	}
	r, size := utf8.DecodeRuneInString(s.line[s.at:])
	if text, ok := plain[r]; ok {
		s.add(symbol, text, s.at+size)
		return nil
	}
	switch {
	case r == utf8.RuneError && size <= 1:
		return s.wrong(1, "This is not valid text (UTF-8).", "Type it again.")
	case r == 'µ' || r == 'μ' || unicode.IsLetter(r):
		s.word()
		return nil
	case unicode.IsSpace(r):
		s.at += size
		return nil
	case r < ' ' || unicode.Is(unicode.C, r):
		return s.wrong(size, "There is an invisible control character here.", "Delete it.")
	case unicode.Is(unicode.Sc, r):
		return s.wrong(size, "The currencies are $ and €.", "Use one of them for all amounts.")
	}
	return s.wrong(size, "The sign “"+string(r)+"” has no meaning here.", "")
}

func (s *scanner) wrong(size int, message, advice string) error {
	return &problem{from: s.at, to: s.at + size, message: message, advice: advice}
}

func (s *scanner) symbol(c byte) error {
	rest := s.line[s.at:]
	switch {
	case strings.HasPrefix(rest, "**"):
		s.add(symbol, "^", s.at+2)
	case strings.HasPrefix(rest, ".."):
		s.add(symbol, "..", s.at+2)
	case c == '.':
		return s.wrong(1, "A point stands inside a number, as in 1.5.", "A range has two: 10..20.")
	default:
		if c == '(' {
			call := s.calling()
			s.open = append(s.open, call)
			if call {
				s.calls++
			}
		}
		if c == ')' && len(s.open) > 0 {
			if s.open[len(s.open)-1] {
				s.calls--
			}
			s.open = s.open[:len(s.open)-1]
		}
		s.add(symbol, rest[:1], s.at+1)
	}
	return nil
}

// calling reports whether the bracket that opens here holds arguments: it stands
// at a word, or a function's name that cannot be a unit stands before it.
func (s *scanner) calling() bool {
	n := len(s.tokens)
	if n == 0 || s.tokens[n-1].kind != word {
		return false
	}
	return isCall(&s.tokens[n-1], s.at, n > 1 && operandEnds(&s.tokens[n-2]))
}

// isCall reports whether the word w, with an opening bracket at byte bracket, is
// the name of a function that is called.
func isCall(w *token, bracket int, afterOperand bool) bool {
	if w.to == bracket {
		return true
	}
	_, known := functions[strings.ToLower(w.text)]
	return known && !afterOperand
}

// operandEnds reports whether a unit may follow t.
func operandEnds(t *token) bool {
	return t.kind == number || t.is(")") || t.is("%") || t.kind == word && !keywords[t.text]
}

func (s *scanner) word() {
	to := s.at
	for to < len(s.line) {
		if c := s.line[to]; letter(c) || digit(c) || c == '_' {
			to++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.line[to:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		to += size
	}
	// 2x3 is a product.
	afterNumber := len(s.tokens) > 0 && s.tokens[len(s.tokens)-1].kind == number && s.tokens[len(s.tokens)-1].to == s.at
	if w := s.line[s.at:to]; afterNumber && len(w) > 1 && (w[0] == 'x' || w[0] == 'X') && digit(w[1]) {
		to = s.at + 1
	}
	s.add(word, s.line[s.at:to], to)
}

// number scans digits in groups, a fraction and an exponent.
func (s *scanner) number() error {
	from := s.at
	i, grouped := from, false
	for i < len(s.line) {
		c := s.line[i]
		switch {
		case digit(c):
			i++
			continue
		case c == '_' && i+1 < len(s.line) && digit(s.line[i+1]):
			grouped = true
			i++
			continue
		case c == ',' && s.calls == 0 && i+1 < len(s.line) && digit(s.line[i+1]):
			if !s.group(from, i) {
				s.at = i
				return s.wrong(1, "A comma stands before three digits, as in 1,200.", "For a fraction use a point: 1.5.")
			}
			grouped = true
			i++
			continue
		}
		break
	}
	if i+1 < len(s.line) && s.line[i] == '.' && digit(s.line[i+1]) {
		for i++; i < len(s.line) && digit(s.line[i]); i++ {
		}
		if i+1 < len(s.line) && s.line[i] == '.' && digit(s.line[i+1]) {
			s.at = i
			return s.wrong(1, "A number has one point.", "Thousands are parted by commas: 1,200,000. A range has two points: 10..20.")
		}
	} else if i < len(s.line) && s.line[i] == '.' && (i+1 == len(s.line) || s.line[i+1] != '.') {
		s.at = i
		return s.wrong(1, "Digits are missing after the point.", "")
	}
	if i < len(s.line) && (s.line[i] == 'e' || s.line[i] == 'E') {
		j := i + 1
		if j < len(s.line) && (s.line[j] == '+' || s.line[j] == '-') {
			j++
		}
		if j < len(s.line) && digit(s.line[j]) {
			for i = j; i < len(s.line) && digit(s.line[i]); i++ {
			}
		}
	}
	text := s.line[from:i]
	if grouped {
		text = strings.ReplaceAll(strings.ReplaceAll(text, ",", ""), "_", "")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		return &problem{from: from, to: i, message: "This number is too large.", advice: tooLarge}
	}
	s.add(number, s.line[from:i], i)
	s.tokens[len(s.tokens)-1].value = v
	return nil
}

// group reports whether the comma at byte i of the number that begins at from
// parts thousands.
func (s *scanner) group(from, i int) bool {
	before := 0
	for j := i - 1; j >= from && digit(s.line[j]); j-- {
		before++
	}
	if first := i-before == from; before > 3 || before == 0 || !first && before != 3 {
		return false
	}
	n := 0
	for j := i + 1; j < len(s.line) && digit(s.line[j]); j++ {
		n++
	}
	return n == 3
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
