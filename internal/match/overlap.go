package match

import (
	"math"
	"strings"
)

// Overlap compares an answer with a reference by what they have in common and
// nothing else: what any grader has to be better than. It is measured beside the
// others and grades nothing.
type Overlap struct {
	texts float64
	in    map[string]float64 // stem to the references that have it
}

// NewOverlap counts the words of the references to all questions.
func NewOverlap(references []string) Overlap {
	o := Overlap{texts: float64(len(references)), in: make(map[string]float64)}
	for _, r := range references {
		for _, s := range contents(r).keys {
			o.in[s]++
		}
	}
	return o
}

// Recall is the share of the reference's stems that stand in the answer, function
// words left out.
func (o Overlap) Recall(reference, answer string) float64 {
	want, have := contents(reference), contents(answer)
	if len(want.keys) == 0 {
		return 0
	}
	n := 0.0
	for _, s := range want.keys {
		if have.count[s] > 0 {
			n++
		}
	}
	return n / float64(len(want.keys))
}

// Mean is the mean of recall, the cosine of stems by frequency and rarity, and
// the cosine of runs of three and four characters.
func (o Overlap) Mean(reference, answer string) float64 {
	rarity := func(s string) float64 { return 1 + math.Log((1+o.texts)/(1+o.in[s])) }
	plainly := func(string) float64 { return 1 }
	stems := cosine(contents(reference), contents(answer), rarity)
	runs := cosine(characters(reference), characters(answer), plainly)
	return (o.Recall(reference, answer) + stems + runs) / 3
}

// counts are how often each key occurs, in the order in which they came: sums
// over a map would differ in their last digit from run to run.
type counts struct {
	keys  []string
	count map[string]float64
}

func (c *counts) add(key string) {
	if c.count == nil {
		c.count = make(map[string]float64)
	}
	if c.count[key] == 0 {
		c.keys = append(c.keys, key)
	}
	c.count[key]++
}

func contents(s string) (c counts) {
	for _, w := range words(s) {
		if !functional(w.Form) {
			c.add(Stem(w.Form))
		}
	}
	return c
}

func characters(s string) (c counts) {
	var b strings.Builder
	for _, w := range words(s) {
		b.WriteString(" " + w.Form)
	}
	b.WriteByte(' ')
	text := []rune(b.String())
	for _, n := range [...]int{3, 4} {
		for i := 0; i+n <= len(text); i++ {
			c.add(string(text[i : i+n]))
		}
	}
	return c
}

func cosine(a, b counts, weight func(string) float64) float64 {
	var ab, aa, bb float64
	for _, k := range a.keys {
		w := weight(k) * weight(k)
		ab += w * a.count[k] * b.count[k]
		aa += w * a.count[k] * a.count[k]
	}
	for _, k := range b.keys {
		bb += weight(k) * weight(k) * b.count[k] * b.count[k]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
