package match

import (
	"slices"
	"strings"

	"levelup/internal/calc"
)

// defaultWithin is the factor within which a figure agrees with a reference
// that names none.
const defaultWithin = 3

// Figure is a reference: a value with its unit, and the factor within which
// another agrees with it. The zero value agrees with nothing.
type Figure struct {
	value, one calc.Quantity // one is a single one of its unit
	within     float64
	things     []string // stems of what it counts
}

// NewFigure is the value in the unit as an author writes them; within is 0 for the
// factor that is usual. One in a unit that the calculator does not know agrees
// with nothing.
func NewFigure(value float64, unit string, within float64) Figure {
	f := Figure{within: within}
	if within < 1 {
		f.within = defaultWithin
	}
	var err error
	if f.one, err = calc.Reference(1, unit); err != nil {
		return Figure{}
	}
	if f.value, err = calc.Reference(value, unit); err != nil {
		return Figure{}
	}
	for _, thing := range f.value.Counts() {
		f.things = append(f.things, thingStem(thing))
	}
	return f
}

// Agrees reports whether a line of the calculator comes to f: it says so in f's
// own unit, or it is calculated from others and differs from f at most in what
// it counts.
func (f Figure) Agrees(r *calc.Result) bool {
	if r.Err != nil || r.Blank {
		return false
	}
	q := r.Quantity()
	fact := q.Against(f.value)
	return f.near(q, fact, nil) && (fact.Comparable || fact.Derived)
}

// Find lists the numbers of x that agree with f. A number agrees when it measures
// the same and lies within the factor, and either its sentence names the thing
// that f counts, or it shows where the number comes from: it states another one,
// and says that they belong together.
func (f Figure) Find(x *Text, quantities []Quantity) []Quantity {
	var out []Quantity
	for i, q := range quantities {
		beside := i > 0 && quantities[i-1].Sentence == q.Sentence || i+1 < len(quantities) && quantities[i+1].Sentence == q.Sentence
		agrees := func(r calc.Quantity) bool {
			fact := r.Against(f.value)
			return f.near(r, fact, q.rates) && (f.named(x, q, fact) || beside && x.derives(q, r))
		}
		if !q.Factor && slices.ContainsFunc(q.Readings, agrees) && !x.Sentences[q.Sentence].silent(q.From, q.To, nil) {
			out = append(out, q)
		}
	}
	return out
}

// near reports whether q lies within the factor of f. What both count need not
// have the same name, a rate may stand for a count ("4,000 a minute get through"),
// a bare number is taken in f's own unit, and a count is a rate where the sentence
// speaks of the time: the sentence then has to give the rest. A share is said as
// one: 0.1 alone is not 10%.
func (f Figure) near(q calc.Quantity, fact calc.Fact, rates []calc.Quantity) bool {
	switch {
	case !fact.Alike && !fact.Timeless, q.Percent() != f.value.Percent():
		return false
	case fact.Timeless && f.value.Rate() && !q.Plain() && !f.spoken(rates):
		return false
	}
	return fact.Within(f.within)
}

// spoken reports whether rates without a number are over f's time: "reads a
// second: about 4,000".
func (f Figure) spoken(rates []calc.Quantity) bool {
	return slices.ContainsFunc(rates, func(r calc.Quantity) bool {
		fact := r.Against(f.one)
		return fact.Alike && fact.Ratio == 1
	})
}

// named reports whether q is said in f's unit, or in a like one while the sentence
// names what f counts.
func (f Figure) named(x *Text, q Quantity, fact calc.Fact) bool {
	if fact.Comparable {
		return true
	}
	if fact.Timeless && !(f.value.Rate() && f.spoken(q.rates)) {
		return false
	}
	s := x.Sentences[q.Sentence]
	return slices.ContainsFunc(x.words(s), func(w Word) bool { return slices.Contains(f.things, w.Stem) })
}

// derivations are words that make one number of others.
var derivations = NewPhrases("times\nmultiplied\ndivided\nmakes\nmake\ngives\nis\nare\nequals\ncomes to\ncome to\nadds up\nin total\ntotal\naltogether\neach\nper\nevery\nx\nso\nthat's\nfills\nfill\nneeds\nneed\nat")

// derives reports whether the sentence of q says where a number comes from: by a
// sign or a word of reckoning. A plain rate ("4k QPS") needs none beside another
// number.
func (t *Text) derives(q Quantity, r calc.Quantity) bool {
	if r.Rate() && !t.spells(q, r.Counts()) {
		return true
	}
	s := t.Sentences[q.Sentence]
	return derivations.In(t.words(s)) || strings.ContainsAny(t.Source[s.From:s.To], "=×*/≈→")
}

// spells reports whether the words of q name any of the things that it counts.
func (t *Text) spells(q Quantity, things []string) bool {
	return slices.ContainsFunc(things, func(thing string) bool {
		stem := thingStem(thing)
		return slices.ContainsFunc(t.Words[q.From:q.To], func(w Word) bool { return w.Stem == stem })
	})
}

func thingStem(thing string) string { return Stem(strings.ToLower(thing)) }
