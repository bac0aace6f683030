package calc

import "strings"

// Reading says how the line was understood, as a line that is understood the same;
// what may be meant otherwise is marked by (?).
func (r *Result) Reading() string {
	if r.node == nil {
		return ""
	}
	e := evaluator{choice: r.choice}
	text := e.read(r.node, 0)
	if r.Name != "" {
		return r.Name + " = " + text
	}
	return text
}

// binding is how tightly an operator binds.
func binding(o op) int {
	switch o {
	case opConvert:
		return 1
	case opAdd, opSubtract:
		return 2
	case opMultiply, opDivide, opOf, opAt:
		return 3
	case opRange:
		return 4
	case opNegate, opAbout:
		return 5
	case opUnits:
		return 6
	case opPower:
		return 7
	}
	return 9
}

// read writes n, in brackets where it binds less than is needed.
func (e *evaluator) read(n *node, needed int) string {
	own := binding(n.op)
	text := e.words(n, own)
	if n.op == opLiteral {
		switch l := e.literal(n); {
		case l.ratio(): // hour/min
			own = binding(opDivide)
		case text != l.seen: // with a unit, as 5 GB in (5 GB)^2
			own = binding(opUnits)
		}
	}
	if own < needed {
		return "(" + text + ")"
	}
	return text
}

func (e *evaluator) words(n *node, own int) string {
	switch n.op {
	case opLiteral:
		l := e.literal(n)
		sign, unit := inFront(l.unit())
		text := behind(sign+l.write(), unit)
		switch {
		case l.percent:
			text = l.write() + "%"
		case l.sum != "":
			text = l.sum
		case l.ratio(): // 1 hour/min would be a number of hour/min
			text = l.wrote.units.write(1)
			if text[0] == '/' { // B/B/(s year), which 1/s/year would not be: each of its units stays
				text = behind(string(precise(nil, snap(l.value))), l.units.write(l.value))
			}
		}
		if l.doubt != "" {
			text += " (?)"
		}
		return text
	case opName:
		return n.name
	case opNegate:
		return "−" + e.read(n.a, own)
	case opAbout:
		return "~" + e.read(n.a, own)
	case opRange:
		return e.read(n.a, own+1) + ".." + e.read(n.b, own+1)
	case opPower:
		return e.read(n.a, own+1) + "^" + e.read(n.b, own)
	case opUnits:
		inner := e.read(n.a, own+1)
		if n.a.brackets && (n.a.op == opLiteral || n.a.op == opName) { // (5 GB/s) users are not 5 GB/s users
			inner = "(" + e.read(n.a, 0) + ")"
		}
		if n.lit.percent {
			return inner + "%"
		}
		return behind(inner, n.lit.unit())
	case opConvert:
		return e.read(n.a, own) + " in " + n.target.name()
	case opCall:
		parts := make([]string, len(n.args))
		for i, a := range n.args {
			parts[i] = e.read(a, 0)
		}
		return n.name + "(" + strings.Join(parts, ", ") + ")"
	case opOf:
		return e.read(n.a, own) + " of " + e.read(n.b, own+1)
	case opAt:
		return e.read(n.a, own) + " at " + e.read(n.b, own+1) + " each"
	}
	return e.read(n.a, own) + " " + signs[n.op] + " " + e.read(n.b, own+1)
}

// write writes a literal's number with its scale.
func (l *literal) write() string {
	if l.seen == "" {
		return "1"
	}
	if l.suffix == "B" && l.doubt == "" && !billions(l.unit(), l.spelt()) {
		return l.seen + "bn"
	}
	return l.seen + l.suffix
}

// ratio reports whether l asks how many of one unit are in another: hour/min.
func (l *literal) ratio() bool { return l.seen == "" && l.wrote != nil }

func (l *literal) unit() string {
	if l.label != "" && l.wrote == nil {
		return l.label
	}
	return l.spelt().write(l.value * l.scale)
}
