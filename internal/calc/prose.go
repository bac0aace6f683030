package calc

import (
	"iter"
	"slices"
)

// Mention is what running English says of quantities at one place.
type Mention struct {
	From, To int // bytes of the text, the unit included
	Kind     MentionKind
	Readings []Quantity // the likelier first; more than one where a letter may be a scale or a unit, as in 500B
}

// MentionKind is what is mentioned.
type MentionKind uint8

const (
	Amount MentionKind = iota // 3.9k reads/s, 20 ms, six billion links, 40
	Factor                    // how many times as much: 100x, ten times, 1/40, 100:1
	Rate                      // a rate without its number, in a sentence that has one elsewhere: per second, a day, QPS
)

// Prose finds the quantities in a sentence of running English, in order. It never
// fails: what is no quantity is passed over, and so is a number that names a thing
// instead of counting it: a version, a date, a time of day, an address, HTTP 429,
// p99.
//
// A range is one quantity, and what stands at its end alone belongs to both ends:
// 10-20M users. As a word, "to" makes one only where a scale is shared so, as in 10
// to 20 million, since it may also say how something grows.
//
// Of a phrase such as "short links" one word is the thing that is counted. The
// phrase ends at a word that functional reports, such as "we", "and" or "is": this
// package knows the language of sums, not that of sentences.
func Prose(sentence string, functional func(word string) bool) iter.Seq[Mention] {
	return func(yield func(Mention) bool) {
		text, place := visible(sentence)
		if !numeric(text) {
			return
		}
		p := prose{text: text, tokens: skim(text), functional: functional}
		for i := 0; p.at(i).kind != end; {
			m, next := p.mention(i)
			m.From, m.To = place(m.From), place(m.To)
			if len(m.Readings) > 0 && !yield(m) {
				return
			}
			i = max(next, i+1)
		}
	}
}

// prose reads mentions from tokens. An amount is put into a line, as one would
// type it into the calculator, and the parser has the last word on it.
type prose struct {
	text       string
	tokens     []token
	functional func(string) bool
	line       []token
	parser     parser
	evaluator  evaluator
}

// at is token i, or none outside of the sentence.
func (p *prose) at(i int) token {
	if i < 0 || i >= len(p.tokens) {
		return token{}
	}
	return p.tokens[i]
}

// mention reads what begins at token i, and returns the token after it. It has no
// readings where there is nothing.
func (p *prose) mention(i int) (Mention, int) {
	digits := p.at(i).kind == number
	if !digits && !p.begins(i) {
		return p.rate(i)
	}
	if digits {
		if next := p.nameless(i); next > i {
			return Mention{}, next
		}
		if m, next := p.ratio(i); next > i {
			return m, next
		}
	}
	o := p.operand(i)
	if o.next == i {
		return Mention{}, p.chunk(i) // 3rd, 9am
	}
	m, next := p.amount(i, o)
	if digits && o.plain() && m.Kind == Amount && p.label(i) && !slices.ContainsFunc(m.Readings, Quantity.measured) {
		return Mention{}, o.next
	}
	return m, next
}

// amount reads o, which begins at token i, with its unit, or the range that begins
// with it.
func (p *prose) amount(i int, o operand) (Mention, int) {
	if high, ok := p.upper(i, o); ok {
		p.write(o)
		if high.shares(o) {
			p.line = append(p.line, high.scales...)
		}
		p.line = append(p.line, token{kind: symbol, text: ".."})
		p.write(high)
		if m, next := p.calculated(Amount, i, p.unit(high)); len(m.Readings) > 0 {
			return m, next
		}
	}
	p.write(o)
	if t := p.at(o.next); t.says("x", "times") && p.at(o.next+1).kind != number {
		return p.calculated(Factor, i, o.next+1)
	}
	return p.calculated(Amount, i, p.unit(o))
}

// write puts o into the line.
func (p *prose) write(o operand) {
	p.line = append(p.line, o.sign...)
	p.line = append(p.line, o.number)
	p.line = append(p.line, o.power...)
	p.line = append(p.line, o.scales...)
}

// calculated is what the line comes to, in each way in which its letters can be
// read; it was written from the tokens [from, next).
func (p *prose) calculated(kind MentionKind, from, next int) (Mention, int) {
	m := Mention{From: p.at(from).from, To: p.at(next - 1).to, Kind: kind}
	p.parser = parser{tokens: append(p.line, token{kind: end}), defined: nothing}
	p.line = p.parser.tokens[:0]
	n, err := p.parser.signed()
	if err != nil || p.parser.peek().kind != end {
		return m, next
	}
	const most = 2 // letters: the ends of a range
	for choice := range uint(1) << min(p.parser.choices, most) {
		p.evaluator = evaluator{choice: choice}
		if v, err := p.evaluator.eval(n); err == nil {
			m.Readings = append(m.Readings, Quantity{v})
		}
	}
	return m, next
}

// upper is the other end of the range that begins at token i with low, if one
// does.
func (p *prose) upper(i int, low operand) (operand, bool) {
	sign, next := p.at(low.next), low.next+1
	spoken := sign.says("to") && !p.at(i-1).says("from") || sign.says("and") && p.at(i-1).says("between")
	if !spoken && !sign.is("..") && !(sign.is("-") && sign.attached == p.at(next).attached) {
		return operand{}, false
	}
	high := p.operand(next)
	if high.next == next || len(low.power)+len(high.power) > 0 || spoken && !high.shares(low) {
		return operand{}, false
	}
	least := low.value()
	if high.shares(low) {
		least *= high.factor
	}
	return high, least < high.value()
}

// rate reads the rate without a number that begins at token i.
func (p *prose) rate(i int) (Mention, int) {
	t, next := p.at(i), p.at(i+1)
	over := t.says("per", "a", "an", "each", "every") || t.is("/") && t.attached && next.attached
	if over && next.kind == word && timeWord(next) {
		s, _ := measure(next.text)
		return Mention{From: t.from, To: next.to, Kind: Rate, Readings: []Quantity{single(scaled(s.units, -1))}}, i + 2
	}
	if t.kind == word {
		if s, ok := measure(t.text); ok && s.units.tally() && s.units.rate() {
			return Mention{From: t.from, To: t.to, Kind: Rate, Readings: []Quantity{single(s.units)}}, i + 1
		}
	}
	return Mention{}, i + 1
}

// nothing is defined in prose.
func nothing(string) bool { return false }

func single(u units) Quantity { return Quantity{quantity{span: exactly(1), units: u}} }
