package calc

import "math"

// Fact is how a quantity compares with a reference.
type Fact struct {
	Comparable bool    // they measure the same thing
	Alike      bool    // they do, or would if they counted the same things: 38 /s and 38 links/s, but not 38 links/s/node
	Timeless   bool    // they would be alike if one of them were not per a time: 4,000 requests and 4,000 requests/min
	Ratio      float64 // the quantity by the reference, where they are any of these; of a range by its middle
	Derived    bool    // it rests on two inputs or more and is not just stated
}

// Within reports whether the quantity differs from the reference by no more than
// a factor. It is for the caller to say how alike they have to be.
func (f Fact) Within(factor float64) bool {
	const rounding = 1e-9
	return f.Ratio > 0 && f.Ratio <= factor*(1+rounding) && f.Ratio*factor*(1+rounding) >= 1
}

// Quantity is a number with its units: what a line comes to, what prose mentions,
// or a reference. The zero value is a plain 0.
type Quantity struct{ quantity quantity }

// Quantity is what the line comes to, a plain 0 where it comes to nothing.
func (r *Result) Quantity() Quantity { return Quantity{r.quantity} }

// Reference is a value in a unit, as an author writes them. An error says what is
// wrong with the unit.
func Reference(value float64, unit string) (Quantity, error) {
	r := Eval("1 " + unit)
	if unit == "%" {
		r = Eval("1%")
	}
	if r.Err != nil {
		return Quantity{}, r.Err
	}
	r.quantity.span = r.quantity.scaled(scaling{value, 1})
	return r.Quantity(), nil
}

// Against compares a result with a reference value in its unit. An error says
// what is wrong with the unit.
func (r *Result) Against(value float64, unit string) (Fact, error) {
	if r.Err != nil || r.Blank {
		return Fact{}, nil
	}
	reference, err := Reference(value, unit)
	if err != nil {
		return Fact{}, err
	}
	return r.Quantity().Against(reference), nil
}

// Against compares q with a reference.
func (q Quantity) Against(reference Quantity) Fact {
	a, b := q.quantity.units, reference.quantity.units
	things, timed, other := false, false, false // what differs
	differs := func(of dimension) {
		switch {
		case of.counted():
			things = true
		case of == timespan:
			timed = true
		default:
			other = true
		}
	}
	s := asIs
	for _, f := range b {
		if i := a.find(f.unit.of); i < 0 || a[i].exp != f.exp {
			differs(f.unit.of)
		} else {
			s.change(f.unit, a[i].unit, -f.exp)
		}
	}
	for _, f := range a {
		if b.find(f.unit.of) < 0 {
			differs(f.unit.of)
		}
	}
	f := Fact{Derived: q.quantity.inputs > 1, Ratio: s.apply(q.quantity.mid) / reference.quantity.mid}
	if math.IsNaN(f.Ratio) || math.IsInf(f.Ratio, 0) || other || a.perThing() && !b.perThing() {
		return Fact{Derived: f.Derived}
	}
	f.Comparable = !things && !timed
	f.Alike = !timed
	f.Timeless = timed && a.tally() && b.tally() && a.rate() != b.rate()
	if !f.Alike && !f.Timeless {
		f.Ratio = 0
	}
	return f
}

// Plain reports whether q is a number alone, without a unit or a percent sign.
func (q Quantity) Plain() bool { return len(q.quantity.units) == 0 && !q.quantity.percent }

// Percent reports whether q is written as a percentage.
func (q Quantity) Percent() bool { return q.quantity.percent }

// Rate reports whether q is so much per a time.
func (q Quantity) Rate() bool { return q.quantity.units.rate() }

// Counts are the things that q counts, in the singular.
func (q Quantity) Counts() []string {
	var out []string
	for _, f := range q.quantity.units {
		if f.exp > 0 && f.unit.of.counted() {
			out = append(out, f.unit.one)
		}
	}
	return out
}

// String is q for reading: "1.16k requests/s".
func (q Quantity) String() string { return q.quantity.plain() }

// rate reports whether u is something per a time.
func (u units) rate() bool {
	i := u.find(timespan)
	return i >= 0 && u[i].exp < 0
}

// perThing reports whether u is something per a counted thing.
func (u units) perThing() bool {
	for _, f := range u {
		if f.exp < 0 && f.unit.of.counted() {
			return true
		}
	}
	return false
}

// tally reports whether u counts things or nothing, perhaps per a time.
func (u units) tally() bool {
	for _, f := range u {
		if !f.unit.of.counted() && (f.unit.of != timespan || f.exp != -1) {
			return false
		}
	}
	return true
}
