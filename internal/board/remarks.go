package board

import (
	"fmt"
	"slices"
	"strings"
)

// Remark is a question about a board, as a patient colleague asks it: which parts
// it is about, and what.
type Remark struct {
	Rule  string   // alone, data, single, circle or writes
	Parts []string // their ids
	Text  string
}

// heavyWrites is from how many writes a second a store that everybody waits for
// deserves a question: one disk makes about so many lasting ones.
const heavyWrites = 1_000

// mostOf is how many remarks of one rule are worth reading.
const mostOf = 3

// Remarks asks what the drawing leaves open. Writes is how many writes a second
// were worked out, or 0.
func Remarks(g Graph, writes float64) []Remark {
	n := newNetwork(g)
	if len(n.parts) < 2 {
		return nil
	}
	return slices.Concat(n.alone(), n.data(), n.single(), n.circle(), n.unbuffered(writes))
}

// network is a graph to walk on. Notes are no parts of it.
type network struct {
	graph Graph
	parts []int // places of what is no note
	next  [][]int
	tied  []bool // connected with anything
}

func newNetwork(g Graph) *network {
	n := &network{graph: g, next: make([][]int, len(g.Nodes)), tied: make([]bool, len(g.Nodes))}
	for i, p := range g.Nodes {
		if p.Kind != "note" {
			n.parts = append(n.parts, i)
		}
	}
	at := g.places()
	for _, e := range g.Edges {
		from, to := at[e.From], at[e.To]
		if from != to {
			n.next[from] = append(n.next[from], to)
			n.tied[from], n.tied[to] = true, true
		}
	}
	return n
}

func (n *network) of(kinds ...string) []int {
	var out []int
	for _, i := range n.parts {
		if slices.Contains(kinds, n.graph.Nodes[i].Kind) {
			out = append(out, i)
		}
	}
	return out
}

func (n *network) name(i int) string { return "“" + n.graph.Nodes[i].name() + "”" }

func (n *network) about(rule string, parts []int, format string, args ...any) Remark {
	r := Remark{Rule: rule, Text: fmt.Sprintf(format, args...)}
	for _, i := range parts {
		r.Parts = append(r.Parts, n.graph.Nodes[i].ID)
	}
	return r
}

// alone are parts to which nothing leads.
func (n *network) alone() []Remark {
	var out []Remark
	for _, i := range n.parts {
		if !n.tied[i] && len(out) < mostOf {
			out = append(out, n.about("alone", []int{i}, "Nothing is connected with %s yet. What talks to it?", n.name(i)))
		}
	}
	return out
}

var rest = []string{"database", "storage"}

// data asks where data comes to rest.
func (n *network) data() []Remark {
	clients, stores := n.of("client"), n.of(rest...)
	switch {
	case len(clients) == 0 || len(n.parts) < 3:
		return nil
	case len(stores) == 0:
		return []Remark{n.about("data", clients[:1], "What %s asks for comes to rest nowhere. Where does the data lie?", n.name(clients[0]))}
	}
	for _, c := range clients {
		if !slices.ContainsFunc(stores, n.reached([]int{c}, -1)) {
			return []Remark{n.about("data", []int{c}, "No way leads from %s to where data rests. Which one does a request take?", n.name(c))}
		}
	}
	return nil
}

// reached returns which parts a walk from any of some parts comes to, around the
// one that is taken away.
func (n *network) reached(from []int, without int) func(int) bool {
	seen := make([]bool, len(n.graph.Nodes))
	var front []int
	see := func(parts []int) {
		for _, i := range parts {
			if !seen[i] && i != without {
				seen[i] = true
				front = append(front, i)
			}
		}
	}
	for see(from); len(front) > 0; {
		next := n.next[front[0]]
		front = front[1:]
		see(next)
	}
	return func(i int) bool { return seen[i] }
}

// several are words of a label that stands for more than one machine.
var several = strings.Fields("replica replicas replicated cluster pool fleet standby shards sharded nodes servers instances workers multi ha managed group")

func many(label string) bool {
	label = strings.ToLower(label)
	if strings.ContainsAny(label, "×") || strings.Contains(label, " x ") {
		return true
	}
	for _, w := range strings.Fields(label) {
		w = strings.Trim(w, "().,:;/")
		digits := strings.Trim(w, "x×")
		if slices.Contains(several, w) || len(digits) > 0 && len(digits) < len(w) && strings.Trim(digits, "0123456789") == "" {
			return true
		}
	}
	return false
}

// single are parts without which no client reaches any data.
func (n *network) single() []Remark {
	clients, stores := n.of("client"), n.of(rest...)
	if len(clients) == 0 || len(stores) == 0 {
		return nil
	}
	arrives := func(without int) bool { return slices.ContainsFunc(stores, n.reached(clients, without)) }
	if !arrives(-1) {
		return nil
	}
	var out []Remark
	for _, i := range n.of("balancer", "service", "database", "queue", "cache") {
		if p := n.graph.Nodes[i]; len(out) < mostOf && !many(p.Label) && !arrives(i) {
			out = append(out, n.about("single", []int{i}, "If %s stops, everything stops. Is there a second one, or how soon is it back?", n.name(i)))
		}
	}
	return out
}

// circle finds one way that comes back to where it began, over three parts or
// more: two that talk to each other are nothing to wonder about.
func (n *network) circle() []Remark {
	state := make([]int, len(n.graph.Nodes)) // 1 on the way, 2 done
	var way, found []int
	var visit func(int)
	visit = func(i int) {
		state[i] = 1
		way = append(way, i)
		for _, to := range n.next[i] {
			if found != nil {
				break
			}
			switch state[to] {
			case 0:
				visit(to)
			case 1:
				if ring := way[slices.Index(way, to):]; len(ring) > 2 {
					found = slices.Clone(ring)
				}
			}
		}
		way = way[:len(way)-1]
		state[i] = 2
	}
	for _, i := range n.parts {
		if state[i] == 0 && found == nil {
			visit(i)
		}
	}
	if found == nil {
		return nil
	}
	names := make([]string, len(found))
	for k, i := range found {
		names[k] = n.name(i)
	}
	return []Remark{n.about("circle", found, "%s lead round in a circle. Is that meant, and what ends it?", strings.Join(names, ", "))}
}

// unbuffered asks about stores for which every write waits, where there are many.
func (n *network) unbuffered(writes float64) []Remark {
	if writes < heavyWrites || len(n.of("queue")) > 0 {
		return nil
	}
	for _, c := range n.of("client") {
		reached := n.reached([]int{c}, -1)
		for _, s := range n.of(rest...) {
			if reached(s) {
				return []Remark{n.about("writes", []int{s}, "By your figures some %s writes a second wait for %s. What takes the peak, a queue or more of them?", thousands(writes), n.name(s))}
			}
		}
	}
	return nil
}

func thousands(x float64) string {
	switch {
	case x >= 999_500:
		return fmt.Sprintf("%.3g million", x/1e6)
	case x >= 9_950:
		return fmt.Sprintf("%.0f,000", x/1e3)
	}
	s := fmt.Sprintf("%.0f", x)
	return s[:len(s)-3] + "," + s[len(s)-3:]
}
