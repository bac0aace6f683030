package calc

import (
	"math"
	"unicode"
	"unicode/utf8"
)

// product is what a and b come to as they are multiplied or divided. A percentage
// stays one as long as nothing has a unit; a share of something is as that is.
func (n *node) product(u units, s span, a, b quantity) (quantity, error) {
	q := quantity{span: s, units: u}
	d, x := u.find(dollars), u.find(euros)
	if d >= 0 && x >= 0 && (u[d].exp > 0) == (u[x].exp > 0) {
		return q, n.problem("Currencies are mixed: $ and €.", mixed)
	}
	switch n.op {
	case opDivide:
	case opOf:
		q.percent = a.percent && b.percent
	default:
		q.percent = a.percent && len(b.units) == 0
	}
	return q, nil
}

const mixed = "Convert one first by a rate, as in 5 $ * 0.9 €/$."

// add adds b to a, or subtracts it, in the unit of a.
func (e *evaluator) add(n *node, a, b quantity) (quantity, error) {
	rest, s := b.units.with(a.units, -1)
	if len(rest) > 0 {
		return a, n.unlike(a, b)
	}
	if a.percent != b.percent {
		e.doubt("A percentage is added as a plain number: 10% is 0.1. To raise something by 10%, multiply it by 110%.")
	}
	y := b.scaled(s)
	q := a
	q.percent = a.percent && b.percent
	if n.op == opAdd {
		q.span = span{a.low + y.low, a.mid + y.mid, a.high + y.high}
	} else {
		q.span = span{a.low - y.high, a.mid - y.mid, a.high - y.low}
	}
	return q, nil
}

// unlike explains why a and b cannot be added.
func (n *node) unlike(a, b quantity) error {
	what := "added"
	if n.op == opSubtract {
		what = "subtracted from one another"
	}
	p := n.problem(sentence(a.units.describe()+" and "+b.units.describe()+" cannot be "+what+"."), "Both sides must measure the same thing.")
	d, x := a.units.find(dollars) >= 0 && b.units.find(euros) >= 0, a.units.find(euros) >= 0 && b.units.find(dollars) >= 0
	switch {
	case d || x:
		p.message, p.advice = "Currencies are mixed: $ and €.", mixed
	case b.percent:
		p.advice = "To raise something by a share, multiply it: * " + string(friendly(nil, 100+b.mid*100, false)) + "%."
	case len(b.units) == 0:
		p.advice = "Give the number a unit: " + string(friendly(nil, b.mid, true)) + " " + a.units.write(b.mid) + "."
	case len(a.units) == 0:
		p.advice = "Give the number a unit: " + string(friendly(nil, a.mid, true)) + " " + b.units.write(a.mid) + "."
	}
	return p
}

// sentence begins with a capital.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// between is the range from a to b.
func (e *evaluator) between(n *node, a, b quantity) (quantity, error) {
	if low, high := n.a.unsigned(), n.b.unsigned(); low.op == opLiteral {
		number := high.op == opLiteral
		if l := e.literal(low); number && a.bare() && l.scale == 1 && l.value != 0 && e.literal(high).scale > 1 {
			e.doubt("The range begins at " + l.seen + " as it is written; for " + l.seen + e.literal(high).suffix + " write the scale there too.")
		}
		a = a.completed(b, number)
	}
	rest, s := b.units.with(a.units, -1)
	if len(rest) > 0 {
		return a, n.unlike(a, b)
	}
	y := b.scaled(s)
	if a.low > y.high {
		return a, &problem{from: n.from, to: n.to, message: "This range is reversed: it begins with the larger end.", advice: "Write the smaller number first."}
	}
	a.span = span{a.low, (a.low + y.high) / 2, y.high}
	return a, nil
}

// bare reports whether q is a number alone.
func (q quantity) bare() bool { return len(q.units) == 0 && !q.percent && q.shown == nil }

// completed gives q, at the lower end of a range, what stands at the higher end
// alone: the unit in 10..20 GB, what follows the sign in $5..$10/month.
func (q quantity) completed(b quantity, number bool) quantity {
	switch {
	case q.bare():
		q.units, q.percent, q.label = b.units, b.percent, b.label
		if number { // a conversion is the higher end's own
			q.shown = b.shown
		}
		w := q.writing()
		q.span = q.scaled(scaling{w.by, w.times})
	case len(q.units) == 1 && q.units[0].exp == 1 && q.units[0].unit.of.money():
		if i := b.units.find(q.units[0].unit.of); i >= 0 && b.units[i].exp == 1 {
			q.units = b.units
		}
	}
	return q
}

// raise is a to the power of b.
func (n *node) raise(a, b quantity) (quantity, error) {
	if len(b.units) > 0 {
		return a, n.problem("An exponent is a plain number; here it is "+b.units.describe()+".", "")
	}
	q := quantity{}
	if len(a.units) > 0 {
		if b.ranged() || b.mid != math.Trunc(b.mid) || math.Abs(b.mid) > 9 {
			return a, n.problem("Something with a unit can be raised to a whole number up to 9 only.", "Take the unit out, or use sqrt.")
		}
		for _, f := range a.units {
			if int(b.mid) != 0 {
				q.units = append(q.units, factor{f.unit, f.exp * int(b.mid)})
			}
		}
	}
	if a.low < 0 && b.ranged() || a.low < 0 && b.mid != math.Trunc(b.mid) {
		return a, n.problem("A negative number has no such power.", "Use a whole number as the exponent.")
	}
	if a.low <= 0 && a.high >= 0 && b.low < 0 {
		return a, n.problem("This divides by zero: zero has no negative power.", "")
	}
	q.span = corners(math.Pow, a.span, b.span)
	if a.low < 0 && a.high > 0 && math.Mod(b.mid, 2) == 0 {
		q.low = math.Min(q.low, 0)
	}
	return q, nil
}
