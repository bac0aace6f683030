package board

import "strconv"

// resume makes a board of what was read. A part is the one of before that has its
// sign, or its name; one whose line was changed where it stands is the old one
// renamed. What is new finds a place beside what it is connected with.
func (p *parser) resume(before Graph) Graph {
	old := p.recognise(before)
	g := Empty()
	ids := newIDs(before)
	for _, d := range p.parts {
		ids.taken[d.handle] = true
	}
	for i, d := range p.parts {
		n := Node{Label: d.label, Kind: d.kind}
		if o := old[i]; o >= 0 {
			n = before.Nodes[o]
			n.Label, n.Kind, n.Zone = d.label, d.kind, ""
		} else if n.ID = d.handle; n.ID == "" {
			n.ID = ids.next()
		}
		g.Nodes = append(g.Nodes, n)
	}
	p.resumeZones(&g, before, old, ids)
	edges := newEdgePool(before.Edges)
	for _, c := range p.edges {
		e := Edge{From: g.Nodes[c.from].ID, To: g.Nodes[c.to].ID, Label: c.label}
		e.ID = edges.take(e)
		g.Edges = append(g.Edges, e)
	}
	settle(&g, old)
	return g
}

// resumeZones finds for each frame the one of before that held the first of its
// parts, else the one of that name.
func (p *parser) resumeZones(g *Graph, before Graph, old []int, ids *ids) {
	used := map[string]bool{"": true}
	for i, z := range p.zones {
		var held, named string
		for k, d := range p.parts {
			if d.zone == i+1 && old[k] >= 0 && used[held] {
				held = before.Nodes[old[k]].Zone
			}
		}
		for _, o := range before.Zones {
			if o.Label == z.Label && used[named] {
				named = o.ID
			}
		}
		switch {
		case !used[held]:
			z.ID = held
		case !used[named]:
			z.ID = named
		default:
			z.ID = ids.next()
		}
		used[z.ID] = true
		g.Zones = append(g.Zones, z)
	}
	for i, d := range p.parts {
		if d.zone > 0 {
			g.Nodes[i].Zone = g.Zones[d.zone-1].ID
		}
	}
}

// recognise finds for each part that was read its place in before, or -1.
func (p *parser) recognise(before Graph) []int {
	old := make([]int, len(p.parts))
	taken := make([]bool, len(before.Nodes))
	for i := range old {
		old[i] = -1
	}
	byID, byName, notes := map[string]int{}, map[string][]int{}, map[string][]int{}
	for o, n := range before.Nodes {
		byID[n.ID] = o
		if k := key(n.Label); n.Kind == "note" {
			notes[k] = append(notes[k], o)
		} else {
			byName[k] = append(byName[k], o)
		}
	}
	take := func(i int, from []int) {
		for _, o := range from {
			if old[i] < 0 && !taken[o] {
				old[i], taken[o] = o, true
			}
		}
	}
	for i, d := range p.parts {
		if o, ok := byID[d.handle]; ok && d.handle != "" {
			take(i, []int{o})
		}
	}
	for i, d := range p.parts {
		if k := key(d.label); d.handle == "" && d.kind == "note" {
			take(i, notes[k])
		} else if d.handle == "" {
			take(i, byName[k])
		}
	}
	for i, d := range p.parts { // what became a note, or is none any more
		if k := key(d.label); d.handle == "" {
			take(i, notes[k])
			take(i, byName[k])
		}
	}
	// Between two that stayed neighbours, what is unknown now was renamed.
	for i := range p.parts {
		if old[i] >= 0 || !p.parts[i].defined || p.parts[i].handle != "" {
			continue
		}
		o := 0
		if i > 0 {
			if old[i-1] < 0 {
				continue
			}
			o = old[i-1] + 1
		}
		if o < len(before.Nodes) && !taken[o] {
			old[i], taken[o] = o, true
		}
	}
	return old
}

// ids makes ids that a board does not have yet.
type ids struct {
	taken map[string]bool
	last  int
}

func newIDs(g Graph) *ids {
	s := &ids{taken: make(map[string]bool)}
	for _, n := range g.Nodes {
		s.taken[n.ID] = true
	}
	for _, z := range g.Zones {
		s.taken[z.ID] = true
	}
	return s
}

func (s *ids) next() string {
	for {
		s.last++
		if id := "p" + strconv.Itoa(s.last); !s.taken[id] {
			s.taken[id] = true
			return id
		}
	}
}

// edgePool gives connections their old ids again: first those that say the same,
// then those between the same parts.
type edgePool struct {
	same  map[Edge][]string // without id
	there map[Edge][]string // and without label
	used  map[string]bool
}

func newEdgePool(edges []Edge) *edgePool {
	p := &edgePool{same: map[Edge][]string{}, there: map[Edge][]string{}, used: map[string]bool{}}
	for _, e := range edges {
		id := e.ID
		e.ID = ""
		p.same[e] = append(p.same[e], id)
		e.Label = ""
		p.there[e] = append(p.there[e], id)
	}
	return p
}

func (p *edgePool) take(e Edge) string {
	first := func(in map[Edge][]string) string {
		for len(in[e]) > 0 {
			id := in[e][0]
			in[e] = in[e][1:]
			if id != "" && !p.used[id] {
				p.used[id] = true
				return id
			}
		}
		return ""
	}
	if id := first(p.same); id != "" {
		return id
	}
	e.Label = ""
	return first(p.there)
}
