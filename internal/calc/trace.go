package calc

import (
	"slices"
	"strconv"
	"strings"
)

// maxSteps is how many steps are told.
const maxSteps = 40

// trace collects the steps of a calculation.
type trace struct {
	steps []string
	more  int
	known map[*node]quantity
}

func (t *trace) add(s string) {
	if len(t.steps) == maxSteps {
		t.more++
		return
	}
	if len(t.steps) == 0 || !slices.Contains(t.steps, s) {
		t.steps = append(t.steps, s)
	}
}

var signs = map[op]string{opAdd: "+", opSubtract: "−", opMultiply: "×", opDivide: "÷", opPower: "^", opOf: "of", opAt: "×"}

func (t *trace) step(n *node, q quantity) {
	t.known[n] = q
	show := func(n *node) string {
		q := t.known[n]
		return q.plain()
	}
	switch n.op {
	case opName:
		t.add(n.name + " is " + q.plain())
	case opAdd, opSubtract, opMultiply, opDivide, opPower, opOf, opAt:
		each := ""
		if n.op == opAt {
			each = " each"
		}
		sign := " " + signs[n.op] + " "
		if n.op == opPower {
			sign = "^"
		}
		t.add(show(n.a) + sign + show(n.b) + each + " = " + q.plain())
	case opConvert:
		from, to := show(n.a), q.plain()
		if from != to {
			t.add(from + " = " + to + facts(t.known[n.a].units, n.target.units))
		}
	case opCall:
		parts := make([]string, len(n.args))
		for i, a := range n.args {
			parts[i] = show(a)
		}
		t.add(n.name + "(" + strings.Join(parts, ", ") + ") = " + q.plain() + ": " + functions[n.name].means)
	}
}

// plain writes q in its own units.
func (q *quantity) plain() string { return q.best(q.own()).display(q.about) }

// facts tells the sizes of units that a conversion rests on.
func facts(from, to units) string {
	var out []string
	for _, f := range from {
		i := to.find(f.unit.of)
		if i < 0 || to[i].unit.size == f.unit.size {
			continue
		}
		large, small := f.unit, to[i].unit
		if small.size > large.size {
			large, small = small, large
		}
		s := asIs
		s.change(large, small, 1)
		out = append(out, "1 "+large.one+" is "+string(precise(nil, s.apply(1)))+" "+small.many)
	}
	if len(out) == 0 {
		return ""
	}
	return ", as " + strings.Join(out, " and ")
}

// Steps are the ways from the numbers to the result, a line each.
func (r *Result) Steps() []string {
	if r.node == nil {
		return []string{}
	}
	t := &trace{known: map[*node]quantity{}, steps: []string{}}
	e := evaluator{choice: r.choice, trace: t, bound: r.bound}
	if _, err := e.eval(r.node); err != nil {
		return []string{}
	}
	if t.more > 0 {
		t.steps = append(t.steps, "and "+strconv.Itoa(t.more)+" more")
	}
	return t.steps
}
