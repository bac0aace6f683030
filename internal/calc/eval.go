package calc

import "slices"

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
