//go:build !amd64

package encoder

func dot(sums *[8]float32, x, w []float32) { dotPlain(sums, x, w) }

func widen(to []float32, from []byte, scale float32) { widenPlain(to, from, scale) }
