package calc

import "math"

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
	add := func(exp int) error {
		t := p.take()
		u, label, doubt := unitOf(t)
		out.to = t.to
		if len(u) == 1 && p.accept("^") {
			if p.accept("-") {
				exp = -exp
			}
			e := p.take()
			if e.kind != number || e.value != math.Trunc(e.value) || e.value < 1 || e.value > maxExponent {
				return e.wrong("The exponent of a unit is a whole number up to 20.", "To raise the number too, put both in brackets: (5 GB)^2.")
			}
			exp *= int(e.value)
			out.to = e.to
		}
		merged, s := out.units.with(u, exp)
		if s == asIs {
			out.units = merged
		} else { // min/month stays as it is written
			out.units = append(out.units[:len(out.units):len(out.units)], scaled(u, exp)...)
		}
		if out.label = ""; words == 0 && exp == 1 {
			out.label = label
		}
		words++
		if doubt != "" {
			out.doubt = doubt
		}
		return nil
	}
	for {
		t, next, second := p.peek(), p.after(1), p.after(2)
		first, over := !begun && words == 0, t.is("/") || t.says("per")
		var err error
		switch {
		case things && first && currency(t) != nil, things && t.kind == word && p.unitLike(t, next, first):
			err = add(1)
		case t.is("·") && !first && (next.kind == word && p.unitLike(next, second, true) || currency(next) != nil && second.kind != number):
			p.take()
			err = add(1)
		case over && (next.kind == word && p.divides(next, second, things) || currency(next) != nil && second.kind != number):
			p.take()
			err = add(-1)
			if after := p.peek(); err == nil && after.kind == word && p.unitLike(after, p.after(1), false) && !after.says("a", "an", "each", "every") {
				err = after.wrong("It is not clear what is divided by what here.", "Write each thing with a sign of its own, as in GB/user/day.")
			}
		case over && next.is("(") && p.group():
			p.take()
			p.take()
			for err == nil && !p.accept(")") {
				if !p.accept("·") {
					p.accept("*")
				}
				err = add(-1)
			}
			out.to = p.tokens[p.at-1].to
		case t.says("a", "an", "each", "every") && next.kind == word && (!first || things) && timeWord(*next):
			p.take()
			err = add(-1)
		default:
			return out, nil
		}
		if err != nil {
			return out, err
		}
	}
}

// currency is the unit of a currency's sign, nil for any other token.
func currency(t *token) units {
	switch {
	case t.is("$"):
		return inDollars
	case t.is("€"):
		return inEuros
	}
	return nil
}

// unitOf is what a word or a sign is as a unit: money, a measure, or a thing that
// is counted.
func unitOf(t *token) (u units, label, doubt string) {
	if u := currency(t); u != nil {
		return u, "", ""
	}
	if s, ok := measure(t.text); ok {
		return s.units, s.label, s.doubt
	}
	return units{{nounBehind(t.text), 1}}, "", ""
}

// unitLike reports whether the word t is a unit at a place where one may stand;
// first says that a number stands right before it, so that even a name's word
// counts things.
func (p *parser) unitLike(t, next *token, first bool) bool {
	if next.is("(") && isCall(t, next.from, true) || !isUnit(t.text) && !countable(t.text) {
		return false
	}
	return first || !p.defined(t.low())
}

func isUnit(w string) bool {
	if _, ok := spelled[w]; ok {
		return true
	}
	_, ok := measure(w)
	return ok
}

// divides reports whether a slash before t belongs to a unit.
func (p *parser) divides(t, next *token, things bool) bool {
	if p.defined(t.low()) || !p.unitLike(t, next, false) {
		return false
	}
	return things || isUnit(t.text) || aliases[singular(t.low())] != "" || t.says("user", "users", "request", "requests")
}

// group reports whether a bracket after a slash holds units alone, with or without
// a sign between two of them.
func (p *parser) group() bool {
	for i := p.at + 2; p.tokens[i].kind == word && p.unitLike(&p.tokens[i], &p.tokens[i+1], false); {
		i++
		switch t := &p.tokens[i]; {
		case t.is(")"):
			return true
		case t.is("*"), t.is("·"):
			i++
		}
	}
	return false
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
