package encoder

import "math"

// A grid is a row of numbers for each position of a text. There are rows up to a
// multiple of four, which is how many are multiplied at once; what stands in those
// after the last position is of no interest.
type grid struct {
	n, width int
	data     []float32
}

func newGrid(n, width int) grid {
	return grid{n, width, make([]float32, roundUp(n, 4)*width)}
}

func (g grid) row(i int) []float32 { return g.data[i*g.width : (i+1)*g.width] }

// add adds another grid of the same size.
func (g grid) add(other grid) {
	for i, v := range other.data[:len(g.data)] {
		g.data[i] += v
	}
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }

// forward is the way from ids, of which there is at least one, to a vector.
func (m *Model) forward(ids []int) []float32 {
	x := m.embed(ids)
	h := m.layers[0].norm1.of(x)
	x = m.widen.of(x)
	m.layers[0].rest(x, h)
	m.layers[1].rest(x, m.layers[1].norm1.of(x))
	y := m.last.of(mean(x)).row(0)
	sum := 0.0
	for i, v := range y {
		t := math.Tanh(float64(v))
		y[i] = float32(t)
		sum += t * t
	}
	scale := float32(1 / math.Sqrt(max(sum, 1e-12)))
	for i := range y {
		y[i] *= scale
	}
	return y
}

// rest is a layer after its first norm: it adds to x.
func (l *layer) rest(x, h grid) {
	x.add(l.out.of(attend(l.qkv.of(h))))
	h = l.up.of(l.norm2.of(x))
	for i, v := range h.data {
		h.data[i] = max(v, 0)
	}
	x.add(l.down.of(h))
}

// embed looks the ids up and adds where each stands. The graph adds the embedding
// to itself on the way.
func (m *Model) embed(ids []int) grid {
	x := newGrid(len(ids), narrow)
	for at, id := range ids {
		row := x.row(at)
		m.embeddings.widen(row, id, id+1)
		for i, frequency := range m.timing {
			sin, cos := math.Sincos(float64(float32(at) * frequency))
			row[i] = 2*row[i] + float32(sin)
			row[i+narrow/2] = 2*row[i+narrow/2] + float32(cos)
		}
	}
	return x
}

// of normalises each position by itself.
func (l layerNorm) of(x grid) grid {
	out := newGrid(x.n, x.width)
	for i := range x.n {
		row := x.row(i)
		var sum, squares float64
		for _, v := range row {
			sum += float64(v)
		}
		middle := float32(sum / float64(len(row)))
		for _, v := range row {
			squares += float64((v - middle) * (v - middle))
		}
		factor := float32(1 / math.Sqrt(squares/float64(len(row))+1e-6))
		to := out.row(i)
		for j, v := range row {
			to[j] = (v-middle)*factor*l.scale[j] + l.bias[j]
		}
	}
	return out
}

// mean is one row, the mean of all positions.
func mean(x grid) grid {
	out := newGrid(1, x.width)
	to := out.row(0)
	for i := range x.n {
		for j, v := range x.row(i) {
			to[j] += v
		}
	}
	for j := range to {
		to[j] /= float32(x.n)
	}
	return out
}
