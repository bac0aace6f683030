package board

import (
	"fmt"
	"strconv"
	"strings"
)

// shapes are how Mermaid draws a kind; what it has no shape for is a box. The kind
// itself stands there as a class.
var shapes = map[string][2]string{
	"client": {"([", "])"}, "database": {"[(", ")]"}, "storage": {"[(", ")]"}, "cache": {"{{", "}}"}, "queue": {"[[", "]]"},
	"balancer": {"{", "}"}, "cdn": {"(", ")"}, "external": {"(", ")"}, "note": {">", "]"},
}

// Mermaid is g as a Mermaid flowchart. [ReadMermaid] reads it back as the same
// graph, but for where its parts lie.
func Mermaid(g Graph) string {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	id := make(map[string]string, len(g.Nodes))
	part := func(n Node) {
		shape, ok := shapes[n.Kind]
		if !ok {
			shape = [2]string{"[", "]"}
		}
		fmt.Fprintf(&b, "  %s%s\"%s\"%s:::%s\n", id[n.ID], shape[0], entities(n.Label), shape[1], n.Kind)
	}
	for i, n := range g.Nodes {
		id[n.ID] = "n" + strconv.Itoa(i+1)
	}
	for _, n := range g.Nodes {
		part(n)
	}
	frames := 0
	for _, z := range g.Zones {
		var in []string
		for _, n := range g.Nodes {
			if n.Zone == z.ID {
				in = append(in, id[n.ID])
			}
		}
		if len(in) == 0 {
			continue
		}
		frames++
		fmt.Fprintf(&b, "  subgraph s%d[\"%s\"]\n", frames, entities(z.Label))
		for _, n := range in {
			b.WriteString("    " + n + "\n")
		}
		fmt.Fprintf(&b, "  end\n  class s%d %s\n", frames, z.Kind)
	}
	for _, l := range g.links() {
		arrow := "-->"
		if l.both {
			arrow = "<-->"
		}
		if l.Label != "" {
			arrow += `|"` + entities(l.Label) + `"|`
		}
		fmt.Fprintf(&b, "  %s %s %s\n", id[l.From], arrow, id[l.To])
	}
	return b.String()
}

// entities writes what would end a text in quotation marks, or be markup, by
// number, as Mermaid has it.
func entities(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"', r == '#', r == ';', r == '<', r == '>', r == '&', r == '`', r == '\\', r < ' ', r == '\u0085', r == '\u2028', r == '\u2029':
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
