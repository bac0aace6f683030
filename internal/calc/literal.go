package calc

import "strings"

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

// literal reads a number with its scale and its units.
func (p *parser) literal() (*node, error) {
	t := p.take()
	n := &node{op: opLiteral, from: t.from, to: t.to, lit: literal{value: t.value, scale: 1, seen: t.text, choice: -1}}
	l := &n.lit
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
		l.scale *= s.factor
		l.suffix += s.suffix
	}
	if p.accept("$") {
		l.units, n.to = units{{dollar, 1}}, p.tokens[p.at-1].to
	} else if p.accept("€") {
		l.units, n.to = units{{euro, 1}}, p.tokens[p.at-1].to
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
	n := &node{op: opLiteral, from: sign.from, to: t.to, lit: literal{value: t.value, scale: 1, seen: t.text, choice: -1}}
	l := &n.lit
	l.units = units{{dollar, 1}}
	if sign.text == "€" {
		l.units = units{{euro, 1}}
	}
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
		l.scale *= s.factor
		l.suffix += s.suffix
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
	if w := p.peek(); w.kind == word && w.attached && n.lit.scale == 1 && len(w.text) > 1 && !p.isUnit(w.text) {
		if s, ok := scales[w.text[:1]]; ok {
			if rest, found := measure(w.text[1:]); found && rest.units.counted() || aliases[strings.ToLower(w.text[1:])] != "" {
				p.take()
				u := rest.units
				if !found {
					u = units{{noun(w.text[1:]), 1}}
				}
				n.lit.scale, n.lit.suffix, n.lit.units, n.to = s.factor, s.suffix, u, w.to
			}
		}
	}
	u, err := p.unitsAfter(true, len(n.lit.units) > 0)
	if err != nil || u.to == 0 {
		return err
	}
	merged, s := n.lit.units.with(u.units, 1)
	n.lit.units, n.lit.label, n.lit.doubt, n.to = merged, u.label, u.doubt, u.to
	n.lit.value = s.apply(n.lit.value)
	if s != asIs || len(merged) < len(u.units) {
		n.lit.wrote = u.units.write(n.lit.value)
	}
	return nil
}

func (p *parser) isUnit(w string) bool {
	_, ok := measure(w)
	return ok
}

// twoWays reads a number whose letter is a scale or a unit: 5B is five billion or
// five bytes, 10m ten million or ten minutes.
func (p *parser) twoWays(n *node, letter string) error {
	l := &n.lit
	counted := p.peek().kind == word && countable(p.peek().text)
	if counted && letter != "m" && p.isUnit(p.peek().text) {
		s, _ := measure(p.peek().text)
		counted = s.units.counted()
	}
	rate := p.peek().is("/") && !counted
	big, small := scale{1e9, "B"}, octet
	word, name := "billion", "bytes"
	if letter == "m" {
		big, small, word, name = scale{1e6, "M"}, minute, "million", "minutes"
	}
	before := p.at
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
	unit.scale, unit.suffix = 1, ""
	var s scaling
	unit.units, s = units{{small, 1}}.with(plain.units, 1)
	unit.value = s.apply(unit.value)
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
		n.lit.value = n.lit.value*n.lit.scale + sum.apply(b.lit.value*b.lit.scale)
		n.lit.scale, n.lit.suffix, n.lit.seen, n.to = 1, "", "", b.to
		last = b
	}
}

func onlyTime(u units) bool { return len(u) == 1 && u[0].unit.of == timespan && u[0].exp == 1 }

// spelt are the units that stand at a place; to is 0 where there are none.
type spelt struct {
	units units
	label string
	doubt string
	to    int
}

// unitsAfter reads units: words side by side, and what is per what. things says
// whether counted things may stand there without a slash; begun that units stand
// before already.
func (p *parser) unitsAfter(things, begun bool) (spelt, error) {
	var out spelt
	words := 0
	add := func(sign int) {
		t := p.take()
		u, label, doubt := p.unitOf(t)
		exp := sign
		out.to = t.to
		if p.peek().is("^") && len(u) == 1 {
			p.take()
			neg := p.accept("-")
			e := p.take()
			if e.kind == number && e.value == float64(int(e.value)) && e.value > 0 && e.value < 10 {
				exp *= int(e.value)
				out.to = e.to
			}
			if neg {
				exp = -exp
			}
		}
		merged, s := out.units.with(u, exp)
		if s == asIs {
			out.units = merged
		} else { // min/month stays as it is written
			out.units = append(out.units[:len(out.units):len(out.units)], scaled(u, exp)...)
		}
		if out.label = ""; words == 0 {
			out.label = label
		}
		words++
		if doubt != "" {
			out.doubt = doubt
		}
	}
	for {
		t, next := p.peek(), p.after(1)
		switch {
		case (t.is("$") || t.is("€")) && words > 0:
			return out, nil
		case t.kind == word && things && p.unitLike(t, next, !begun && words == 0):
			add(1)
		case t.is("·") && words > 0 && next.kind == word && p.unitLike(next, p.after(2), true):
			p.take()
			add(1)
		case t.is("/") && (next.is("$") || next.is("€")) && p.after(2).kind != number:
			p.take()
			money := dollar
			if p.peek().is("€") {
				money = euro
			}
			out.to = p.take().to
			out.units = append(out.units, factor{money, -1})
			words++
		case (t.is("/") || t.says("per")) && next.kind == word && p.divides(next, p.after(2), things):
			p.take()
			add(-1)
			if after := p.peek(); after.kind == word && p.unitLike(after, p.after(1), false) && !after.says("a", "an", "each", "every") {
				return out, after.wrong("It is not clear what is divided by what here.", "Write each thing with a sign of its own, as in GB/user/day.")
			}
		case (t.is("/") || t.says("per")) && next.is("(") && p.group():
			p.take()
			p.take()
			for !p.accept(")") {
				if !p.accept("·") {
					p.accept("*")
				}
				add(-1)
			}
			out.to = p.tokens[p.at-1].to
		case t.says("a", "an", "each", "every") && next.kind == word && (words > 0 || begun || things) && timeWord(next):
			p.take()
			add(-1)
		default:
			return out, nil
		}
	}
}

func timeWord(t token) bool {
	s, ok := measure(t.text)
	return ok && onlyTime(s.units)
}

func scaled(u units, exp int) units {
	out := make(units, len(u))
	for i, f := range u {
		out[i] = factor{f.unit, f.exp * exp}
	}
	return out
}

// unitLike reports whether the word t is a unit at a place where one may stand;
// first says that a number stands right before it, so that even a name's word
// counts things.
func (p *parser) unitLike(t, next token, first bool) bool {
	if keywords[t.low()] || next.is("(") && isCall(t, next.from, true) {
		return false
	}
	if p.isUnit(t.text) {
		return first || !p.defined(t.low())
	}
	return countable(t.text) && (first || !p.defined(t.low()))
}

// divides reports whether a slash before t belongs to a unit.
func (p *parser) divides(t, next token, things bool) bool {
	if p.defined(t.low()) || !p.unitLike(t, next, false) {
		return false
	}
	return things || p.isUnit(t.text) || aliases[singular(t.low())] != "" || t.says("user", "users", "request", "requests")
}

// group reports whether a bracket after a slash holds units alone.
func (p *parser) group() bool {
	i := p.at + 2
	for n := 0; i < len(p.tokens); i++ {
		t := p.tokens[i]
		switch {
		case t.is(")"):
			return n > 0
		case t.is("*"), t.is("·"):
		case t.kind == word && p.unitLike(t, p.tokens[i+1], false):
			n++
		default:
			return false
		}
	}
	return false
}

// unitOf is what a word is as a unit: a measure, or a thing that is counted.
func (p *parser) unitOf(t token) (u units, label, doubt string) {
	if s, ok := measure(t.text); ok {
		return s.units, s.label, s.doubt
	}
	return units{{noun(t.text), 1}}, "", ""
}

// target reads what stands after in, to or as.
func (p *parser) target(sign token) (*target, error) {
	t := p.peek()
	out := &target{from: t.from, scale: 1}
	if p.accept("%") || t.says("percent") && p.take().kind == word {
		out.percent, out.to = true, t.to
		return out, nil
	}
	if t.says("x", "times", "number") {
		out.to = p.take().to
		return out, nil
	}
	if t.kind == number && t.value == 1 && p.after(1).is("/") {
		p.take()
		t = p.peek()
	}
	if s, ok := scales[t.text]; ok && t.kind == word && t.text != "t" {
		out.scale, out.suffix, out.to = s.factor, scaleWord(s.factor), p.take().to
		t = p.peek()
	}
	if t.is("$") || t.is("€") {
		out.units, out.to = units{{dollar, 1}}, p.take().to
		if t.is("€") {
			out.units = units{{euro, 1}}
		}
	}
	if t.kind == number {
		return nil, t.wrong("After “"+sign.text+"” stands a unit, not a number.", "A range is written with two points: 10M..20M.")
	}
	u, err := p.unitsAfter(true, len(out.units) > 0)
	if err != nil {
		return nil, err
	}
	if u.to == 0 && out.to == 0 {
		return nil, t.wrong("A unit is missing after “"+sign.text+"”.", "Write one, as in: in GB, in requests/s, in %.")
	}
	out.units = append(out.units, u.units...)
	out.label, out.doubt, out.to = u.label, u.doubt, max(out.to, u.to)
	return out, nil
}

// scaleWord names a factor of a target.
func scaleWord(f float64) string {
	switch f {
	case 100:
		return "hundred"
	case 1e3:
		return "thousand"
	case 1e6:
		return "million"
	case 1e9:
		return "billion"
	}
	return "trillion"
}
