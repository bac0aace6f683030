package calc

import (
	"slices"
	"strings"
)

// scale is a word or a letter behind a number that multiplies it.
type scale struct {
	factor float64
	suffix string // how a reading writes it
}

// scales are those that mean nothing else. B, b and m may mean a unit.
var scales = map[string]scale{
	"k": {1e3, "k"}, "K": {1e3, "k"}, "M": {1e6, "M"}, "T": {1e12, "T"}, "t": {1e12, "T"},
	"bn": {1e9, "B"}, "Bn": {1e9, "B"}, "mn": {1e6, "M"}, "mio": {1e6, "M"}, "tn": {1e12, "T"},
	"hundred": {100, " hundred"}, "thousand": {1e3, "k"}, "thousands": {1e3, "k"}, "million": {1e6, "M"}, "millions": {1e6, "M"},
	"billion": {1e9, "B"}, "billions": {1e9, "B"}, "trillion": {1e12, "T"}, "trillions": {1e12, "T"},
}

// literal is a number with what stands right after it. Where a letter can be read
// in two ways, other is the second.
type literal struct {
	value   float64
	scale   float64 // 1e6 for "10M"
	suffix  string  // how the scale is written in a reading: "M"
	percent bool
	units   units
	label   string
	doubt   string   // what to know about how it was read
	other   *literal // the second way to read it
	choice  int      // which bit of a choice of readings is its own
	seen    string   // the number as it was typed, empty for a unit that stands alone
	sum     string   // the whole as it was typed, where it is a sum: 1 hour 30 min
	wrote   *target  // the units as they were typed, where they have been merged
}

// times multiplies l by a scale behind it. A second one is written as a word:
// 5 hundred thousand.
func (l *literal) times(s scale) {
	switch l.suffix {
	case "":
		l.suffix = s.suffix
	case "B":
		l.suffix = "bn " + scaleWord(s.factor)
	default:
		l.suffix += " " + scaleWord(s.factor)
	}
	l.scale *= s.factor
}

// literal reads a number with its scale and its units.
func (p *parser) literal() (*node, error) {
	t := p.take()
	n := leaf(t.from, t.to, literal{value: t.value, scale: 1, seen: t.text})
	l := n.lit
	if p.accept("%") {
		l.percent, n.to = true, p.tokens[p.at-1].to
		return n, nil
	}
	if p.peek().is("^") {
		return n, nil
	}
	if p.peek().says("percent") {
		l.percent, n.to = true, p.take().to
		return n, nil
	}
	for p.peek().kind == word {
		w := p.peek()
		if w.attached && (w.text == "B" || w.text == "b" || w.text == "m") && l.scale == 1 {
			p.take()
			n.to = w.to
			return n, p.twoWays(n, w.text)
		}
		s, ok := scales[w.text]
		if !ok && len(w.text) > 2 {
			s, ok = scales[w.low()]
		}
		if !ok || !w.attached && w.text == "t" {
			break
		}
		p.take()
		n.to = w.to
		l.times(s)
	}
	return n, p.behind(n)
}

// amount reads money with its sign in front: $1.2k/month.
func (p *parser) amount() (*node, error) {
	sign := p.take()
	if p.peek().kind != number {
		return nil, sign.wrong("An amount is missing after "+sign.text+".", "Write "+sign.text+"5.")
	}
	t := p.take()
	n := leaf(sign.from, t.to, literal{value: t.value, scale: 1, seen: t.text, units: currency(sign)})
	l := n.lit
	for p.peek().kind == word {
		w := p.peek()
		s, ok := scales[w.text]
		if w.attached && w.text == "B" || w.text == "b" && w.attached {
			s, ok = scale{1e9, "B"}, true
		} else if w.attached && w.text == "m" {
			s, ok = scale{1e6, "M"}, true
		}
		if !ok {
			break
		}
		n.to = p.take().to
		l.times(s)
	}
	return n, p.behind(n)
}

// behind adds the units behind a number.
func (p *parser) behind(n *node) error {
	// Behind a number x is a sign where a factor follows, and else says "times as much".
	if x := p.peek(); x.says("x", "times") {
		if next := p.after(1); next.kind != number && !next.is("(") && !next.is("$") && !next.is("€") &&
			(next.kind != word || keywords[next.low()] || !p.defined(next.low()) && !x.says("x")) {
			n.to = p.take().to
		} else {
			return nil
		}
	}
	// 5krps: the scale and the unit in one word.
	if w := p.peek(); w.kind == word && w.attached && n.lit.scale == 1 && len(w.text) > 1 && !isUnit(w.text) {
		if s, ok := scales[w.text[:1]]; ok {
			if rest, found := measure(w.text[1:]); found && rest.units.counted() || aliases[strings.ToLower(w.text[1:])] != "" {
				p.take()
				u := rest.units
				if !found {
					u = units{{nounBehind(w.text[1:]), 1}}
				}
				n.lit.scale, n.lit.suffix, n.lit.units, n.to = s.factor, s.suffix, u, w.to
			}
		}
	}
	u, err := p.unitsAfter(true, len(n.lit.units) > 0)
	if err != nil || u.to == 0 {
		return err
	}
	n.lit.measured(u)
	n.to = u.to
	return nil
}

// measured gives l the units behind it. Those of one dimension become one, but a
// result is still written in them: min/month.
func (l *literal) measured(u spelt) {
	if l.doubt = u.doubt; len(l.units) == 0 {
		l.label = u.label
	}
	merged, s := l.units.with(u.units, 1)
	if len(merged) < len(l.units)+len(u.units) {
		l.wrote = &target{units: slices.Concat(l.units, u.units), scale: 1}
	}
	l.units, l.value = merged, s.apply(l.value)
}

// spelt is how the units of l were typed.
func (l *literal) spelt() units {
	if l.wrote != nil {
		return l.wrote.units
	}
	return l.units
}

// twoWays reads a number whose letter is a scale or a unit: 5B is five billion or
// five bytes, 10m ten million or ten minutes.
func (p *parser) twoWays(n *node, letter string) error {
	l := n.lit
	counted := p.peek().kind == word && countable(p.peek().text)
	if counted && letter != "m" && isUnit(p.peek().text) {
		s, _ := measure(p.peek().text)
		counted = s.units.counted()
	}
	rate := p.peek().is("/") && !counted
	big, small := scale{1e9, "B"}, octet
	word, name := "billion", "bytes"
	if letter == "m" {
		big, small, word, name = scale{1e6, "M"}, minute, "million", "minutes"
	}
	before, value := p.at, l.value
	if err := p.behind(n); err != nil {
		return err
	}
	plain := *l
	plain.scale, plain.suffix = big.factor, big.suffix
	typed := plain.seen + letter
	if counted {
		if letter == "m" {
			plain.doubt = typed + " is read as " + plain.seen + " million; for minutes write min."
		}
		*l = plain
		return nil
	}
	unit := plain
	unit.value, unit.scale, unit.suffix, unit.wrote = value, 1, "", nil
	unit.units, unit.label = units{{small, 1}}, ""
	unit.measured(spelt{units: plain.spelt()})
	plain.doubt = typed + " is read as " + plain.seen + " " + word + "; for " + name + " write " + plain.seen + " " + small.one + "."
	unit.doubt = typed + " is read as " + plain.seen + " " + name + "; for " + word + " write " + plain.seen + " " + word + "."
	first, second := plain, unit
	// 500B/link and 10m/run: what is per a thing is rather a size or a time.
	if rate && p.at > before && unit.units.counted() {
		first, second = unit, plain
	}
	*l = first
	l.choice = p.choices
	p.choices++
	second.choice = l.choice
	l.other = &second
	return nil
}

// beside settles the letter of l at the lower end of a range: in 1B..2B users it is
// as clear as at the higher one.
func (l *literal) beside(high *literal) {
	if l.other != nil && l.suffix == "B" && len(l.units) == 0 && high.other == nil && high.units.counted() {
		l.other, l.doubt, l.units, l.wrote = nil, "", high.units, high.wrote
	}
}

// timeSum reads 1 h 30 min as one time.
func (p *parser) timeSum(n *node) (*node, error) {
	for last := n; ; {
		if p.peek().kind != number || p.after(1).kind != word || !onlyTime(n.lit.units) {
			return n, nil
		}
		s, ok := measure(p.after(1).text)
		if !ok || !onlyTime(s.units) || s.units[0].unit.size >= last.lit.units[0].unit.size {
			return n, nil
		}
		b, err := p.literal()
		if err != nil {
			return nil, err
		}
		if !onlyTime(b.lit.units) {
			return nil, &problem{from: b.from, to: b.to, message: "There is no operator before this.", advice: "Put one there: + - * / or at."}
		}
		sum := asIs
		sum.change(b.lit.units[0].unit, n.lit.units[0].unit, 1)
		if n.lit.sum == "" {
			n.lit.sum = n.lit.write() + " " + n.lit.unit()
		}
		n.lit.sum += " " + b.lit.write() + " " + b.lit.unit()
		n.lit.value = n.lit.value*n.lit.scale + sum.apply(b.lit.value*b.lit.scale)
		n.lit.scale, n.lit.suffix, n.to = 1, "", b.to
		last = b
	}
}

func onlyTime(u units) bool { return len(u) == 1 && u[0].unit.of == timespan && u[0].exp == 1 }
