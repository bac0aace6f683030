package calc

import "strings"

// statement reads a whole line: a name that is defined, and an expression.
func (p *parser) statement() (name *token, n *node, err error) {
	for i := range p.tokens {
		if !p.tokens[i].is("=") || p.tokens[i+1].kind == end || p.tokens[i+1].is("?") {
			continue
		}
		if name, err = p.naming(i); err != nil {
			return name, nil, err
		}
		p.at = i + 1
		break
	}
	n, err = p.expression()
	if err != nil {
		return name, nil, err
	}
	p.accept("=")
	p.accept("?")
	if t := p.peek(); t.kind != end {
		return name, nil, p.unexpected(t)
	}
	return name, n, nil
}

// naming checks what stands before the sign = at token i.
func (p *parser) naming(i int) (*token, error) {
	t := &p.tokens[0]
	switch {
	case i == 0:
		return t, t.wrong("A name is missing before =.", "Write peak = 10k requests/s.")
	case i > 1 && t.kind == word:
		var parts []string
		for _, w := range p.tokens[:i] {
			parts = append(parts, w.text)
		}
		return t, &problem{from: t.from, to: p.tokens[i-1].to, message: "A name is one word.", advice: "Join the words by underscores.", instead: strings.Join(parts, "_")}
	case i > 1 || t.kind != word:
		return t, t.wrong("Only a name can stand before =.", "Write peak = 10k requests/s.")
	}
	if keywords[t.low()] && t.low() != "a" || reference(t.low()) > 0 {
		return t, t.wrong("“"+t.text+"” is a word of the calculator and cannot be a name.", "Choose another name.")
	}
	if s, ok := spelled[t.text]; ok && !s.units.counted() {
		return t, &problem{from: t.from, to: t.to, message: "“" + t.text + "” is a unit and cannot be a name.", advice: "Choose another name, such as my_" + t.text + ".", instead: "my_" + t.text}
	}
	return t, nil
}

func (p *parser) unexpected(t *token) *problem {
	switch {
	case t.is(")"):
		return t.wrong("This bracket closes nothing.", "Take it out, or open one before it.")
	case t.is("="):
		return t.wrong("Only a name can stand before =.", "Write peak = 10k requests/s.")
	case t.is(","):
		return t.wrong("A comma stands between a function's arguments, or before three digits.", "For a fraction use a point: 1.5.")
	case t.kind == number || t.is("(") || t.kind == word:
		return t.wrong("There is no operator before “"+t.text+"”.", "Put one there: + - * / or at.")
	}
	return t.wrong("“"+t.text+"” cannot stand here.", "")
}
