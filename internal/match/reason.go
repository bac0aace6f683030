package match

import "strings"

// reasonCues open a reason, a consequence or a cost. "so" and "as" are too
// common to stand here alone; see reasons.
var reasonCues = NewPhrases(`
	because
	since
	so that
	therefore
	thus
	hence
	due to
	thanks to
	owing to
	given that
	otherwise
	or else
	which means
	that means
	this means
	it means
	means that
	means we
	meaning that
	as a result
	as a consequence
	consequently
	leads to
	results in
	the reason
	for that reason
	which is why
	that is why
	that's why
	this is why
	in order to
	to avoid
	to keep
	to prevent
	to reduce
	to save
	to protect
	lets us
	let us
	allows us
	lets me
	at the cost
	at the price
	at the expense
	the cost
	costs
	cost us
	cost is
	cost me
	costing
	the price
	price is
	price tag
	pay for
	pay with
	we pay
	i pay
	you pay
	pays for
	paying
	trade
	trades
	trading
	traded
	tradeoff
	tradeoffs
	give up
	gives up
	giving up
	given up
	sacrifice
	sacrifices
	sacrificing
	in exchange
	in return
	downside
	drawback
	disadvantage
	penalty
	the catch
	at the risk
	the risk is
	we lose
	i lose
	you lose
	we accept
	i accept
	accepting
	i am accepting
	i'm accepting
	in favour of
	in favor of`)

// notReasons are the words after "so" that make it a measure: "so far".
var notReasons = set(`many much far on called few little long often large small fast quickly`)

// reasons reports whether s gives a reason, a consequence or a cost.
func (t *Text) reasons(s Sentence) bool {
	ws := t.words(s)
	for i, w := range ws {
		if reasonCues.At(ws[i:]) > 0 {
			return true
		}
		if i+1 == len(ws) {
			break
		}
		next := ws[i+1].Form
		comma := i == 0 || strings.ContainsAny(t.gap(s.First+i-1), ",;:—–-(")
		switch w.Form {
		case "so":
			if (comma || subjects[next] || determiners[next] || pronouns[next]) && !notReasons[next] {
				return true
			}
		case "as":
			if comma && (subjects[next] || determiners[next] || pronouns[next]) {
				return true
			}
		}
	}
	return false
}
