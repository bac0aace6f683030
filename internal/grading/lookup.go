package grading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"levelup/internal/interview"
	"levelup/internal/match"
)

// fewestQuoted is how many words a quote has at least; with fewer it is found
// anywhere.
const fewestQuoted = 3

// find looks an item of evidence up in its step, and gives it as it stands there.
func (x *exhibit) find(step interview.Step, item modelEvidence) (Evidence, bool) {
	w := x.work[step]
	if w == nil {
		return Evidence{}, false
	}
	switch item.Kind {
	case kindQuote:
		for _, o := range x.own[step] {
			if quote, ok := o.find(item.Text); ok {
				return Evidence{Step: string(step), Quote: quote}, true
			}
		}
	case kindCalculation:
		typed, _, _ := strings.Cut(item.Text, " = ")
		for _, s := range w.sums {
			if same(s.input, typed) || same(s.input, item.Text) {
				return Evidence{Step: string(step), Calculation: s.input}, true
			}
		}
	case kindPart:
		for _, p := range w.board.parts {
			if p.label != "" && same(p.label, item.Text) && !slices.Contains(orders(p.text), true) {
				return Evidence{Step: string(step), Part: p.label}, true
			}
		}
	}
	return Evidence{}, false
}

func same(a, b string) bool {
	x, y := fold(a), fold(b)
	return len(x.runes) > 0 && slices.Equal(x.runes, y.runes)
}

// find looks for a quote where it may be evidence.
func (o own) find(quote string) (string, bool) {
	wanted, have := fold(quote), fold(o.text)
	if len(strings.Fields(string(wanted.runes))) < fewestQuoted && !slices.Equal(wanted.runes, have.runes) || len(wanted.runes) == 0 {
		return "", false
	}
	for at := 0; at+len(wanted.runes) <= len(have.runes); at++ {
		if !slices.Equal(have.runes[at:at+len(wanted.runes)], wanted.runes) {
			continue
		}
		from, to := have.from[at], have.to[at+len(wanted.runes)-1]
		if slices.ContainsFunc(o.barred, func(b [2]int) bool { return from < b[1] && b[0] < to }) {
			continue
		}
		found := o.text[from:to]
		if slices.Contains(orders(match.Read(found)), true) {
			return "", false
		}
		return shortest(found), true
	}
	return "", false
}

// shortest is the part of a quote that a report has room for.
func shortest(s string) string {
	if utf8.RuneCountInString(s) <= longestQuote {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:longestQuote]))
}

// folded is a text as quotes are compared: lower case, spaces as one, without what
// cannot be seen. It remembers where each character came from.
type folded struct {
	runes    []rune
	from, to []int // bytes of the source
}

func fold(s string) folded {
	var f folded
	for i, r := range s {
		to := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			to = i + 1
		}
		switch {
		case unicode.IsSpace(r):
			if n := len(f.runes); n == 0 || f.runes[n-1] == ' ' {
				continue
			}
			r = ' '
		case hidden(r):
			continue
		case r == '’' || r == '‘':
			r = '\''
		case r == '“' || r == '”':
			r = '"'
		}
		f.runes, f.from, f.to = append(f.runes, unicode.ToLower(r)), append(f.from, i), append(f.to, to)
	}
	if n := len(f.runes); n > 0 && f.runes[n-1] == ' ' {
		f.runes, f.from, f.to = f.runes[:n-1], f.from[:n-1], f.to[:n-1]
	}
	return f
}
