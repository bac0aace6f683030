package encoder

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Whatever the processor offers gives what plain Go gives.
func TestInnermostLoops(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	numbers := func(n int) []float32 {
		out := make([]float32, n)
		for i := range out {
			out[i] = float32(random.NormFloat64())
		}
		return out
	}
	for _, k := range []int{lanes, 2 * lanes, 3 * lanes, 64, narrow, wide, inner} {
		x, w := numbers(4*k), numbers(2*k)
		var got, want [8]float32
		dot(&got, x, w)
		dotPlain(&want, x, w)
		for i := range got {
			if off := math.Abs(float64(got[i] - want[i])); !(off < 1e-3) {
				t.Errorf("dot of rows of %d: number %d is %g, want %g", k, i, got[i], want[i])
			}
		}
		small, scale := make([]byte, k), random.Float32()
		for i := range small {
			small[i] = byte(random.Uint32())
		}
		wide, plain := numbers(k+1), make([]float32, k)
		after := wide[k]
		widen(wide, small, scale)
		widenPlain(plain, small, scale)
		if !slices.Equal(wide[:k], plain) || wide[k] != after {
			t.Errorf("widen of %d bytes gives other numbers, or more of them", k)
		}
	}
}
