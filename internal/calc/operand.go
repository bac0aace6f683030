package calc

import "strings"

// operand is a number in prose with what multiplies it.
type operand struct {
	sign   []token // of money, before it
	number token
	power  []token // the sign ^ and the exponent
	scales []token
	factor float64 // of the scales
	next   int     // the token after all this
}

func (o *operand) value() float64 { return o.number.value * o.factor }

// plain reports whether o is a number as it stands, and nothing else.
func (o *operand) plain() bool { return len(o.sign)+len(o.power)+len(o.scales) == 0 }

// shares reports whether the scales of o, the end of a range, are meant for its
// beginning too: 10 to 20 million, but not 500 to 1 million.
func (o *operand) shares(low operand) bool {
	return len(o.scales) > 0 && len(low.scales) == 0 && low.number.value < o.number.value
}

// mostScales is how many words multiply a number: five hundred thousand million.
const mostScales = 3

// operand reads the one that begins at token i. Where there is none, its next is
// i.
func (p *prose) operand(i int) operand {
	none, o := operand{next: i}, operand{factor: 1}
	if t := p.at(i); t.is("$") || t.is("€") {
		o.sign = p.tokens[i : i+1]
		i++
	}
	if o.number, o.next = p.at(i), i+1; o.number.kind != number {
		if o.number, o.next = p.cardinal(i); o.next == i {
			return none
		}
	}
	t, exponent := p.at(o.next), p.at(o.next+1)
	if t.is("^") && exponent.kind == number && t.attached == exponent.attached { // not **20**
		o.power = p.tokens[o.next : o.next+2]
		o.next += 2
		return o
	}
	if t.kind == word && t.attached && !suffix(t) {
		return none
	}
	from := o.next
	for f := scaleOf(t); f > 0 && o.next < from+mostScales; f = scaleOf(p.at(o.next)) {
		o.factor *= f
		o.next++
	}
	o.scales = p.tokens[from:o.next]
	if from < o.next && t.text == "B" { // 6 B links, 500 B: the parser takes it for both where it is attached
		p.tokens[from].attached = true
	}
	return o
}

// scaleOf is the factor of t behind a number, 0 if it is no scale. A letter that
// may be a unit as well is one: the parser reads it both ways.
func scaleOf(t token) float64 {
	if t.kind != word {
		return 0
	}
	switch {
	case t.text == "B", t.text == "b" && t.attached:
		return scales["bn"].factor
	case t.text == "m" && t.attached:
		return scales["mn"].factor
	case t.text == "t" && !t.attached:
		return 0
	}
	s, ok := scales[t.text]
	if !ok && len(t.text) > 2 {
		s = scales[t.low()]
	}
	return s.factor
}

// suffix reports whether t right behind a number is read with it: a scale, a unit,
// or both, as in 5krps.
func suffix(t token) bool {
	if _, ok := measure(t.text); ok || scaleOf(t) > 0 || t.says("x") {
		return true
	}
	if _, ok := scales[t.text[:1]]; !ok {
		return false
	}
	rest, measured := measure(t.text[1:])
	return measured && rest.units.counted() || aliases[strings.ToLower(t.text[1:])] != ""
}

// ratio reads two numbers that are one factor, 1/40 or 100:1, at token i. Of a time
// of day it takes the place, without a reading.
func (p *prose) ratio(i int) (Mention, int) {
	a, sign, b, after := p.at(i), p.at(i+1), p.at(i+2), p.at(i+3)
	if b.kind != number || !sign.attached || !b.attached || !sign.is(":") && !sign.is("/") || after.attached && (after.is("^") || after.kind == word) {
		return Mention{}, i
	}
	m := Mention{From: a.from, To: b.to, Kind: Factor}
	clock := sign.is(":") && a.value < 24 && len(a.text) <= 2 && b.value < 60 && len(b.text) == 2
	if b.value > 0 && !clock {
		m.Readings = []Quantity{{quantity{span: exactly(a.value / b.value), inputs: 2}}}
	}
	return m, i + 3
}
