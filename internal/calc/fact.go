package calc

import "math"

// Fact is how a result compares with a reference.
type Fact struct {
	Comparable bool    // they measure the same thing
	Ratio      float64 // the result by the reference, where comparable; of a range by its middle
	Derived    bool    // the result rests on two inputs or more and is not just stated
}

// Within reports whether the result differs from the reference by no more than a
// factor.
func (f Fact) Within(factor float64) bool {
	return f.Comparable && f.Ratio > 0 && f.Ratio <= factor && f.Ratio >= 1/factor
}

// Against compares a result with a reference value in its unit, as an author
// writes them. An error says what is wrong with the unit.
func (r *Result) Against(value float64, unit string) (Fact, error) {
	if r.Err != nil || r.Blank {
		return Fact{}, nil
	}
	reference := Eval("1 " + unit)
	if unit == "%" {
		reference = Eval("1%")
	}
	if reference.Err != nil {
		return Fact{}, reference.Err
	}
	rest, s := r.quantity.units.with(reference.quantity.units, -1)
	f := Fact{Derived: r.Inputs > 1, Comparable: len(rest) == 0}
	if f.Comparable {
		f.Ratio = s.apply(r.quantity.mid) / reference.quantity.mid / value
		f.Comparable = !math.IsNaN(f.Ratio) && !math.IsInf(f.Ratio, 0)
	}
	return f, nil
}
