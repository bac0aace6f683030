package board

import (
	"fmt"
	"math"
)

// box is a part where it stands.
type box struct {
	point
	size
}

func (b box) middle() point { return middle(b.point, b.size) }

// bends are how far aside the middle of a connection is led, in the order in which
// it is tried, where parts lie on its straight way.
var bends = [...]float64{0, 50, -50, 90, -90, 140, -140, 200, -200, 280, -280}

const (
	clearance = 5      // between a connection and a part that it passes
	mostTried = 60_000 // parts by connections: a thicket of more is drawn straight
)

// course is how a connection runs: straight, or past a point outside of it.
type course struct {
	tail, head   point
	leave, meet  point // directions of length 1 at the ends
	via          point
	bent         bool
	across, down float64 // of the straight way
}

// run is the course between two parts, moved aside where several connect them, and
// its middle led aside by a bend.
func run(a, b box, side, bend float64) course {
	from, to := a.middle(), b.middle()
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		dx, dy, length = 0, 1, 1
	}
	ux, uy := dx/length, dy/length
	c := course{across: dx, down: dy}
	if bend == 0 {
		aside := func(p point) point { return point{p.x - uy*side, p.y + ux*side} }
		c.tail, c.head = border(aside(from), a.size, ux, uy, side), border(aside(to), b.size, -ux, -uy, side)
		c.leave, c.meet = point{ux, uy}, point{ux, uy}
		return c
	}
	c.bent = true
	c.via = point{(from.x+to.x)/2 - uy*2*bend, (from.y+to.y)/2 + ux*2*bend}
	c.leave, c.meet = toward(from, c.via), toward(c.via, to)
	c.tail = border(from, a.size, c.leave.x, c.leave.y, 0)
	c.head = border(to, b.size, -c.meet.x, -c.meet.y, 0)
	return c
}

// toward is the direction of length 1 from one point to another.
func toward(a, b point) point {
	dx, dy := b.x-a.x, b.y-a.y
	if length := math.Hypot(dx, dy); length > 0 {
		return point{dx / length, dy / length}
	}
	return point{0, 1}
}

// at is a point of the course, from 0 at its tail to 1 at its head.
func (c course) at(t float64) point {
	if !c.bent {
		return point{c.tail.x + (c.head.x-c.tail.x)*t, c.tail.y + (c.head.y-c.tail.y)*t}
	}
	u := 1 - t
	return point{u*u*c.tail.x + 2*u*t*c.via.x + t*t*c.head.x, u*u*c.tail.y + 2*u*t*c.via.y + t*t*c.head.y}
}

// path is the course as SVG writes it.
func (c course) path() string {
	if c.bent {
		return fmt.Sprintf("M%s %sQ%s %s %s %s", num(c.tail.x), num(c.tail.y), num(c.via.x), num(c.via.y), num(c.head.x), num(c.head.y))
	}
	return fmt.Sprintf("M%s %sL%s %s", num(c.tail.x), num(c.tail.y), num(c.head.x), num(c.head.y))
}

func (c *course) shift(x, y float64) {
	for _, p := range []*point{&c.tail, &c.head, &c.via} {
		p.x, p.y = p.x+x, p.y+y
	}
}

// bend is how far aside the middle of a connection between two parts is led so that
// it runs through no other; 0 if it need not or cannot.
func bend(a, b box, side float64, others []box) float64 {
	for _, bend := range bends {
		if run(a, b, side, bend).isClear(others) {
			return bend
		}
	}
	return 0
}

func (c course) isClear(others []box) bool {
	steps := int(min(128, max(8, math.Hypot(c.across, c.down)/12)))
	for i := range steps {
		p := c.at((float64(i) + .5) / float64(steps))
		for _, o := range others {
			if p.x > o.x-clearance && p.x < o.x+o.w+clearance && p.y > o.y-clearance && p.y < o.y+o.h+clearance {
				return false
			}
		}
	}
	return true
}

// boxes are all parts where they stand, and without are all but two of them.
func (g Graph) boxes(at []point) []box {
	out := make([]box, len(g.Nodes))
	for i, n := range g.Nodes {
		out[i] = box{at[i], n.size()}
	}
	return out
}

func without(boxes []box, a, b int) []box {
	out := make([]box, 0, len(boxes))
	for i, o := range boxes {
		if i != a && i != b {
			out = append(out, o)
		}
	}
	return out
}
