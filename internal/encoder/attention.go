package encoder

import "math"

// attend gives each position a mean of the values of all positions, weighted by how
// well its query goes with their keys, for each head by itself. In a row of qkv stand
// all heads' queries, then their keys, then their values.
func attend(qkv grid) grid {
	n, width := qkv.n, qkv.width/3
	head := width / heads
	scale := float32(1 / math.Sqrt(float64(head)))
	out := newGrid(n, width)
	q, k := newGrid(n, head), newGrid(n, head)
	columns := roundUp(n, lanes)
	values := make([]float32, head*columns) // turned: a row for each number of a value
	weights := grid{n, columns, make([]float32, roundUp(n, 4)*columns)}
	for h := range heads {
		for i := range n {
			row := qkv.row(i)[h*head:]
			for j, v := range row[:head] {
				q.data[i*head+j] = v * scale
			}
			copy(k.row(i), row[width:width+head])
			for j, v := range row[2*width : 2*width+head] {
				values[j*columns+i] = v
			}
		}
		multiply(weights.data, columns, q.data, k.data, head)
		for i := range n {
			softmax(weights.row(i), n)
		}
		multiply(out.data[h*head:], width, weights.data, values, columns)
	}
	return out
}

// softmax makes weights of the first n numbers, which sum up to 1, and zeros of those
// after.
func softmax(x []float32, n int) {
	highest := x[0]
	for _, v := range x[:n] {
		highest = max(highest, v)
	}
	sum := float32(0)
	for i, v := range x[:n] {
		x[i] = float32(math.Exp(float64(v - highest)))
		sum += x[i]
	}
	for i := range x[:n] {
		x[i] /= sum
	}
	clear(x[n:])
}
