package calc

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Results are rounded by arithmetic; the long way, by their digits, comes to the
// same.
func TestSnapRoundsTheDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1, 10).Draw(t, "digits") * math.Pow(10, rapid.Float64Range(-25, 25).Draw(t, "power"))
		if rapid.Bool().Draw(t, "halfway") {
			x = (math.Floor(rapid.Float64Range(1e14, 1e15).Draw(t, "digits")) + 0.5) / powers[rapid.IntRange(0, 22).Draw(t, "places")]
		}
		if rapid.Bool().Draw(t, "negative") {
			x = -x
		}
		if whole := x == math.Trunc(x) && math.Abs(x) < 1<<53; !whole && snap(x) != rounded(x, 15) {
			t.Fatalf("snap(%v) = %v, want %v", x, snap(x), rounded(x, 15))
		}
	})
}
