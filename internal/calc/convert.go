package calc

import "slices"

// convert is a in the unit of n's target.
func (e *evaluator) convert(n *node, a quantity) (quantity, error) {
	t := n.target
	e.doubt(t.doubt)
	if len(t.units) == 0 && t.suffix != "" { // in million: of whatever it is
		same := *t
		same.units = a.units
		t = &same
	}
	rest, s := a.units.with(t.units, -1)
	if len(rest) > 0 && !a.units.counted() && len(t.units) > 0 && onlyThings(rest, -1) {
		e.doubt("The number says not what it counts; it is taken to count " + rest[0].unit.many + ".")
		rest = nil
	}
	if len(rest) > 0 {
		return a, e.inconvertible(n, a, rest)
	}
	q := a
	q.span, q.units, q.shown, q.percent, q.label = a.scaled(s), t.units, t, t.percent, t.label
	if kept, back := units(nil).with(t.units, 1); len(kept) != len(t.units) { // min/month: the ratio itself goes on
		q.span, q.units = q.scaled(back), kept
	}
	return q, nil
}

// inconvertible explains why a is not what the target measures, and what was
// probably meant.
func (e *evaluator) inconvertible(n *node, a quantity, rest units) error {
	t := n.target
	p := &problem{from: t.from, to: t.to}
	merged, _ := units(nil).with(t.units, 1)
	goal := merged.describe()
	if t.percent {
		goal = "a percentage"
	}
	p.message = sentence(a.units.describe() + " cannot be converted to " + goal + ".")
	switch {
	case a.units.find(dollars) >= 0 && merged.find(euros) >= 0, a.units.find(euros) >= 0 && merged.find(dollars) >= 0:
		p.message, p.advice = "Currencies are mixed: $ and €.", mixed
	case onlyThings(rest, 1):
		left := rest[0].unit
		p.message = sentence(left.many + " remain.")
		p.advice = "Take them into " + t.written() + ", or say what each of them does, as in “… per " + left.one + "”."
		if number, instead := e.perThing(n.a, left); number != nil {
			p.advice = "Did you mean " + instead + "?"
			if number.brackets {
				instead = "(" + instead + ")"
			}
			p.line = e.sheet.line[:number.from] + instead + e.sheet.line[number.to:]
		}
	case onlyThings(rest, -1) && len(rest) == 1 && a.units.find(rest[0].unit.of) >= 0:
		p.message = sentence("it is still per " + rest[0].unit.one + ".")
		p.advice = "Multiply it by the number of " + rest[0].unit.many + "."
	}
	return p
}

func onlyThings(u units, sign int) bool {
	for _, f := range u {
		if !f.unit.of.counted() || f.exp*sign < 0 {
			return false
		}
	}
	return true
}

// perThing finds the number in n that was probably meant for each of a thing, one
// that counts something else, and how it would be written then.
func (e *evaluator) perThing(n *node, thing *unit) (number *node, instead string) {
	if n == nil {
		return nil, ""
	}
	if n.op == opLiteral {
		l := e.literal(n)
		if len(l.units) == 0 || l.units.find(thing.of) >= 0 || l.units[0].exp < 0 || l.sum != "" {
			return nil, ""
		}
		with := slices.Insert(slices.Clone(l.units), 1, factor{thing, -1})
		return n, l.write() + " " + with.write(l.value*l.scale)
	}
	for _, m := range append([]*node{n.b, n.a}, n.args...) {
		if number, instead = e.perThing(m, thing); number != nil {
			break
		}
	}
	return number, instead
}
