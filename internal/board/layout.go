package board

import (
	"cmp"
	"math"
	"slices"
)

// Sizes in the units of the drawing.
const (
	partWidth  = 146
	partHeight = 50
	gapX       = 26
	gapY       = 66
	margin     = 6

	// mostBends is how many bends are worth their time. Where there were more the
	// drawing is a thicket anyway, and connections go straight to their end.
	mostBends = 3_000
)

// point is a place in the drawing.
type point struct{ x, y float64 }

// size is how large something is drawn.
type size struct{ w, h float64 }

// net is what is put in order: things of some size, and which leads to which.
type net struct {
	sizes []size
	leads [][2]int
}

// drawing is a net with a place for each thing, and for each connection the
// points through which it goes, from the upper end to the lower.
type drawing struct {
	width, height float64
	parts         []point // upper left corners
	ways          [][]point
	upward        []bool // whether a connection leads from its lower end to its upper
}

// vertex is a part, or a bend where a connection passes a row of parts.
type vertex struct {
	part       int // -1: a bend
	row, place int
	x          float64 // of the middle
	up, down   []int
}

// layout puts things into rows, so that connections lead down wherever the net
// has no circle, and orders each row so that few of them cross. What leads to
// itself takes no part in that.
func layout(n net) drawing {
	l := layouter{net: n}
	l.rows()
	l.bends()
	l.order()
	l.place()
	return l.draw()
}

type layouter struct {
	net      net
	vertices []vertex
	lines    [][]int // of vertices, the upper row first
	chains   [][]int // of each connection, vertices from top to bottom
	upward   []bool
	width    float64
	tops     []float64 // of the rows
	heights  []float64
}

// rows gives each part its row: as far down as the longest way to it. Connections
// that close a circle are turned round for that.
func (l *layouter) rows() {
	n := len(l.net.sizes)
	out := make([][]int, n)
	l.upward = make([]bool, len(l.net.leads))
	for i, c := range l.net.leads {
		if c[0] != c[1] {
			out[c[0]] = append(out[c[0]], i)
		}
	}
	state := make([]int, n) // 1 on the way, 2 done
	var visit func(int)
	visit = func(v int) {
		state[v] = 1
		for _, i := range out[v] {
			switch w := l.net.leads[i][1]; state[w] {
			case 0:
				visit(w)
			case 1:
				l.upward[i] = true
			}
		}
		state[v] = 2
	}
	for v := range n {
		if state[v] == 0 {
			visit(v)
		}
	}
	l.vertices = make([]vertex, n)
	for v := range n {
		l.vertices[v].part = v
	}
	for range n { // at most n rounds, since there is no circle any more
		moved := false
		for i := range l.net.leads {
			upper, lower := l.ends(i)
			if upper != lower && l.vertices[lower].row <= l.vertices[upper].row {
				l.vertices[lower].row, moved = l.vertices[upper].row+1, true
			}
		}
		if !moved {
			break
		}
	}
	// What nothing leads to stands right above what it leads to.
	for v := range n {
		nearest, above := 1<<30, false
		for i := range l.net.leads {
			upper, lower := l.ends(i)
			if upper == lower {
				continue
			}
			above = above || lower == v
			if upper == v {
				nearest = min(nearest, l.vertices[lower].row)
			}
		}
		if !above && nearest < 1<<30 {
			l.vertices[v].row = nearest - 1
		}
	}
}

// ends are the parts of a connection, the upper first.
func (l *layouter) ends(i int) (upper, lower int) {
	c := l.net.leads[i]
	if l.upward[i] {
		return c[1], c[0]
	}
	return c[0], c[1]
}

// bends adds a vertex wherever a connection passes a row.
func (l *layouter) bends() {
	total := 0
	for i := range l.net.leads {
		upper, lower := l.ends(i)
		total += max(0, l.vertices[lower].row-l.vertices[upper].row-1)
	}
	for i := range l.net.leads {
		upper, lower := l.ends(i)
		if upper == lower {
			l.chains = append(l.chains, nil)
			continue
		}
		chain := []int{upper}
		for row := l.vertices[upper].row + 1; total <= mostBends && row < l.vertices[lower].row; row++ {
			l.vertices = append(l.vertices, vertex{part: -1, row: row})
			chain = append(chain, len(l.vertices)-1)
		}
		chain = append(chain, lower)
		for j := 1; j < len(chain); j++ {
			a, b := chain[j-1], chain[j]
			l.vertices[a].down = append(l.vertices[a].down, b)
			l.vertices[b].up = append(l.vertices[b].up, a)
		}
		l.chains = append(l.chains, chain)
	}
	rows := 0
	for _, v := range l.vertices {
		rows = max(rows, v.row+1)
	}
	l.lines = make([][]int, rows)
	for i := range l.vertices {
		v := &l.vertices[i]
		v.place = len(l.lines[v.row])
		l.lines[v.row] = append(l.lines[v.row], i)
	}
}

// order sorts each row by the middle of what its vertices are connected with, down
// and up a few times.
func (l *layouter) order() {
	sort := func(row []int, near func(vertex) []int) {
		keys := map[int]float64{}
		for _, i := range row {
			keys[i] = float64(l.vertices[i].place)
			if others := near(l.vertices[i]); len(others) > 0 {
				sum := 0.0
				for _, o := range others {
					sum += float64(l.vertices[o].place)
				}
				keys[i] = sum / float64(len(others))
			}
		}
		slices.SortStableFunc(row, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
		for place, i := range row {
			l.vertices[i].place = place
		}
	}
	for range 6 {
		for r := 1; r < len(l.lines); r++ {
			sort(l.lines[r], func(v vertex) []int { return v.up })
		}
		for r := len(l.lines) - 2; r >= 0; r-- {
			sort(l.lines[r], func(v vertex) []int { return v.down })
		}
	}
}

func (l *layouter) wide(i int) float64 {
	if part := l.vertices[i].part; part >= 0 {
		return l.net.sizes[part].w
	}
	return 12
}

func (l *layouter) apart(a, b int) float64 {
	return (l.wide(a)+l.wide(b))/2 + gapX
}

// place moves the vertices of each row towards what they are connected with, as
// far as their neighbours let them.
func (l *layouter) place() {
	for _, row := range l.lines {
		x := 0.0
		for k, i := range row {
			if k > 0 {
				x += l.apart(row[k-1], i)
			}
			l.vertices[i].x = x
		}
		for _, i := range row { // each row around the same middle
			l.vertices[i].x -= x / 2
		}
	}
	for range 24 {
		for _, row := range l.lines {
			l.pull(row)
		}
		for r := len(l.lines) - 1; r >= 0; r-- {
			l.pull(l.lines[r])
		}
	}
	low, high := math.Inf(1), math.Inf(-1)
	for i, v := range l.vertices {
		half := l.apart(i, i)/2 - gapX/2
		low, high = min(low, v.x-half), max(high, v.x+half)
	}
	if len(l.vertices) == 0 {
		low, high = 0, 0
	}
	for i := range l.vertices {
		l.vertices[i].x += margin - low
	}
	l.width = high - low + 2*margin
}

func (l *layouter) pull(row []int) {
	wish := make([]float64, len(row))
	for k, i := range row {
		v := l.vertices[i]
		wish[k] = v.x
		if n := len(v.up) + len(v.down); n > 0 {
			sum := 0.0
			for _, o := range v.up {
				sum += l.vertices[o].x
			}
			for _, o := range v.down {
				sum += l.vertices[o].x
			}
			wish[k] = sum / float64(n)
		}
	}
	// The wishes, pushed apart once from the left and once from the right; the
	// middle of both keeps the row where it wants to be.
	left, right := slices.Clone(wish), slices.Clone(wish)
	for k := 1; k < len(row); k++ {
		left[k] = max(left[k], left[k-1]+l.apart(row[k-1], row[k]))
	}
	for k := len(row) - 2; k >= 0; k-- {
		right[k] = min(right[k], right[k+1]-l.apart(row[k], row[k+1]))
	}
	for k, i := range row {
		l.vertices[i].x = (left[k] + right[k]) / 2
	}
}

// draw turns vertices into places. Where several connections meet a part they meet
// it side by side, in the order of where they come from.
func (l *layouter) draw() drawing {
	d := drawing{width: l.width, height: 2 * margin, upward: l.upward}
	for r, row := range l.lines {
		high := 0.0
		for _, i := range row {
			if part := l.vertices[i].part; part >= 0 {
				high = max(high, l.net.sizes[part].h)
			}
		}
		if r > 0 {
			d.height += gapY
		}
		l.tops, l.heights = append(l.tops, d.height-margin), append(l.heights, high)
		d.height += high
	}
	for _, v := range l.vertices[:len(l.net.sizes)] {
		s := l.net.sizes[v.part]
		d.parts = append(d.parts, point{v.x - s.w/2, l.tops[v.row] + (l.heights[v.row]-s.h)/2})
	}
	ports := l.ports()
	for i, chain := range l.chains {
		var way []point
		for j, k := range chain {
			v := l.vertices[k]
			top, bottom := l.tops[v.row], l.tops[v.row]+l.heights[v.row]
			if v.part >= 0 {
				top = d.parts[v.part].y
				bottom = top + l.net.sizes[v.part].h
			}
			switch {
			case j == 0:
				way = append(way, point{v.x + ports[i][0], bottom})
			case j == len(chain)-1:
				way = append(way, point{v.x + ports[i][1], top})
			default:
				way = append(way, point{v.x, top}, point{v.x, bottom})
			}
		}
		d.ways = append(d.ways, way)
	}
	return d
}

// ports are how far from the middle each connection leaves its upper part and
// meets its lower one.
func (l *layouter) ports() [][2]float64 {
	out := make([][2]float64, len(l.chains))
	for end := range 2 {
		byPart := map[int][]int{}
		for i, chain := range l.chains {
			if chain == nil {
				continue
			}
			part := chain[0]
			if end == 1 {
				part = chain[len(chain)-1]
			}
			byPart[part] = append(byPart[part], i)
		}
		for part, meeting := range byPart {
			slices.SortStableFunc(meeting, func(a, b int) int { return cmp.Compare(l.beyond(a, end), l.beyond(b, end)) })
			step := min(26, (l.net.sizes[part].w-36)/float64(max(1, len(meeting)-1)))
			for k, i := range meeting {
				out[i][end] = (float64(k) - float64(len(meeting)-1)/2) * step
			}
		}
	}
	return out
}

// beyond is where the way of a connection goes from one of its ends.
func (l *layouter) beyond(i, end int) float64 {
	chain := l.chains[i]
	if end == 0 {
		return l.vertices[chain[1]].x
	}
	return l.vertices[chain[len(chain)-2]].x
}
