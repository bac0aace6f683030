package match

import "strings"

// Notes in shorthand tie things together by signs instead of verbs: an arrow
// says what goes where, an equals sign what comes of what.

const (
	mostArrows  = 5   // in a sentence; more are a list with another mark
	fewestSums  = 2   // figures beside a sign of equality that make it a reckoning
	sumWords    = 4   // words a figure at most, since with more words they are only beside it
	fewestLines = 6   // bare arrows in a text before their share counts
	linesShare  = 0.4 // of its sentences, from which they are a list of terms
	sketchShare = 0.5 // words that tie others together, from which an arrow stands in a sentence
)

// arrows are the signs that say what goes where.
var arrows = strings.NewReplacer("->", "→", "=>", "→", "⇒", "→", "-->", "→", "⟶", "→", "<→", "→", "↔", "→")

// signs is how many arrows stand in s, and whether something equals something.
func (t *Text) signs(s Sentence) (arrow int, equal bool) {
	text := arrows.Replace(t.Source[s.From:s.To])
	return strings.Count(text, "→"), strings.ContainsAny(text, "=≈~")
}

// figures is how many words of s are numbers.
func (t *Text) figures(s Sentence) int {
	n := 0
	for _, w := range t.words(s) {
		if numeral(w.Form) {
			n++
		}
	}
	return n
}

// relates reports whether s ties things together by signs, be it a claim or not.
func (t *Text) relates(s Sentence) bool {
	arrow, equal := t.signs(s)
	return arrow > 0 || equal || t.figures(s) >= fewestSums || strings.ContainsAny(t.Source[s.From:s.To], "≤≥<>×")
}

// shorthand reports whether the signs of s make a thought of it: a way through a
// few parts, or a sum.
func (t *Text) shorthand(s Sentence) bool {
	arrow, _ := t.signs(s)
	return arrow > 0 && arrow <= mostArrows || t.sum(s)
}

// sum reports whether s says what figures come to.
func (t *Text) sum(s Sentence) bool {
	arrow, equal := t.signs(s)
	figures := t.figures(s)
	return equal && arrow == 0 && figures >= fewestSums && figures*sumWords >= s.Last-s.First
}

// bareArrows reports whether s is nothing but names with arrows between them. A
// few such lines are a sketch; a text of them is a list.
func (t *Text) bareArrows(s Sentence) bool {
	arrow, _ := t.signs(s)
	if arrow == 0 || t.figures(s) > 0 {
		return false
	}
	tied := 0
	for _, w := range t.words(s) {
		if functional(w.Form) || verbs[w.Stem] {
			tied++
		}
	}
	return float64(tied) < sketchShare*float64(s.Last-s.First)
}
