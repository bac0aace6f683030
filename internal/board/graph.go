package board

import "strings"

// Kinds are the kinds of a part.
var Kinds = [...]string{"client", "service", "database", "cache", "queue", "worker", "storage", "balancer", "cdn", "external", "note"}

// Graph is parts and what connects them.
type Graph struct {
	Parts       []Part
	Connections []Connection
}

// Part is one part; connections name it by its place in the list.
type Part struct {
	Label, Kind string
}

// Connection leads from one part to another, or both ways.
type Connection struct {
	From, To int
	Label    string
	Both     bool
}

// Words tells the graph in sentences, for who cannot see it.
func (g Graph) Words() string {
	var b strings.Builder
	connected := make([]bool, len(g.Parts))
	name := func(i int) string {
		if g.Parts[i].Kind == "note" || connected[i] {
			return g.Parts[i].Label
		}
		connected[i] = true
		return g.Parts[i].Label + " (" + g.Parts[i].Kind + ")"
	}
	for _, c := range g.Connections {
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(name(c.From))
		if c.Both {
			b.WriteString(" to and from ")
		} else {
			b.WriteString(" to ")
		}
		b.WriteString(name(c.To))
		if c.Label != "" {
			b.WriteString(": " + c.Label)
		}
	}
	for i := range g.Parts {
		if !connected[i] {
			if b.Len() > 0 {
				b.WriteString("; ")
			}
			b.WriteString(name(i))
		}
	}
	return b.String() + "."
}
