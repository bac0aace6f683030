package calc

import (
	"strings"
)

// Reading says how the line was understood; what may be meant otherwise is marked
// by (?).
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
	case opPower:
		return 6
	}
	return 9
}

// read writes n, in brackets where it binds less than is needed.
func (e *evaluator) read(n *node, needed int) string {
	own := binding(n.op)
	text := e.words(n, own)
	if own < needed {
		return "(" + text + ")"
	}
	return text
}

func (e *evaluator) words(n *node, own int) string {
	switch n.op {
	case opLiteral:
		l := e.literal(n)
		text := join(l.write(), l.unit())
		if l.percent {
			text = l.write() + "%"
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
		return e.read(n.a, own+1) + " to " + e.read(n.b, own+1)
	case opPower:
		return e.read(n.a, own+1) + "^" + e.read(n.b, own)
	case opUnits:
		u := n.lit.units.write(2)
		if n.lit.percent {
			u = "%"
		}
		if u == "" {
			return e.read(n.a, 0)
		}
		return join(e.read(n.a, 6), u)
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
		return precise(snap(l.value)) + l.suffix
	}
	return l.seen + l.suffix
}

func (l *literal) unit() string {
	if l.wrote != "" {
		return l.wrote
	}
	if l.label != "" {
		return l.label
	}
	return l.units.write(l.value * l.scale)
}

func (t *target) name() string {
	switch {
	case t.percent:
		return "%"
	case t.label != "":
		return t.label
	case len(t.units) == 0 && t.suffix == "":
		return "a plain number"
	}
	return t.written()
}
