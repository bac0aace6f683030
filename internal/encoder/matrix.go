package encoder

// A matrix has a row of weights for each of its outputs. Either exact holds them or
// small does, as signed bytes to be multiplied by the row's scale.
type matrix struct {
	rows, columns int
	exact         []float32
	small         []byte
	scale         []float32
}

// widen puts some rows into to.
func (m *matrix) widen(to []float32, from, until int) {
	if m.exact != nil {
		copy(to, m.exact[from*m.columns:until*m.columns])
		return
	}
	for r := from; r < until; r++ {
		widen(to, m.small[r*m.columns:(r+1)*m.columns], m.scale[r])
		to = to[m.columns:]
	}
}

// tile is how many weights are widened at once: they and four positions stay in the
// fastest memory while they are used.
const tile = 4096

// of applies a dense layer to each position.
func (d *dense) of(x grid) grid {
	out := newGrid(x.n, d.weights.rows)
	step := tile / x.width &^ 1
	buffer := make([]float32, step*x.width)
	for from := 0; from < d.weights.rows; from += step {
		until := min(from+step, d.weights.rows)
		d.weights.widen(buffer, from, until)
		multiply(out.data[from:], out.width, x.data, buffer[:(until-from)*x.width], x.width)
	}
	for i := range x.n {
		row := out.row(i)
		for j, b := range d.bias[:len(row)] {
			row[j] += b
		}
	}
	return out
}

// multiply gives for each row of x its products with the rows of w, which go into a
// row of out; these are stride apart. There are rows of x by fours and of w by twos,
// each k long, a multiple of lanes.
func multiply(out []float32, stride int, x, w []float32, k int) {
	var sums [8]float32
	for i := 0; i*k < len(x); i += 4 {
		for j := 0; j*k < len(w); j += 2 {
			dot(&sums, x[i*k:(i+4)*k], w[j*k:(j+2)*k])
			for r := range 4 {
				at := (i+r)*stride + j
				out[at], out[at+1] = sums[2*r], sums[2*r+1]
			}
		}
	}
}
