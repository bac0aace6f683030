package calc

// primary reads what no operator can part: a number with its unit, a name, a call,
// or brackets.
func (p *parser) primary() (*node, error) {
	t := p.peek()
	switch {
	case t.kind == number:
		return p.literal()
	case t.is("$"), t.is("€"):
		return p.amount()
	case t.is("("):
		return p.bracket()
	case t.kind == word:
		return p.worded()
	case t.kind == end:
		return nil, t.wrong("Something is missing at the end of the line.", "Write a number or a name there.")
	}
	if t.is("*") || t.is("/") || t.is("^") || t.is("·") || t.is("%") || t.is("..") {
		return nil, t.wrong("There is nothing before “"+t.text+"” to work on.", "Write a number or a name there.")
	}
	return nil, p.unexpected(t)
}

func (p *parser) bracket() (*node, error) {
	open := p.take()
	n, err := p.expression()
	if err != nil {
		return nil, err
	}
	if err := p.closing(open); err != nil {
		return nil, err
	}
	n.brackets, n.from, n.to = true, open.from, p.tokens[p.at-1].to
	return n, nil
}

func (p *parser) closing(open *token) error {
	if p.accept(")") {
		return nil
	}
	if t := p.peek(); t.kind != end && !t.is(",") {
		return p.unexpected(t)
	}
	return open.wrong("This bracket is never closed.", "Add ) where it should end.")
}

// worded reads a name, a call, a reference to a line, or a unit that stands alone.
func (p *parser) worded() (*node, error) {
	t := p.peek()
	if next := p.after(1); next.is("(") && isCall(t, next.from, false) {
		return p.call()
	}
	if t.says("line") && p.after(1).kind == number {
		p.take()
		n := p.take()
		return &node{op: opName, from: t.from, to: n.to, name: "line" + n.text}, nil
	}
	if _, known := functions[t.low()]; known && !p.defined(t.low()) {
		f := functions[t.low()]
		return nil, t.wrong("The function "+t.low()+" needs its arguments in brackets.", "Write "+f.usage+".")
	}
	if !p.defined(t.low()) {
		if s, ok := measure(t.text); ok && !s.units.counted() || ok && len(s.units) > 1 {
			u, err := p.unitsAfter(true, false)
			if err != nil {
				return nil, err
			}
			n := leaf(t.from, u.to, literal{value: 1, scale: 1})
			n.lit.measured(u)
			return n, nil
		}
	}
	if keywords[t.low()] && t.low() != "ans" && !p.defined(t.low()) {
		return nil, t.wrong("Something is missing before “"+t.text+"”.", "Write a number or a name there.")
	}
	p.take()
	return &node{op: opName, from: t.from, to: t.to, name: t.low()}, nil
}

func (p *parser) call() (*node, error) {
	name := p.take()
	open := p.take()
	n := &node{op: opCall, from: name.from, sign: name.to, name: name.low()}
	for !p.peek().is(")") {
		arg, err := p.expression()
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
		if !p.accept(",") {
			break
		}
		if p.peek().is(")") || p.peek().kind == end {
			return nil, p.peek().wrong("An argument is missing after the comma.", "")
		}
	}
	if err := p.closing(open); err != nil {
		return nil, err
	}
	n.to = p.tokens[p.at-1].to
	f, ok := functions[n.name]
	if !ok {
		if p.defined(n.name) {
			return nil, &problem{from: name.from, to: name.to, message: "“" + name.text + "” is a name, not a function.", advice: "To multiply, write " + name.text + " * (…).", instead: name.text + " *"}
		}
		return nil, unknown(name.text, name.from, name.to, "function", functionNames())
	}
	if len(n.args) < f.least || f.most > 0 && len(n.args) > f.most {
		return nil, &problem{from: n.from, to: n.to, message: "The function " + n.name + " takes other arguments.", advice: "Write " + f.usage + "."}
	}
	return n, nil
}
