package calc

import "strings"

// keywords mean something by themselves and can be no name and no counted thing.
var keywords = map[string]bool{
	"in": true, "to": true, "as": true, "at": true, "of": true, "per": true, "x": true, "times": true, "ans": true,
	"a": true, "an": true, "each": true, "every": true, "about": true, "roughly": true, "approximately": true,
	"thousand": true, "thousands": true, "million": true, "millions": true, "billion": true, "billions": true,
	"trillion": true, "trillions": true, "hundred": true, "bn": true, "mn": true, "tn": true, "mio": true, "line": true, "percent": true,
}

// maxDepth bounds brackets and chains of signs.
const maxDepth = 100

// parser reads one line. Precedence, loosest first: in, + -, * / of at, .., signs, ^.
type parser struct {
	line    string
	tokens  []token
	at      int
	depth   int
	choices int
	defined func(name string) bool
}

func (p *parser) peek() *token { return &p.tokens[p.at] }

func (p *parser) after(n int) *token { return &p.tokens[min(p.at+n, len(p.tokens)-1)] }

func (p *parser) take() *token {
	t := &p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) accept(sign string) bool {
	if p.peek().is(sign) {
		p.at++
		return true
	}
	return false
}

func (t token) low() string { return strings.ToLower(t.text) }

// says reports whether t is one of some words, in capitals or not.
func (t token) says(words ...string) bool { return t.kind == word && among(t.text, words) }

func among(text string, words []string) bool {
	for _, w := range words {
		if len(text) == len(w) && strings.EqualFold(text, w) {
			return true
		}
	}
	return false
}

func (t token) wrong(message, advice string) *problem {
	return &problem{from: t.from, to: max(t.to, t.from+1), message: message, advice: advice}
}

func (p *parser) deeper(t *token) error {
	if p.depth++; p.depth > maxDepth {
		return t.wrong("Brackets and signs go up to 100 deep.", "Split the line, and give the parts names.")
	}
	return nil
}

func (p *parser) expression() (*node, error) {
	if err := p.deeper(p.peek()); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	n, err := p.sum()
	for err == nil && p.peek().says("in", "to", "as") {
		sign := p.take()
		var t *target
		if t, err = p.target(sign); err == nil {
			n = &node{op: opConvert, from: n.from, to: t.to, sign: sign.from, a: n, target: t}
		}
		if next := p.peek(); err == nil && next.kind == symbol && strings.Contains("+-*/^·", next.text) {
			return nil, next.wrong("A conversion comes last.", "Put it in brackets to go on with its result.")
		}
	}
	return n, err
}

func (p *parser) sum() (*node, error) {
	n, err := p.product()
	for err == nil && (p.peek().is("+") || p.peek().is("-")) {
		t := p.take()
		o := opAdd
		if t.text == "-" {
			o = opSubtract
		}
		var b *node
		if b, err = p.product(); err == nil {
			n = &node{op: o, from: n.from, to: b.to, sign: t.from, a: n, b: b}
		}
	}
	return n, err
}

func (p *parser) product() (*node, error) {
	n, err := p.signed()
	divided := false
	for err == nil {
		t := p.peek()
		o, explicit := opMultiply, true
		switch {
		case t.is("*"), t.is("·"), t.says("x", "times"):
		case t.is("/"), t.says("per"):
			o, divided = opDivide, true
		case t.says("of"):
			o = opOf
		case t.says("at"), t.is("@"):
			o = opAt
		case p.continues(n, t):
			explicit = false
		default:
			return n, nil
		}
		if explicit {
			p.take()
		} else if divided {
			return nil, t.wrong("It is not clear what is divided by what here.", "Use brackets or a sign *.")
		}
		var b *node
		if b, err = p.signed(); err == nil {
			n = &node{op: o, from: n.from, to: b.to, sign: t.from, a: n, b: b}
		}
		if each := p.peek(); err == nil && o == opAt && each.says("each") { // 10 requests/day each
			n.to = p.take().to
		}
	}
	return nil, err
}

// continues reports whether t begins a factor after n without a sign between:
// 2 (3 + 4), (1 + 2)(3 + 4), 3 peak_reads.
func (p *parser) continues(n *node, t *token) bool {
	closed := n.to > 0 && (p.line[n.to-1] == ')' || n.op == opLiteral)
	switch {
	case t.is("("):
		return closed
	case t.kind == word && n.op == opLiteral && !n.brackets && len(n.lit.units) == 0:
		next := p.after(1)
		return next.is("(") && isCall(t, next.from, true) || p.defined(t.low()) && !countable(t.text)
	}
	return false
}

// signed reads a factor with its sign, or a range from one to another: -1..1.
func (p *parser) signed() (*node, error) {
	n, err := p.term()
	if err != nil || !p.peek().is("..") {
		return n, err
	}
	t := p.take()
	b, err := p.term()
	if err != nil {
		return nil, err
	}
	if low, high := n.unsigned(), b.unsigned(); low.op == opLiteral && high.op == opLiteral {
		low.lit.beside(high.lit)
	}
	return &node{op: opRange, from: n.from, to: b.to, sign: t.from, a: n, b: b}, nil
}

func (p *parser) term() (*node, error) {
	t := p.peek()
	if !t.is("-") && !t.is("+") && !t.is("~") && !t.says("about", "roughly", "approximately") {
		return p.raised()
	}
	if err := p.deeper(t); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	p.take()
	n, err := p.term()
	if err != nil {
		return nil, err
	}
	switch {
	case t.is("-"):
		return &node{op: opNegate, from: t.from, to: n.to, sign: t.from, a: n}, nil
	case t.is("+"):
		return n, nil
	}
	return &node{op: opAbout, from: t.from, to: n.to, sign: t.from, a: n}, nil
}

// raised reads a power, which binds to the right, and the units behind it.
func (p *parser) raised() (*node, error) {
	n, err := p.primary()
	if err != nil {
		return nil, err
	}
	if p.peek().is("^") {
		t := p.take()
		e, err := p.exponent()
		if err != nil {
			return nil, err
		}
		n = &node{op: opPower, from: n.from, to: e.to, sign: t.from, a: n, b: e}
		return p.suffixed(n, true)
	}
	switch {
	case n.brackets: // a unit behind them is not the number's own
		return p.suffixed(n, true)
	case n.op == opLiteral:
		return p.timeSum(n)
	}
	return p.suffixed(n, n.op != opName)
}

// exponent reads what stands after ^: a number without a unit, a name, a call or
// brackets, maybe with a sign and a further power.
func (p *parser) exponent() (*node, error) {
	t := p.peek()
	if err := p.deeper(t); err != nil {
		return nil, err
	}
	defer func() { p.depth-- }()
	if p.accept("-") {
		n, err := p.exponent()
		if err != nil {
			return nil, err
		}
		return &node{op: opNegate, from: t.from, to: n.to, sign: t.from, a: n}, nil
	}
	var n *node
	var err error
	if t.kind == number {
		p.take()
		n = leaf(t.from, t.to, literal{value: t.value, scale: 1, seen: t.text})
		if s, ok := scales[p.peek().text]; ok && p.peek().kind == word && p.peek().attached {
			n.lit.scale, n.lit.suffix, n.to = s.factor, s.suffix, p.take().to
		}
	} else if n, err = p.primary(); err != nil {
		return nil, err
	}
	if p.peek().is("^") {
		sign := p.take()
		e, err := p.exponent()
		if err != nil {
			return nil, err
		}
		n = &node{op: opPower, from: n.from, to: e.to, sign: sign.from, a: n, b: e}
	}
	return n, nil
}

// suffixed adds the units that stand behind a bracket, a power or (only after a
// slash, and only measures) a name.
func (p *parser) suffixed(n *node, things bool) (*node, error) {
	if p.accept("%") {
		return &node{op: opUnits, from: n.from, to: p.tokens[p.at-1].to, a: n, lit: &literal{percent: true}}, nil
	}
	u, err := p.unitsAfter(things, false)
	if err != nil || u.to == 0 {
		return n, err
	}
	return &node{op: opUnits, from: n.from, to: u.to, a: n, lit: &literal{units: u.units, label: u.label, doubt: u.doubt}}, nil
}
