package board

import "math"

// label is the words at a connection, in a box.
type label struct {
	x, y, w, h float64
	lines      []string
}

const (
	lineHeight = 14
	letter     = 6.4 // about as wide as one of a label's

	// mostPlaced is how many labels look for a place of their own. Of more nobody
	// reads one, and each is compared with all before it.
	mostPlaced = 1_000
)

func (l label) overlaps(o label) bool {
	return l.x < o.x+o.w && o.x < l.x+l.w && l.y < o.y+o.h && o.y < l.y+l.h
}

// labels puts words beside connections where they cover no other words, if there
// is such a place.
func labels(p picture) []label {
	var out []label
	for _, w := range p.ways {
		if w.Label == "" {
			continue
		}
		l := label{lines: wrap(w.Label, 20, 2)}
		for _, line := range l.lines {
			l.w = max(l.w, letter*float64(len([]rune(line)))+6)
		}
		l.h = lineHeight*float64(len(l.lines)) + 2
		var first *label
		for _, at := range w.spots {
			tried := l
			tried.x, tried.y = clamp(at.x-l.w/2, p.width-l.w), at.y-l.h/2
			if w.covered(l) {
				tried.y -= l.h/2 + 4
			}
			if first == nil {
				first = &tried
			}
			free := true
			if len(out) < mostPlaced {
				for _, o := range out {
					free = free && !tried.overlaps(o)
				}
			}
			if free {
				first = &tried
				break
			}
		}
		out = append(out, *first)
	}
	return out
}

// covered reports whether a label would hide the whole of a flat, short way: it
// stands above it then.
func (w way) covered(l label) bool {
	dx, dy := math.Abs(w.head.x-w.tail.x), math.Abs(w.head.y-w.tail.y)
	return w.From != w.To && dy < dx && dx < l.w+30
}

func clamp(x, most float64) float64 { return max(0, min(x, most)) }

// places are where a label of a way may stand, the best first.
func places(way []point) []point {
	var out []point
	for _, t := range []float64{.5, .34, .66, .2, .8} {
		for i := 0; i+1 < len(way); i += 2 { // every other stretch lies between two rows
			out = append(out, along(way[i], way[i+1], t))
		}
	}
	return out
}

// along is the point at t of a stretch, which leaves and arrives upright.
func along(a, b point, t float64) point {
	back := 1 - t
	return point{
		x: a.x + (b.x-a.x)*(3*back*t*t+t*t*t),
		y: a.y + (b.y-a.y)*(1.5*back*back*t+1.5*back*t*t+t*t*t),
	}
}
