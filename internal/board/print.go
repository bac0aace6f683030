package board

import "strings"

// Text is the text form of g: its parts with their kinds, remarks, frames and
// connections, a line each. [Parse] reads it back as the same graph.
func Text(g Graph) string {
	n := newNamer(g)
	var b strings.Builder
	for i, p := range g.Nodes {
		switch {
		case n.remark(p):
			b.WriteString("# " + p.Label)
		default:
			b.WriteString("[" + p.Kind + "]" + pad(n.defined(i)))
		}
		b.WriteByte('\n')
	}
	for _, z := range g.Zones {
		var in []string
		for _, p := range g.Nodes {
			if p.Zone == z.ID {
				in = append(in, n.name(p.ID))
			}
		}
		if len(in) > 0 { // a frame around nothing is not drawn either
			b.WriteString("[" + z.Kind + "]" + pad(quoted(z.Label, zoneStops)) + ": " + strings.Join(in, ", ") + "\n")
		}
	}
	for _, l := range g.links() {
		arrow := " -> "
		if l.both {
			arrow = " <-> "
		}
		b.WriteString(n.name(l.From) + arrow + n.name(l.To))
		if l.Label != "" {
			b.WriteString(": " + quoted(l.Label, lineStops))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func pad(s string) string {
	if s == "" {
		return ""
	}
	return " " + s
}

// namer knows what each part is called where a line speaks of it: by its label,
// and by its id where the label is no name for it alone.
type namer struct {
	graph  Graph
	at     map[string]int
	owner  map[string]int  // by key, the one part of that label, or -1 where several have it
	called map[string]bool // parts of which other lines speak
}

func newNamer(g Graph) *namer {
	n := &namer{graph: g, at: g.places(), owner: make(map[string]int), called: make(map[string]bool)}
	for _, e := range g.Edges {
		n.called[e.From], n.called[e.To] = true, true
	}
	for i, p := range g.Nodes {
		n.called[p.ID] = n.called[p.ID] || p.Zone != ""
		if n.remark(p) {
			continue
		}
		k := key(p.Label)
		if _, taken := n.owner[k]; taken {
			n.owner[k] = -1
		} else {
			n.owner[k] = i
		}
	}
	return n
}

// byID reports whether a part goes by its id.
func (n *namer) byID(i int) bool {
	k := key(n.graph.Nodes[i].Label)
	return k == "" || n.owner[k] != i
}

// defined is a part in the line that defines it.
func (n *namer) defined(i int) string {
	p := n.graph.Nodes[i]
	label := quoted(p.Label, partStops)
	if p.Label == "" {
		label = ""
	}
	if n.byID(i) {
		return strings.TrimSpace(label + " " + handle(p.ID))
	}
	return label
}

// name is a part in another line.
func (n *namer) name(id string) string {
	i := n.at[id]
	if n.byID(i) {
		return handle(id)
	}
	return quoted(n.graph.Nodes[i].Label, nameStops)
}

func handle(id string) string {
	return "@" + quoted(id, append(nameStops[:len(nameStops):len(nameStops)], " "))
}

// What ends a name, and what has to be quoted therefore.
var (
	nameStops = []string{"->", "<-", ":", ","}
	zoneStops = []string{"<-", ":"}
	partStops = []string{"->", "<-"}
	lineStops = []string{"->"}
)

// quoted is s as it is where it would be read back so, else in quotation marks.
func quoted(s string, stops []string) string {
	plain := s != "" && s == strings.Join(strings.Fields(s), " ") && !strings.ContainsAny(s[:1], "#[@<") && !strings.Contains(s, `"`) && !strings.Contains(s, " @") && !strings.HasSuffix(s, "<")
	for _, stop := range stops {
		plain = plain && !strings.Contains(s, stop)
	}
	if plain && !strings.ContainsAny(s, "\x00\v\f\u0085\u2028\u2029") {
		return s
	}
	return `"` + quoting.Replace(s) + `"`
}

var quoting = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

// remark reports whether a part is a note that stands by itself behind a "#".
func (n *namer) remark(p Node) bool {
	return p.Kind == "note" && !n.called[p.ID] && !strings.HasPrefix(p.Label, "#") && quoted("x"+p.Label, nil) == "x"+p.Label && strings.TrimSpace(p.Label) == p.Label && p.Label != ""
}

// key is what two labels have in common that are one name.
func key(label string) string { return strings.ToLower(strings.Join(strings.Fields(label), " ")) }
