package encoder

// lanes is what the length of a row is a multiple of.
const lanes = 8

// dotPlain multiplies four rows of x with two of w. Each number that is read is used
// several times, and the eight sums do not wait for one another.
func dotPlain(sums *[8]float32, x, w []float32) {
	k := len(w) / 2
	w0, w1 := w[:k], w[k:][:k]
	x0, x1, x2, x3 := x[:k], x[k:][:k], x[2*k:][:k], x[3*k:][:k]
	var a0, a1, b0, b1, c0, c1, d0, d1 float32
	for i, u := range w0 {
		v := w1[i]
		a, b, c, d := x0[i], x1[i], x2[i], x3[i]
		a0 += a * u
		a1 += a * v
		b0 += b * u
		b1 += b * v
		c0 += c * u
		c1 += c * v
		d0 += d * u
		d1 += d * v
	}
	*sums = [8]float32{a0, a1, b0, b1, c0, c1, d0, d1}
}

// widenPlain makes numbers of signed bytes.
func widenPlain(to []float32, from []byte, scale float32) {
	to = to[:len(from)]
	for i, b := range from {
		to[i] = float32(int8(b)) * scale
	}
}
