package calc

import (
	"math"
	"slices"
	"strings"
)

// named is a name's value, and where it comes from.
type named struct {
	quantity
	line  int
	doubt string
}

// evaluator goes through an expression. Each bit of choice says which way a
// number is read that can be read in two.
type evaluator struct {
	sheet  *sheet
	choice uint
	trace  *trace // nil unless the steps are asked for
	doubts []string
	bound  []bound // what the names of the line stand for
}

// bound is what a name in an expression stands for.
type bound struct {
	name     *node
	quantity quantity
}

func (n *node) problem(message, advice string) *problem {
	return &problem{from: n.sign, to: n.sign + 1, message: message, advice: advice}
}

func (e *evaluator) doubt(s string) {
	if s != "" && !slices.Contains(e.doubts, s) {
		e.doubts = append(e.doubts, s)
	}
}

// literal is the reading of n's literal that is chosen.
func (e *evaluator) literal(n *node) *literal {
	l := n.lit
	if l.other != nil && e.choice>>l.choice&1 == 1 {
		return l.other
	}
	return l
}

// maxExponent bounds the exponents of units: no estimate is in GB^21.
const maxExponent = 20

func (e *evaluator) eval(n *node) (quantity, error) {
	q, err := e.value(n)
	if err != nil {
		return q, err
	}
	for _, f := range q.units {
		if f.exp > maxExponent || f.exp < -maxExponent {
			return q, &problem{from: n.from, to: n.to, message: "The exponent of " + f.unit.many + " is too large here.", advice: "Units go up to the power of 20."}
		}
	}
	if !q.finite() || (q.percent || q.shown != nil) && !q.scaled(q.writing()).finite() {
		return q, &problem{from: n.from, to: n.to, message: "The result is too large.", advice: tooLarge}
	}
	if e.trace != nil {
		e.trace.step(n, q)
	}
	return q, nil
}

func (e *evaluator) value(n *node) (quantity, error) {
	switch n.op {
	case opLiteral:
		l := e.literal(n)
		e.doubt(l.doubt)
		q := quantity{span: exactly(l.value * l.scale), units: l.units, percent: l.percent, inputs: 1, label: l.label}
		if !l.ratio() {
			q.shown = l.wrote
		}
		if l.percent {
			q.span = exactly(l.value / 100)
		}
		return q, nil
	case opName:
		if i := slices.IndexFunc(e.bound, func(b bound) bool { return b.name == n }); i >= 0 {
			return e.bound[i].quantity, nil
		}
		q, err := e.name(n)
		e.bound = append(e.bound, bound{n, q})
		return q, err
	case opCall:
		return e.call(n)
	}
	a, err := e.eval(n.a)
	if err != nil {
		return a, err
	}
	switch n.op {
	case opNegate:
		a.span = span{-a.high, -a.mid, -a.low}
		return a, nil
	case opAbout:
		a.about = true
		return a, nil
	case opUnits:
		e.doubt(n.lit.doubt)
		if n.lit.percent {
			if len(a.units) > 0 {
				return a, &problem{from: n.to - 1, to: n.to, message: sentence(a.units.describe() + " cannot be a percentage."), advice: "A percentage is a plain number: 50%."}
			}
			a.span, a.percent = a.scaled(scaling{1, 100}), true
			return a, nil
		}
		if len(n.lit.units) > 0 {
			merged, s := a.units.with(n.lit.units, 1)
			a.shown, a.percent, a.label = nil, false, ""
			if len(a.units) == 0 {
				a.label = n.lit.label
				if len(merged) < len(n.lit.units) {
					a.shown = &target{units: n.lit.units, scale: 1}
				}
			}
			a.span, a.units = a.scaled(s), merged
		}
		return a, nil
	case opConvert:
		return e.convert(n, a)
	}
	b, err := e.eval(n.b)
	if err != nil {
		return b, err
	}
	q, err := e.combine(n, a, b)
	q.inputs, q.about = a.inputs+b.inputs, a.about || b.about
	return q, err
}

func (e *evaluator) combine(n *node, a, b quantity) (quantity, error) {
	switch n.op {
	case opAdd, opSubtract:
		return e.add(n, a, b)
	case opRange:
		return e.between(n, a, b)
	case opPower:
		return n.raise(a, b)
	case opDivide:
		if b.low <= 0 && b.high >= 0 {
			if b.ranged() {
				return a, n.problem("This divides by a range that includes zero.", "Give a range of which both ends have one sign.")
			}
			return a, n.problem("This divides by zero.", "Check the number after the sign.")
		}
		u, s := a.units.with(b.units, -1)
		return n.product(u, corners(func(x, y float64) float64 { return x / y }, a.span, b.span).scaled(s), a, b)
	case opAt:
		// Each of what a counts has b, so what a counts cancels out, unless b says "per user" itself.
		for _, f := range a.units {
			if f.exp > 0 && f.unit.of.counted() && b.units.find(f.unit.of) < 0 {
				b.units, _ = b.units.with(units{{f.unit, 1}}, -1)
			}
		}
	}
	u, s := a.units.with(b.units, 1)
	return n.product(u, corners(func(x, y float64) float64 { return x * y }, a.span, b.span).scaled(s), a, b)
}

func (n *node) product(u units, s span, a, b quantity) (quantity, error) {
	q := quantity{span: s, units: u}
	d, x := u.find(dollars), u.find(euros)
	if d >= 0 && x >= 0 && (u[d].exp > 0) == (u[x].exp > 0) {
		return q, n.problem("Currencies are mixed: $ and €.", mixed)
	}
	plain := len(a.units) == 0 && len(b.units) == 0
	q.percent = plain && a.percent && (b.percent == (n.op == opDivide) || !b.percent && b.inputs == 1 && n.op != opDivide) && n.op != opDivide
	if a.percent && b.percent {
		q.percent = plain && n.op != opDivide
	}
	return q, nil
}

const mixed = "Convert one first by a rate, as in 5 $ * 0.9 €/$."

func (e *evaluator) add(n *node, a, b quantity) (quantity, error) {
	rest, s := b.units.with(a.units, -1)
	if len(rest) > 0 {
		return a, n.unlike(a, b)
	}
	if len(a.units) == 0 && b.percent && !a.percent || len(a.units) == 0 && a.percent && !b.percent {
		e.doubt("A percentage is added as a plain number: 10% is 0.1. To raise something by 10%, multiply it by 110%.")
	}
	y := b.scaled(s)
	q := a
	q.percent, q.shown = a.percent && b.percent, a.shown
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

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

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
	q := a
	q.span = span{a.low, (a.low + y.high) / 2, y.high}
	return q, nil
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

func onlyThings(u units, sign int) bool {
	for _, f := range u {
		if !f.unit.of.counted() || f.exp*sign < 0 {
			return false
		}
	}
	return true
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

func (t *target) written() string { return behind(t.suffix, t.units.write(2)) }

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
