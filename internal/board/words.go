package board

import "strings"

// Words tells the graph in sentences, for who cannot see it.
func (g Graph) Words() string {
	var b strings.Builder
	at := g.places()
	told := make([]bool, len(g.Nodes))
	say := func(parts ...string) {
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		for _, s := range parts {
			b.WriteString(s)
		}
	}
	name := func(id string) string {
		n := g.Nodes[at[id]]
		if n.Kind == "note" || told[at[id]] {
			return n.name()
		}
		told[at[id]] = true
		return n.name() + " (" + n.Kind + ")"
	}
	for _, c := range g.links() {
		between := " to "
		if c.both {
			between = " to and from "
		}
		from, to := name(c.From), name(c.To)
		if c.Label != "" {
			to += ": " + c.Label
		}
		say(from, between, to)
	}
	for _, n := range g.Nodes {
		if !told[at[n.ID]] {
			say(name(n.ID))
		}
	}
	for _, z := range g.Zones {
		var in []string
		for _, n := range g.Nodes {
			if n.Zone == z.ID {
				in = append(in, n.name())
			}
		}
		say(z.Kind, " ", z.Label, ": ", strings.Join(in, ", "))
	}
	return b.String() + "."
}

// link is a connection as it is shown: two that run both ways between the same
// parts and say the same are one.
type link struct {
	Edge
	both bool
}

func (g Graph) links() []link {
	type way struct{ from, to, label string }
	open := make(map[way]int) // places in out
	var out []link
	for _, e := range g.Edges {
		back := way{e.To, e.From, e.Label}
		if i, ok := open[back]; ok && e.From != e.To {
			out[i].both = true
			delete(open, back)
			continue
		}
		if here := (way{e.From, e.To, e.Label}); e.From != e.To {
			if _, ok := open[here]; !ok {
				open[here] = len(out)
			}
		}
		out = append(out, link{Edge: e})
	}
	return out
}
