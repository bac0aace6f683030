package board

import (
	"fmt"
	"math"
	"strings"
)

// picture is a graph as it is drawn: everything has its place.
type picture struct {
	width, height float64
	at            []point // of the parts, their upper left corners
	frames        []frame
	ways          []way
}

type frame struct {
	x, y, w, h float64
	zone       Zone
}

// way is a connection as a line, with what its ends need to know.
type way struct {
	link
	path        string
	tail, head  point
	leave, meet point   // directions of length 1 at the ends
	spots       []point // where its label may stand, the best first
	course      *course // of one that follows no order
}

// picture draws g where its parts are. Parts that nobody has moved keep the bends
// by which the order led connections around others.
func (g Graph) picture() picture {
	d := g.ordered()
	if !g.Placed() {
		return g.bent(d)
	}
	left, top := math.Inf(1), math.Inf(1)
	for _, n := range g.Nodes {
		left, top = min(left, n.X), min(top, n.Y)
	}
	moved := false
	for i, n := range g.Nodes {
		at := point{n.X - left, n.Y - top}
		moved = moved || math.Hypot(at.x-(d.parts[i].x-d.parts[0].x)-(g.Nodes[0].X-left), at.y-(d.parts[i].y-d.parts[0].y)-(g.Nodes[0].Y-top)) > 1
	}
	if !moved {
		return g.bent(d)
	}
	p := picture{}
	for _, n := range g.Nodes {
		p.at = append(p.at, point{n.X - left, n.Y - top})
	}
	return g.straight(p)
}

// bent is g in order, with the bends of the order.
func (g Graph) bent(d drawing) picture {
	p := picture{width: d.width, height: d.height, at: d.parts}
	if len(d.ways) == 0 { // frames have no bends
		return g.straight(p)
	}
	for i, l := range g.links() {
		if len(d.ways[i]) == 0 {
			p.ways = append(p.ways, loop(l, p.at[g.node(l.From)], g.Nodes[g.node(l.From)].size()))
			p.width = max(p.width, p.ways[i].spots[0].x+40)
			continue
		}
		first, last := d.ways[i][0], d.ways[i][len(d.ways[i])-1]
		w := way{link: l, path: curve(d.ways[i]), spots: places(d.ways[i]), tail: first, head: last, leave: point{0, 1}, meet: point{0, 1}}
		if d.upward[i] {
			w.tail, w.head, w.leave, w.meet = last, first, point{0, -1}, point{0, -1}
		}
		p.ways = append(p.ways, w)
	}
	return p
}

// straight draws lines between parts where they are, straight unless a part lies in
// the way, and moves everything so that nothing lies outside.
func (g Graph) straight(p picture) picture {
	at := g.places()
	p.frames = g.frames(p.at)
	many := map[[2]int]int{}
	boxes, links := g.boxes(p.at), g.links()
	for _, l := range links {
		from, to := at[l.From], at[l.To]
		pair := [2]int{min(from, to), max(from, to)}
		nth := many[pair]
		many[pair]++
		if from == to {
			p.ways = append(p.ways, loop(l, p.at[from], g.Nodes[from].size()))
			continue
		}
		side := float64((nth+1)/2) * 14 * float64(1-2*(nth%2)) // 0, -14, 14, -28, …
		side *= float64(sign(to - from))
		lead := 0.0
		if len(boxes)*len(links) <= mostTried {
			lead = bend(boxes[from], boxes[to], side, without(boxes, from, to))
		}
		p.ways = append(p.ways, led(l, run(boxes[from], boxes[to], side, lead)))
	}
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	reach := func(x, y float64) {
		low, high = point{min(low.x, x), min(low.y, y)}, point{max(high.x, x), max(high.y, y)}
	}
	for i, n := range g.Nodes {
		reach(p.at[i].x, p.at[i].y)
		reach(p.at[i].x+n.size().w, p.at[i].y+n.size().h)
	}
	for _, f := range p.frames {
		reach(f.x, f.y)
		reach(f.x+f.w, f.y+f.h)
	}
	for _, w := range p.ways {
		if w.From == w.To {
			reach(w.spots[0].x+20, w.spots[0].y)
		}
		if w.course != nil && w.course.bent {
			most := w.course.at(.5)
			reach(most.x, most.y)
		}
	}
	if len(g.Nodes) == 0 {
		low, high = point{}, point{}
	}
	p.shift(margin-low.x, margin-low.y)
	p.width, p.height = high.x-low.x+2*margin, high.y-low.y+2*margin
	return p
}

func (p *picture) shift(x, y float64) {
	move := func(q *point) { q.x, q.y = q.x+x, q.y+y }
	p.at = append([]point(nil), p.at...)
	for i := range p.at {
		move(&p.at[i])
	}
	for i := range p.frames {
		p.frames[i].x, p.frames[i].y = p.frames[i].x+x, p.frames[i].y+y
	}
	for i := range p.ways {
		w := &p.ways[i]
		move(&w.tail)
		move(&w.head)
		for j := range w.spots {
			move(&w.spots[j])
		}
		if w.course == nil {
			w.path = loopPath(w.tail)
		} else {
			w.course.shift(x, y)
			w.path = w.course.path()
		}
	}
}

// frames are as large as the parts in them need.
func (g Graph) frames(at []point) []frame {
	var out []frame
	for _, z := range g.Zones {
		low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
		for i, n := range g.Nodes {
			if n.Zone == z.ID {
				s := n.size()
				low = point{min(low.x, at[i].x), min(low.y, at[i].y)}
				high = point{max(high.x, at[i].x+s.w), max(high.y, at[i].y+s.h)}
			}
		}
		if low.x <= high.x {
			out = append(out, frame{low.x - framePad, low.y - framePad - frameHead, high.x - low.x + 2*framePad, high.y - low.y + 2*framePad + frameHead, z})
		}
	}
	return out
}

// led is a connection that runs from the edge of one part to that of another.
func led(l link, c course) way {
	w := way{link: l, tail: c.tail, head: c.head, leave: c.leave, meet: c.meet, course: &c}
	for _, t := range []float64{.5, .36, .64, .24, .76} {
		w.spots = append(w.spots, c.at(t))
	}
	return w
}

// border is where a ray from near the middle of a part leaves it.
func border(m point, s size, ux, uy, side float64) point {
	// The middle was moved aside; what is left to the edges on either side differs.
	off := point{-uy * side, ux * side}
	if ux < 0 || uy < 0 || ux > 0 || uy > 0 {
		t := math.Inf(1)
		if ux != 0 {
			edge := s.w / 2
			if ux < 0 {
				edge = -edge
			}
			t = min(t, max(0, (edge-off.x)/ux))
		}
		if uy != 0 {
			edge := s.h / 2
			if uy < 0 {
				edge = -edge
			}
			t = min(t, max(0, (edge-off.y)/uy))
		}
		if !math.IsInf(t, 1) {
			return point{m.x + ux*t, m.y + uy*t}
		}
	}
	return m
}

func middle(at point, s size) point { return point{at.x + s.w/2, at.y + s.h/2} }

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

// loop leads from the right edge of a part back to it.
func loop(l link, at point, s size) way {
	tail := point{at.x + s.w, at.y + s.h/2 - 9}
	return way{
		link: l, path: loopPath(tail), tail: tail, head: point{tail.x, tail.y + 18}, leave: point{1, 0}, meet: point{-1, 0},
		spots: []point{{tail.x + 26, tail.y + 9}},
	}
}

func loopPath(tail point) string {
	return fmt.Sprintf("M%s %sc32 -10 32 28 0 18", num(tail.x), num(tail.y))
}

// arrow is the head of an arrow that ends at p in direction u.
func arrow(p, u point) string {
	const long, half = 9, 4.5
	return fmt.Sprintf("M%s %sL%s %sL%s %sz", num(p.x), num(p.y),
		num(p.x-u.x*long-u.y*half), num(p.y-u.y*long+u.x*half), num(p.x-u.x*long+u.y*half), num(p.y-u.y*long-u.x*half))
}

// curve leads through points, leaving and meeting them upright.
func curve(way []point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%s %s", num(way[0].x), num(way[0].y))
	for i := 1; i < len(way); i++ {
		from, to := way[i-1], way[i]
		if from.x == to.x {
			fmt.Fprintf(&b, "V%s", num(to.y))
			continue
		}
		half := (to.y - from.y) / 2
		fmt.Fprintf(&b, "C%s %s %s %s %s %s", num(from.x), num(from.y+half), num(to.x), num(to.y-half), num(to.x), num(to.y))
	}
	return b.String()
}
