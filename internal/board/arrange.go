package board

import (
	"cmp"
	"math"
	"slices"
)

// Sizes of a frame around parts, and of the grid on which new parts are put.
const (
	framePad  = 18
	frameHead = 24 // for its name
	noteWidth = 240
	noteHead  = 20
	noteLines = 12
	textLine  = 15
	grid      = 20
	farthest  = 12 // steps of the grid that are tried around a neighbour
)

// size is how large a part is drawn: as it was made, else as usual; a note is as
// large as its words.
func (n Node) size() size {
	s := size{partWidth, partHeight}
	if long := len([]rune(n.name())); n.Kind == "note" && long > 2*letters(s.w) {
		s.w = noteWidth
		s.h = noteHead + textLine*float64(min(noteLines, (long+letters(s.w)-3)/(letters(s.w)-2)))
	}
	if n.W > 0 {
		s.w = n.W
	}
	if n.H > 0 {
		s.h = n.H
	}
	return s
}

// letters is how many go into a line of a part.
func letters(w float64) int { return max(4, int((w-40)/7.2)) }

// Arrange puts all parts in order, the parts of a frame beside each other.
func Arrange(g Graph) Graph {
	g.Nodes = slices.Clone(g.Nodes)
	for i, at := range g.ordered().parts {
		g.Nodes[i].X, g.Nodes[i].Y = at.x, at.y
	}
	return g
}

// ordered is g in order: without frames as one drawing, else each frame in itself
// and then all of them among the parts that stand in none.
func (g Graph) ordered() drawing {
	at := g.places()
	all := net{}
	for _, n := range g.Nodes {
		all.sizes = append(all.sizes, n.size())
	}
	for _, l := range g.links() {
		all.leads = append(all.leads, [2]int{at[l.From], at[l.To]})
	}
	if len(g.Zones) == 0 {
		return layout(all)
	}
	return g.framed(all)
}

func (g Graph) framed(all net) drawing {
	outer := net{}
	block := make([]int, len(g.Nodes)) // which of the outer things holds a part
	within := make([]int, len(g.Nodes))
	members := map[string][]int{}
	for i, n := range g.Nodes {
		if n.Zone == "" {
			block[i] = len(outer.sizes)
			outer.sizes = append(outer.sizes, all.sizes[i])
			continue
		}
		within[i] = len(members[n.Zone])
		members[n.Zone] = append(members[n.Zone], i)
	}
	inner := map[string]drawing{}
	for _, z := range g.Zones {
		in := members[z.ID]
		if len(in) == 0 {
			continue
		}
		part := net{}
		for _, i := range in {
			block[i] = len(outer.sizes)
			part.sizes = append(part.sizes, all.sizes[i])
		}
		for _, l := range all.leads {
			if g.Nodes[l[0]].Zone == z.ID && g.Nodes[l[1]].Zone == z.ID {
				part.leads = append(part.leads, [2]int{within[l[0]], within[l[1]]})
			}
		}
		d := layout(part)
		inner[z.ID] = d
		outer.sizes = append(outer.sizes, size{d.width + 2*(framePad-margin), d.height + 2*(framePad-margin) + frameHead})
	}
	for _, l := range all.leads {
		outer.leads = append(outer.leads, [2]int{block[l[0]], block[l[1]]})
	}
	d := layout(outer)
	out := drawing{width: d.width, height: d.height}
	for i, n := range g.Nodes {
		at := d.parts[block[i]]
		if n.Zone != "" {
			p := inner[n.Zone].parts[within[i]]
			at = point{at.x + p.x + framePad - margin, at.y + p.y + framePad - margin + frameHead}
		}
		out.parts = append(out.parts, at)
	}
	return out
}

// settle gives places to the parts that were not there before: all of them one
// order if none was, else each a free spot beside what it is connected with.
func settle(g *Graph, old []int) {
	known := func(i int) bool { return old[i] >= 0 }
	var fresh []int
	for i := range g.Nodes {
		if !known(i) {
			fresh = append(fresh, i)
		}
	}
	switch {
	case len(fresh) == 0:
		return
	case len(fresh) == len(g.Nodes):
		*g = Arrange(*g)
		return
	}
	at := g.places()
	done := make([]bool, len(g.Nodes))
	for i := range g.Nodes {
		done[i] = known(i)
	}
	for _, i := range fresh {
		g.Nodes[i].X, g.Nodes[i].Y = g.spot(i, at, done)
		done[i] = true
	}
}

// spot is a free place for a part: beneath what leads to it, above what it leads
// to, else beneath everything.
func (g Graph) spot(i int, at map[string]int, done []bool) (x, y float64) {
	s := g.Nodes[i].size()
	x, y = math.Inf(1), math.Inf(-1)
	for k, n := range g.Nodes {
		if done[k] {
			x, y = min(x, n.X), max(y, n.Y+n.size().h+gapY)
		}
	}
	for _, e := range g.Edges {
		from, to := at[e.From], at[e.To]
		if to == i && done[from] {
			o := g.Nodes[from]
			x, y = o.X, o.Y+o.size().h+gapY
			break
		}
		if from == i && done[to] {
			o := g.Nodes[to]
			x, y = o.X, o.Y-s.h-gapY
			break
		}
	}
	x, y = math.Round(x/grid)*grid, math.Round(y/grid)*grid
	below := y
	for k, n := range g.Nodes {
		if done[k] {
			below = max(below, n.Y+n.size().h+gapY)
		}
	}
	best, found := point{x, below}, false
	for ring := 0; ring <= farthest && !found; ring++ {
		var tries []point
		for step := -ring; step <= ring; step++ {
			d := float64(step) * 2 * grid
			r := float64(ring) * 2 * grid
			tries = append(tries, point{x + r, y + d}, point{x - r, y + d}, point{x + d, y + r})
		}
		slices.SortStableFunc(tries, func(a, b point) int { return cmp.Compare(away(a, x, y), away(b, x, y)) })
		for _, p := range tries {
			if !found && g.free(p, s, done) {
				best, found = p, true
			}
		}
	}
	return best.x, best.y
}

// away is how far a try lies from where it was wanted; down is nearer than up.
func away(p point, x, y float64) float64 {
	d := math.Hypot(p.x-x, p.y-y)
	if p.y < y {
		d += grid
	}
	return d
}

func (g Graph) free(p point, s size, done []bool) bool {
	for k, n := range g.Nodes {
		o := n.size()
		if done[k] && p.x < n.X+o.w+gapX && n.X < p.x+s.w+gapX && p.y < n.Y+o.h+gapX && n.Y < p.y+s.h+gapX {
			return false
		}
	}
	return true
}
