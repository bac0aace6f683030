package encoder

import "golang.org/x/sys/cpu"

// The two innermost loops exist in assembly too, for processors that multiply eight
// numbers at a time, which all but the oldest do: a vector then takes a tenth of the
// time, and nothing else here matters as much. The compiler makes no such code.
var eightfold = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// dot is dotPlain, in another order of adding.
func dot(sums *[8]float32, x, w []float32) {
	if !eightfold {
		dotPlain(sums, x, w)
		return
	}
	k := len(w) / 2
	x = x[:4*k] // assembly checks no bounds
	dotFMA(sums, &x[0], &w[0], k)
}

// widen is widenPlain.
func widen(to []float32, from []byte, scale float32) {
	if !eightfold {
		widenPlain(to, from, scale)
		return
	}
	to = to[:len(from)]
	widenAVX2(&to[0], &from[0], scale, len(from))
}

//go:noescape
func dotFMA(sums *[8]float32, x, w *float32, k int)

//go:noescape
func widenAVX2(to *float32, from *byte, scale float32, k int)
