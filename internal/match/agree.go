package match

import (
	"slices"
	"strings"
)

// defaultWithin is the factor within which a figure agrees with a reference
// that names none.
const defaultWithin = 3

// Figure is a reference: a value with its unit, and the factor within which
// another agrees with it.
type Figure struct {
	Value  float64
	Unit   Unit
	Within float64
}

// Find lists the numbers of x that agree with f. A number agrees when it measures
// the same and lies within the factor, and either its sentence names the thing
// that f counts, or it shows where the number comes from: it states another one,
// and says that they belong together.
func (f Figure) Find(x *Text, quantities []Quantity) []Quantity {
	var out []Quantity
	for i, q := range quantities {
		if !f.near(x, q) || x.Sentences[q.Sentence].denied(q.From, q.To, nil) {
			continue
		}
		beside := i > 0 && other(quantities[i-1], q) || i+1 < len(quantities) && other(quantities[i+1], q)
		if f.named(x, q) || beside && x.derives(q) {
			out = append(out, q)
		}
	}
	return out
}

// derivations are words that make one number of others.
var derivations = NewPhrases("times\nmultiplied\ndivided\nmakes\nmake\ngives\nis\nare\nequals\ncomes to\ncome to\nadds up\nin total\ntotal\naltogether\neach\nper\nevery\nx\nso\nthat's\nfills\nfill\nneeds\nneed\nat")

// derives reports whether the sentence of q says where a number comes from: by a
// sign or a word of reckoning. A plain rate ("4k QPS") needs none beside another
// number.
func (t *Text) derives(q Quantity) bool {
	if q.Unit.Per > 0 && len(q.Unit.Things) == 0 {
		return true
	}
	s := t.Sentences[q.Sentence]
	return derivations.In(t.words(s)) || strings.ContainsAny(t.Source[s.From:s.To], "=×*/≈→")
}

// other reports whether p is another number of the sentence of q.
func other(p, q Quantity) bool { return p.Sentence == q.Sentence && p.From != q.From }

// near reports whether q lies within the factor of f, once both are in the same
// unit. A bare number is taken in f's own unit, and a rate may stand for a count
// ("4,000 a minute get through"); the sentence then has to give the rest.
func (f Figure) near(x *Text, q Quantity) bool {
	u := q.Unit
	if u.Dimension != f.Unit.Dimension {
		return false
	}
	want, got := f.Value*f.Unit.Scale, q.Value*u.Scale
	switch {
	case f.Unit.Per > 0 && u.Per > 0:
		want, got = want/f.Unit.Per, got/u.Per
	case f.Unit.Per > 0:
		if u.Dimension != Count || !x.speaksOf(q.Sentence, f.Unit.Per) && !u.bare() {
			return false
		}
	case u.Per > 0 && u.Dimension != Count:
		return false
	}
	within := f.Within
	if within < 1 {
		within = defaultWithin
	}
	const rounding = 1e-9
	return got > 0 && want > 0 && got <= want*within*(1+rounding) && want <= got*within*(1+rounding)
}

// named reports whether the unit of q is that of f beyond its dimension: the
// sentence names what f counts, or f counts nothing but time, bytes or share.
func (f Figure) named(x *Text, q Quantity) bool {
	if len(f.Unit.Things) == 0 {
		return f.Unit.Dimension != Count || q.Unit.Per > 0
	}
	if f.Unit.Per > 0 && q.Unit.Per == 0 && !x.speaksOf(q.Sentence, f.Unit.Per) || f.Unit.Per == 0 && q.Unit.Per > 0 {
		return false
	}
	s := x.Sentences[q.Sentence]
	return slices.ContainsFunc(x.words(s), func(w Word) bool { return slices.Contains(f.Unit.Things, w.Stem) })
}

// speaksOf reports whether sentence n speaks of a rate over the given time:
// "reads a second: about 4,000".
func (t *Text) speaksOf(n int, per float64) bool {
	s := t.Sentences[n]
	for i := s.First; i < s.Last; i++ {
		if rateUnits[t.Words[i].Form] == per {
			return true
		}
		if i+1 < s.Last && timeUnits[t.Words[i+1].Form] == per && (pers[t.Words[i].Form] || slashes(t.gap(i))) {
			return true
		}
	}
	return false
}
