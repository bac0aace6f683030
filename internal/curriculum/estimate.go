package curriculum

import (
	"math"
	"strconv"
	"strings"

	"levelup/internal/calc"
)

// roundedBy is how far an author's value may be from what its expression comes
// to: two figures are enough for a reference.
const roundedBy = 0.05

// estimateHolds calculates an estimate's expression and compares it with the
// value that the author wrote.
func estimateHolds(d *document, path string, e Estimate) {
	if e.Expr == "" || e.Value <= 0 || e.Unit == "" {
		return // reported as missing
	}
	r := calc.Eval(e.Expr)
	if r.Err != nil {
		d.owed(path+".expr", "estimate %q: the expression cannot be calculated: column %d: %s", e.ID, r.Err.Column, r.Err)
		return
	}
	fact, err := r.Against(e.Value, e.Unit)
	switch {
	case err != nil:
		d.owed(path+".unit", "estimate %q: the unit %q is none of the calculator's: %s", e.ID, e.Unit, err)
	case !fact.Comparable:
		d.owed(path+".unit", "estimate %q: the expression comes to %s, which is not measured in %q", e.ID, r.Display, e.Unit)
	case math.Abs(fact.Ratio-1) > roundedBy:
		d.owed(path+".value", "estimate %q: the expression comes to %s, the value says %s", e.ID, r.Display, written(e.Value, e.Unit))
	}
}

func written(value float64, unit string) string {
	return strings.TrimSpace(strconv.FormatFloat(value, 'f', -1, 64) + " " + unit)
}
