package board

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits of what is read.
const (
	MaxParts = 500
	MaxLabel = 200 // code points
)

// Problem says what is wrong with a line, from 1.
type Problem struct {
	Line    int
	Message string
}

// Parse reads the text form.
func Parse(text string) (Graph, []Problem) {
	p := parser{places: map[string]int{}}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		p.line = i + 1
		p.read(strings.TrimSpace(line))
	}
	return p.graph, p.problems
}

type parser struct {
	graph    Graph
	places   map[string]int // of labels, in lower case
	problems []Problem
	line     int
}

func (p *parser) wrong(format string, args ...any) {
	p.problems = append(p.problems, Problem{p.line, fmt.Sprintf(format, args...)})
}

func (p *parser) read(line string) {
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
		return
	case strings.Contains(line, "->"):
		p.connections(line)
		return
	case !strings.HasPrefix(line, "["):
		p.part(line, "")
		return
	}
	kind, label, ok := strings.Cut(line[1:], "]")
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case !ok:
		p.wrong("The bracket around the kind is never closed; write [queue] Jobs.")
	case !slices.Contains(Kinds[:], kind):
		p.wrong("There is no kind “%s”; the kinds are %s.", kind, strings.Join(Kinds[:], ", "))
	default:
		p.part(label, kind)
	}
}

// part finds or makes the part of a label. A kind that is given later counts.
func (p *parser) part(label, kind string) (place int, ok bool) {
	label = strings.Join(strings.Fields(label), " ")
	key := strings.ToLower(label)
	switch {
	case label == "":
		p.wrong("A part needs a name.")
		return 0, false
	case utf8.RuneCountInString(label) > MaxLabel:
		p.wrong("A name has up to %d characters.", MaxLabel)
		return 0, false
	}
	if i, known := p.places[key]; known {
		if kind != "" {
			p.graph.Parts[i].Kind = kind
		}
		return i, true
	}
	if len(p.graph.Parts) == MaxParts {
		p.wrong("A board has up to %d parts.", MaxParts)
		return 0, false
	}
	if kind == "" {
		kind = "service"
	}
	p.places[key] = len(p.graph.Parts)
	p.graph.Parts = append(p.graph.Parts, Part{label, kind})
	return len(p.graph.Parts) - 1, true
}

// connections reads A -> B <-> C: label. The label is that of each.
func (p *parser) connections(line string) {
	label := ""
	if last := strings.LastIndex(line, "->"); last >= 0 {
		if colon := strings.Index(line[last:], ":"); colon >= 0 {
			line, label = line[:last+colon], strings.TrimSpace(line[last+colon+1:])
		}
	}
	if utf8.RuneCountInString(label) > MaxLabel {
		p.wrong("A label has up to %d characters.", MaxLabel)
		return
	}
	before, rest := -1, line
	both := false
	for {
		name, after, more := strings.Cut(rest, "->")
		next := strings.HasSuffix(name, "<") && more
		place, ok := p.part(strings.TrimSuffix(name, "<"), "")
		if !ok {
			return
		}
		if before == place {
			p.wrong("“%s” is connected to itself.", p.graph.Parts[place].Label)
			return
		}
		if before >= 0 {
			p.graph.Connections = append(p.graph.Connections, Connection{before, place, label, both})
		}
		if !more {
			return
		}
		before, both, rest = place, next, after
	}
}
