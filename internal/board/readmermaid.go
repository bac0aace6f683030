package board

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// IsMermaid reports whether a text is a Mermaid flowchart rather than a board's
// own text.
func IsMermaid(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "%%") || strings.HasPrefix(line, "```") {
			continue
		}
		return mermaidHead.MatchString(line)
	}
	return false
}

var (
	mermaidHead = regexp.MustCompile(`^(graph|flowchart)(\s+(TB|TD|BT|RL|LR))?\s*;?\s*$|^(graph|flowchart)\s+(TB|TD|BT|RL|LR)\s*;`)
	otherChart  = regexp.MustCompile(`^(sequenceDiagram|classDiagram|stateDiagram(-v2)?|erDiagram|journey|gantt|pie|gitGraph|mindmap|timeline|C4Context|block-beta|architecture-beta|quadrantChart)\b`)
	ignored     = regexp.MustCompile(`^(classDef|style|linkStyle|click|direction|accTitle|accDescr|title)\b[^\n]*`)
	className   = regexp.MustCompile(`^class\s+([^\n;]+?)\s+([\w-]+)\s*(;|\n|$)`)
	subgraph    = regexp.MustCompile(`^subgraph\b[ \t]*((?:[^\n;"]|"[^"\n]*")*)`)
	closing     = regexp.MustCompile(`^end\b`)
	headLine    = regexp.MustCompile(`^(graph|flowchart)\b[^\n;]*`)
)

// ReadMermaid reads a Mermaid flowchart. What it cannot take over it says, with the
// line; the rest counts.
func ReadMermaid(text string) (Graph, []Problem) {
	r := mermaidReader{text: strings.TrimRightFunc(strings.ReplaceAll(text, "\r\n", "\n"), unicode.IsSpace), line: 1, at: map[string]int{}, zone: map[string]int{}, kinds: map[string]string{}}
	for n := 0; !r.done(); n++ {
		if n == MaxLines {
			r.wrong("A flowchart has up to %d statements; those from here on are not read.", MaxLines)
			break
		}
		r.statement()
	}
	for i := range r.graph.Nodes {
		r.finish(i)
	}
	for i := range r.graph.Zones {
		r.graph.Zones[i].Kind = "zone"
		if r.kinds[r.zoneNames[i]] == "region" {
			r.graph.Zones[i].Kind = "region"
		}
	}
	if r.graph.Nodes == nil {
		r.graph.Nodes = []Node{}
	}
	if r.graph.Edges == nil {
		r.graph.Edges = []Edge{}
	}
	return Arrange(r.graph), r.problems
}

type mermaidReader struct {
	text      string // what is left
	line      int
	graph     Graph
	names     []string       // of the parts, as the chart calls them
	shape     []string       // kind that a part's shape stands for, or empty
	at        map[string]int // parts by name
	zone      map[string]int // frames by name
	zoneNames []string
	open      []int             // frames that are open, the innermost last
	kinds     map[string]string // classes by name
	problems  []Problem
	full      bool
}

func (r *mermaidReader) wrong(format string, args ...any) {
	r.problems = append(r.problems, Problem{r.line, fmt.Sprintf(format, args...)})
}

// farAhead is how many bytes ahead the end of a label is looked for: more than the
// longest has, and few enough that a chart of a thousand open ones is read at once.
const farAhead = 8 << 10

// ahead is what comes next, as far as a label may reach.
func (r *mermaidReader) ahead() string { return r.text[:min(len(r.text), farAhead)] }

func (r *mermaidReader) skip(n int) {
	r.line += strings.Count(r.text[:n], "\n")
	r.text = r.text[n:]
}

// space leaves out blanks; lines too, where a statement may begin.
func (r *mermaidReader) space(cutset string) {
	r.skip(len(r.text) - len(strings.TrimLeft(r.text, cutset)))
}

// done leaves out what stands between statements and reports the end.
func (r *mermaidReader) done() bool {
	for {
		r.space(" \t\n;")
		if !strings.HasPrefix(r.text, "%%") && !strings.HasPrefix(r.text, "```") {
			return r.text == "" || r.full
		}
		r.rest()
	}
}

// rest leaves out what is left of the line.
func (r *mermaidReader) rest() string {
	line, _, _ := strings.Cut(r.text, "\n")
	r.skip(len(line))
	return line
}

func (r *mermaidReader) statement() {
	switch {
	case strings.HasPrefix(r.text, "---\n") && r.line == 1: // settings in front
		r.skip(3)
		if end := strings.Index(r.text, "\n---"); end >= 0 {
			r.skip(end + 4)
		}
	case otherChart.MatchString(r.text):
		r.wrong("This is another kind of Mermaid chart; only flowcharts (flowchart or graph) become a board.")
		r.full = true
	case headLine.MatchString(r.text):
		r.skip(len(headLine.FindString(r.text)))
	case ignored.MatchString(r.text):
		r.skip(len(ignored.FindString(r.text)))
	case className.MatchString(r.text):
		m := className.FindStringSubmatch(r.text)
		for name := range strings.SplitSeq(m[1], ",") {
			r.kinds[strings.TrimSpace(name)] = strings.ToLower(m[2])
		}
		r.skip(len(m[0]) - len(m[3]))
	case subgraph.MatchString(r.text):
		m := subgraph.FindStringSubmatch(r.text)
		r.skip(len(m[0]))
		r.begin(strings.TrimSpace(m[1]))
	case closing.MatchString(r.text):
		r.skip(3)
		r.open = r.open[:max(0, len(r.open)-1)]
	default:
		r.chain()
	}
}

// begin opens a frame: subgraph id[Title], subgraph "Title" or subgraph Title.
func (r *mermaidReader) begin(head string) {
	name, label := head, head
	if i := strings.IndexAny(head, `["`); i >= 0 {
		name = strings.TrimSpace(head[:i])
		label = strings.TrimSuffix(strings.TrimPrefix(head[i:], "["), "]")
	}
	label = r.label(label)
	if name == "" {
		name = label
	}
	r.zone[name] = len(r.graph.Zones)
	r.zoneNames = append(r.zoneNames, name)
	r.open = append(r.open, len(r.graph.Zones))
	r.graph.Zones = append(r.graph.Zones, Zone{ID: "z" + strconv.Itoa(len(r.graph.Zones)+1), Label: label})
}

// chain reads A & B --> C -->|words| D.
func (r *mermaidReader) chain() {
	from, ok := r.group()
	for ok {
		r.space(" \t")
		l, linked := r.link()
		if !linked {
			break
		}
		r.space(" \t\n")
		var to []int
		if to, ok = r.group(); !ok {
			break
		}
		for _, a := range from {
			for _, b := range to {
				if r.connect(a, b, l); r.full {
					return
				}
			}
		}
		from = to
	}
	if rest := strings.TrimSpace(strings.TrimLeft(r.text, " \t")); !ok || rest != "" && !strings.HasPrefix(strings.TrimLeft(r.text, " \t"), "\n") && !strings.HasPrefix(rest, ";") && !strings.HasPrefix(rest, "%%") {
		line, _, _ := strings.Cut(strings.TrimLeft(r.text, " \t"), "\n")
		if !r.full {
			r.wrong("“%s” is no part of a flowchart that can be read; it is left out.", short(line))
		}
		r.rest()
	}
}

func short(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

func (r *mermaidReader) connect(a, b int, l mermaidLink) {
	if l.hidden || a < 0 || b < 0 {
		return
	}
	if len(r.graph.Edges) >= maxEdges {
		r.wrong("A board has up to %d connections; what follows is left out.", maxEdges)
		r.full = true
		return
	}
	from, to := r.graph.Nodes[a].ID, r.graph.Nodes[b].ID
	r.graph.Edges = append(r.graph.Edges, Edge{From: from, To: to, Label: l.label})
	if l.both {
		r.graph.Edges = append(r.graph.Edges, Edge{From: to, To: from, Label: l.label})
	}
}

// group reads parts with & between them.
func (r *mermaidReader) group() (parts []int, ok bool) {
	for {
		r.space(" \t")
		i, ok := r.part()
		if !ok {
			return nil, false
		}
		parts = append(parts, i)
		r.space(" \t")
		if !strings.HasPrefix(r.text, "&") {
			return parts, true
		}
		r.skip(1)
	}
}

// part reads name, name[label] or name[label]:::class. It is -1 for a frame, to
// which nothing can be connected.
func (r *mermaidReader) part() (int, bool) {
	name := r.name()
	if name == "" {
		return 0, false
	}
	label, shape, labelled := r.shaped()
	if strings.HasPrefix(r.text, ":::") {
		r.skip(3)
		class := r.name()
		r.kinds[name] = strings.ToLower(class)
	}
	if _, frame := r.zone[name]; frame && !labelled {
		r.wrong("“%s” is a frame; connect the parts in it instead. The connection is left out.", name)
		return -1, true
	}
	i, known := r.at[name]
	if !known {
		if len(r.graph.Nodes) == MaxNodes {
			r.wrong("A board has up to %d parts; what follows is left out.", MaxNodes)
			r.full = true
			return 0, false
		}
		i = len(r.graph.Nodes)
		r.at[name] = i
		r.names, r.shape = append(r.names, name), append(r.shape, "")
		r.graph.Nodes = append(r.graph.Nodes, Node{ID: "p" + strconv.Itoa(i+1), Label: r.cut(name)})
	}
	if labelled {
		r.graph.Nodes[i].Label, r.shape[i] = label, shape
	}
	if n := &r.graph.Nodes[i]; len(r.open) > 0 && n.Zone == "" {
		n.Zone = r.graph.Zones[r.open[len(r.open)-1]].ID
	}
	return i, true
}

// finish gives a part its kind.
func (r *mermaidReader) finish(i int) {
	n := &r.graph.Nodes[i]
	switch class := r.kinds[r.names[i]]; {
	case slices.Contains(Kinds[:], class):
		n.Kind = class
	case r.shape[i] != "":
		n.Kind = r.shape[i]
	default:
		n.Kind = guess(n.Label)
	}
}
