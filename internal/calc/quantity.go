package calc

import "math"

// span is a number, or where it was given as a range what it may be: mid is the
// outcome for the middle of every range, and low <= mid <= high.
type span struct{ low, mid, high float64 }

func exactly(x float64) span { return span{x, x, x} }

func (s span) ranged() bool { return s.low != s.high }

// corners applies f, which rises or falls in each of its arguments, to spans.
func corners(f func(a, b float64) float64, a, b span) span {
	mid := f(a.mid, b.mid)
	if !a.ranged() && !b.ranged() {
		return exactly(mid)
	}
	low, high := mid, mid
	for _, x := range [...]float64{a.low, a.high} {
		for _, y := range [...]float64{b.low, b.high} {
			v := f(x, y)
			if math.IsNaN(v) {
				return exactly(v)
			}
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	return span{low, mid, high}
}

func (s span) scaled(by scaling) span {
	if by == asIs {
		return s
	}
	return span{by.apply(s.low), by.apply(s.mid), by.apply(s.high)}
}

func (s span) finite() bool {
	return !math.IsInf(s.low, 0) && !math.IsInf(s.high, 0) && !math.IsNaN(s.mid) && !math.IsNaN(s.low) && !math.IsInf(s.mid, 0)
}

// quantity is a number with its units.
type quantity struct {
	span
	units   units
	percent bool    // a plain number that is written as a percentage
	about   bool    // rests on a guess
	inputs  int     // numbers that it rests on
	shown   *target // in what it is to be written, nil for what fits
	label   string
}

// describe names what units measure.
func (u units) describe() string {
	name := "a quantity in " + u.write(2)
	switch {
	case len(u) == 0:
		return "a plain number"
	case len(u) == 1 && u[0].exp == 1:
		f := u[0].unit
		switch {
		case f.of == timespan:
			name = "a time"
		case f.of == data:
			name = "an amount of data"
		case f.of.money():
			name = "an amount of money"
		default:
			return "a count of " + f.many
		}
	case len(u) == 1 && u[0].exp == -1 && u[0].unit.of == timespan:
		name = "a rate"
	case len(u) == 2 && u[0].exp == 1 && u[1].exp == -1 && u[1].unit.of == timespan:
		switch {
		case u[0].unit.of == data:
			name = "a data rate"
		case u[0].unit.of.counted():
			name = "a rate of " + u[0].unit.many
		}
	default:
		return name
	}
	return name + " (" + u.write(2) + ")"
}
