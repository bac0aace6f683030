package board

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Kinds are the kinds of a part.
var Kinds = [...]string{"client", "service", "database", "cache", "queue", "worker", "storage", "balancer", "cdn", "external", "note"}

// ZoneKinds are the kinds of a frame around parts.
var ZoneKinds = [...]string{"zone", "region"}

// Graph is what is drawn: parts, directed connections and frames around parts. Its
// JSON is what an attempt keeps.
type Graph struct {
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
	Zones []Zone `json:"zones,omitempty"`
}

// Node is a part. X and Y are its upper left corner in board units, which a page
// shows as CSS pixels at 100 % zoom; W and H are its size, 0 for the usual one.
type Node struct {
	ID    string  `json:"id"`
	Label string  `json:"label"`
	Kind  string  `json:"kind"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	W     float64 `json:"w,omitempty"`
	H     float64 `json:"h,omitempty"`
	Zone  string  `json:"zone,omitempty"` // the id of the frame around it
}

// Edge is a directed connection from one part's id to another's.
type Edge struct {
	ID    string `json:"id,omitempty"`
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label,omitempty"`
}

// Zone is a frame. It is as large as the parts in it need.
type Zone struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Kind  string `json:"kind"`
}

// Empty is a board on which nothing is.
func Empty() Graph { return Graph{Nodes: []Node{}, Edges: []Edge{}} }

// node is the place of a part in the list, or -1.
func (g Graph) node(id string) int {
	return slices.IndexFunc(g.Nodes, func(n Node) bool { return n.ID == id })
}

// places are the places of the parts by id.
func (g Graph) places() map[string]int {
	at := make(map[string]int, len(g.Nodes))
	for i, n := range g.Nodes {
		at[n.ID] = i
	}
	return at
}

// Placed reports whether the parts have places: no two lie on the same spot, as
// they do where nobody has put them anywhere.
func (g Graph) Placed() bool {
	type spot struct{ x, y float64 }
	seen := make(map[spot]bool, len(g.Nodes))
	for _, n := range g.Nodes {
		if at := (spot{n.X, n.Y}); seen[at] {
			return false
		} else {
			seen[at] = true
		}
	}
	return len(g.Nodes) != 1 || g.Nodes[0].X != 0 || g.Nodes[0].Y != 0
}

// name is a label on one line; a part without one goes by its id.
func (n Node) name() string {
	if s := strings.Join(strings.Fields(n.Label), " "); s != "" {
		return s
	}
	return n.ID
}

func fits(s string) bool { return utf8.RuneCountInString(s) <= MaxLabel && !strings.ContainsRune(s, 0) }

// WithoutRemarks is g without the notes that stand by themselves, and their words.
func (g Graph) WithoutRemarks() (Graph, []string) {
	names := newNamer(g)
	var remarks []string
	kept := g
	kept.Nodes = []Node{}
	for _, n := range g.Nodes {
		if names.remark(n) {
			remarks = append(remarks, n.Label)
		} else {
			kept.Nodes = append(kept.Nodes, n)
		}
	}
	return kept, remarks
}
