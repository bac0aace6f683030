package calc

// unit puts the unit behind o into the line, and returns the token after it.
func (p *prose) unit(o operand) int {
	next := o.next
	t, after := p.at(next), p.at(next+1)
	switch {
	case t.is("%") || t.says("percent"):
		return p.take(next, 1)
	case t.says("per") && after.says("cent"):
		p.line = append(p.line, token{kind: symbol, text: "%"})
		return next + 2
	case t.is("$") || t.is("€"):
		return p.per(p.take(next, 1))
	case len(o.sign) > 0:
		return p.per(next)
	case t.says("x", "times"): // a factor follows
		return next
	}
	hyphen := t.is("-") && t.attached && after.attached
	if (hyphen || t.is("+") && t.attached) && after.kind == word { // 20-node cluster, 100+ nodes
		next++
		t = after
	}
	s, measured := measure(t.text)
	switch {
	case t.kind != word:
		return p.per(next)
	case measured && onlyTime(s.units):
		return p.per(p.times(p.take(next, 1), s))
	case measured && len(s.units) == 1 && s.units.rate() && p.at(next+1).says("active"): // daily active users
		return p.things(next + 2)
	case measured && len(s.units) == 1 && s.units.rate(): // daily requests
		return p.things(p.take(next, 1))
	case measured && s.units.counted():
		return p.per(p.take(next, 1))
	case measured: // 5 GB of logs a day
		p.take(next, 1)
		behind := next + 1
		if p.at(behind).says("of") {
			behind++
		}
		_, behind = p.thing(behind)
		if end := p.per(behind); end > behind {
			return end
		}
		return p.per(next + 1)
	case t.attached: // 5krps, 20-node
		return p.per(p.take(next, 1))
	}
	return p.things(next)
}

// take puts n tokens from token i on into the line.
func (p *prose) take(i, n int) int {
	p.line = append(p.line, p.tokens[i:i+n]...)
	return i + n
}

// times goes on with the parts of a time: 1 h 30 min.
func (p *prose) times(i int, larger spelling) int {
	for p.at(i).kind == number && p.at(i+1).kind == word && timeWord(p.at(i+1)) {
		s, _ := measure(p.at(i + 1).text)
		if s.units[0].unit.size >= larger.units[0].unit.size {
			break
		}
		i, larger = p.take(i, 2), s
	}
	return i
}

// things puts the thing that is counted into the line, and what it is per.
func (p *prose) things(i int) int {
	head, next := p.thing(i)
	if next == i {
		return p.per(i)
	}
	p.take(head, 1)
	if end := p.per(next); end > next {
		return end
	}
	return head + 1
}

// mostWords is how many may stand between a number and what it is per: 58k new
// timeline reads a second.
const mostWords = 4

// thing finds the one word, in the phrase that begins at token i, that is counted:
// the first in the plural, or else the last. next is the token after the phrase, i
// where there is none.
func (p *prose) thing(i int) (head, next int) {
	head, next = -1, i
	for next < i+mostWords && p.noun(next) {
		if head < 0 && many(p.at(next)) {
			head = next
		}
		next++
		if sign := p.at(next); sign.attached && p.at(next+1).attached && p.noun(next+1) && (sign.is("-") || sign.is("/") && many(p.at(next+1))) {
			next++ // read-replicas, reads/writes
		}
	}
	if head < 0 {
		head = next - 1
	}
	return head, next
}

// noun reports whether token i may be a thing that is counted.
func (p *prose) noun(i int) bool {
	t := p.at(i)
	if t.kind != word || !countable(t.text) || p.functional != nil && p.functional(t.low()) {
		return false
	}
	if _, ok := measure(t.text); ok {
		return false
	}
	// don't, we're: the word goes on behind the apostrophe
	apostrophe, rest := p.at(i+1), p.at(i+2)
	return !apostrophe.attached || !apostrophe.is("'") && !apostrophe.is("’") || rest.kind != word || !rest.attached || rest.text == "s"
}

// many reports whether a noun is in the plural, or counts the same as another
// that is: req.
func many(t token) bool {
	low := t.low()
	return short[low] || aliases[low] != "" || singular(low) != low
}

// divides reports whether what something is per begins at token i.
func (p *prose) divides(i int) bool {
	t, after := p.at(i), p.at(i+1)
	switch {
	case t.is("/"): // in reads/writes it means "and"
		return divisor(after) || p.noun(i+1) && !many(after)
	case t.says("per"):
		return after.kind == word && (divisor(after) || p.noun(i+1))
	case t.says("a", "an", "each", "every"):
		return after.kind == word && timeWord(after)
	}
	return false
}

// divisor reports whether t is a measure that something may be per.
func divisor(t token) bool {
	if t.is("$") || t.is("€") {
		return true
	}
	s, ok := measure(t.text)
	return ok && t.kind == word && !s.units.rate()
}

// per puts what the amount is per into the line: /s, a day, per user per day, daily.
func (p *prose) per(i int) int {
	const most = 3
	if s, ok := measure(p.at(i).text); ok && p.at(i).kind == word && len(s.units) == 1 && s.units.rate() {
		return p.take(i, 1)
	}
	for n := 0; n < most && p.divides(i); n++ {
		i = p.take(i, 2)
	}
	return i
}
