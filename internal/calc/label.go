package calc

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// labels are words whose number says which one, and not how many.
	labels = strings.Fields("version release port http rfc status code error base step phase section chapter figure id")
	// months are what a day's or a year's number stands beside, with a capital.
	months = strings.Fields("January February March April May June July August September October November December")
)

// nameless passes over the digits at token i that are no number of anything, parts
// of names, addresses, dates and times, and returns the token after them; it is i
// where they are a number.
func (p *prose) nameless(i int) int {
	after, second := p.at(i+1), p.at(i+2)
	switch {
	case p.inside(i), p.serial(i):
		return p.chunk(i)
	case after.says("am", "pm"), after.says("a", "p") && second.is(".") && p.at(i+3).says("m"):
		return i + 2
	case p.item(i):
		return i + 1
	}
	return i
}

// inside reports whether the digits at token i are a part of something longer:
// v1.2, #5, £5, 1.x, 62^n
func (p *prose) inside(i int) bool {
	t, before, after, second := p.at(i), p.at(i-1), p.at(i+1), p.at(i+2)
	if t.attached {
		switch before.kind {
		case word:
			return !before.says("x") || p.at(i-2).kind != number // 2x3
		case symbol:
			sign, _ := utf8.DecodeRuneInString(before.text)
			return sign == '#' || sign == '.' || unicode.Is(unicode.Sc, sign)
		}
	}
	return (after.is(".") || after.is("^")) && after.attached && second.kind == word && second.attached
}

// serial reports whether numbers hang together at token i that are none: a date, a
// time with its seconds, a telephone number.
func (p *prose) serial(i int) bool {
	sign, b := p.at(i+1), p.at(i+2)
	if !sign.attached || !b.attached || b.kind != number || !sign.is("-") && !sign.is("/") && !sign.is(":") {
		return false
	}
	more := p.at(i + 3)
	return sign.is("-") && b.value <= p.at(i).value && !(more.attached && more.kind == word) || // 5-3k
		more.attached && more.is(sign.text) && p.at(i+4).attached && p.at(i+4).kind == number
}

// item reports whether token i numbers an item of a list: "1." or "(2)" at the
// beginning of a line.
func (p *prose) item(i int) bool {
	after, next := p.at(i+1), p.at(i+2)
	if !after.attached || !after.is(".") && !after.is(")") || next.kind == end || next.attached {
		return false
	}
	line := strings.TrimRight(p.text[:p.at(i).from], " \t(")
	return line == "" || line[len(line)-1] == '\n'
}

// chunk is the token after all that hangs together with token i.
func (p *prose) chunk(i int) int {
	for i++; p.at(i).attached; i++ {
		t := p.at(i)
		if t.kind == end || t.kind == symbol && !strings.Contains("/-.:_^", t.text) {
			break
		}
	}
	return i
}

// label reports whether the number at token i, which measures nothing, may name
// what stands before it: HTTP/2, SHA-256, version 2, in 2012, 15 March.
func (p *prose) label(i int) bool {
	t, before := p.at(i), p.at(i-1)
	if t.attached && before.attached && p.at(i-2).kind == word && strings.Contains("/-:^", before.text) {
		return true
	}
	if before.kind == word && slices.Contains(labels, before.low()) || dated(before) || dated(p.at(i+1)) {
		return true
	}
	year := t.value >= 1900 && t.value < 2100 && len(t.text) == 4
	return year && before.says("in", "since", "until", "year") || p.acronym(before) && !p.noun(i+1)
}

func dated(t token) bool {
	return t.kind == word && len(t.text) >= 3 && slices.ContainsFunc(months, func(m string) bool { return strings.HasPrefix(m, t.text) })
}

// acronym reports whether t is a name in capitals: TLS, but not QPS.
func (p *prose) acronym(t token) bool {
	if t.kind != word || len(t.text) < 2 || t.text != strings.ToUpper(t.text) || p.functional != nil && p.functional(t.low()) {
		return false
	}
	_, measured := measure(t.text)
	return !measured && countable(t.text)
}

// measured reports whether q measures something and does not only count: then its
// number is no name.
func (q Quantity) measured() bool {
	return q.quantity.percent || slices.ContainsFunc(q.quantity.units, func(f factor) bool { return !f.unit.of.counted() })
}
