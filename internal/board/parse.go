package board

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxLines is how many lines of a text are read, and how many statements of a
// flowchart.
const MaxLines = 20_000

// maxEdges is how many connections are read: more never fit into MaxBytes, and to
// put them in order takes its time.
const maxEdges = 12_000

// Problem says what is wrong with a line, from 1.
type Problem struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// Parse reads the text form.
func Parse(text string) (Graph, []Problem) { return Apply(Graph{}, text) }

// Apply reads the text form as the next state of a board: what was there before
// keeps its id, its place and its size.
func Apply(before Graph, text string) (Graph, []Problem) {
	p := parser{names: map[string]int{}, handles: map[string]int{}}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		p.line = i + 1
		if i == MaxLines && len(lines) > MaxLines+1 {
			p.wrong("A board has up to %d lines; those from here on are not read.", MaxLines)
			break
		}
		if p.read(strings.TrimSpace(line)); len(p.edges) > maxEdges {
			p.wrong("A board has up to %d connections; what follows is not read.", maxEdges)
			break
		}
	}
	for _, z := range p.framed {
		p.line = z.line
		p.frame(z)
	}
	return p.resume(before), p.problems
}

// drawn is a part as the text has it.
type drawn struct {
	label, kind, handle string
	defined             bool // by a line of its own
	zone                int  // place in zones + 1
}

type connected struct {
	from, to int
	label    string
}

type framed struct {
	line        int
	kind, label string
	names       string
}

type parser struct {
	parts    []drawn
	edges    []connected
	zones    []Zone
	framed   []framed // read last, when all parts are known
	names    map[string]int
	handles  map[string]int
	problems []Problem
	line     int
}

func (p *parser) wrong(format string, args ...any) {
	p.problems = append(p.problems, Problem{p.line, fmt.Sprintf(format, args...)})
}

func (p *parser) read(line string) {
	switch {
	case line == "":
	case strings.HasPrefix(line, "#"):
		p.remark(strings.TrimSpace(strings.TrimLeft(line, "#")))
	case strings.HasPrefix(line, "["):
		p.definition(line)
	default:
		p.connections(line)
	}
}

// remark is a note that stands by itself.
func (p *parser) remark(words string) {
	if words != "" && p.room() && p.short(words, "A remark") {
		p.parts = append(p.parts, drawn{label: words, kind: "note", defined: true})
	}
}

func (p *parser) room() bool {
	if len(p.parts) == MaxNodes {
		p.wrong("A board has up to %d parts.", MaxNodes)
		return false
	}
	return true
}

func (p *parser) short(s, what string) bool {
	if utf8.RuneCountInString(s) > MaxLabel {
		p.wrong("%s has up to %d characters; this one has %d.", what, MaxLabel, utf8.RuneCountInString(s))
		return false
	}
	return true
}

func (p *parser) definition(line string) {
	kind, rest, ok := strings.Cut(line[1:], "]")
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case !ok:
		p.wrong("The bracket around the kind is never closed; write [queue] Jobs.")
	case slices.Contains(ZoneKinds[:], kind):
		label, names, ok := cut(rest, ":")
		if !ok {
			p.wrong("Say what stands in the %s: [%s] Europe: API, Store.", kind, kind)
			return
		}
		p.framed = append(p.framed, framed{p.line, kind, label, names})
	case !slices.Contains(Kinds[:], kind):
		p.wrong("There is no kind “%s”; the kinds are %s.", kind, strings.Join(Kinds[:], ", "))
	default:
		p.define(kind, rest)
	}
}

// define makes or finds the part of a line of its own.
func (p *parser) define(kind, rest string) {
	if _, _, arrow := cut(rest, "->"); arrow {
		p.wrong("A line is a part or a connection: write [%s] Name first, and the arrow on a line of its own. A name with an arrow in it goes into quotation marks.", kind)
		return
	}
	t, ok := p.token(rest)
	if !ok {
		return
	}
	if t.label == "" && t.handle == "" {
		p.wrong("A part needs a name.")
		return
	}
	i, known := p.lookup(t)
	switch {
	case known && p.parts[i].defined && t.handle != "":
		p.wrong("The sign @%s belongs to “%s” already; give this one another.", t.handle, p.parts[i].label)
		return
	case known && p.parts[i].defined:
		p.wrong("There is a part “%s” already. A second one of that name needs a sign of its own: [%s] %s @2.", p.parts[i].label, kind, p.parts[i].label)
		return
	case !known:
		if i = p.add(t, kind); i < 0 {
			return
		}
	}
	p.parts[i].kind, p.parts[i].defined = kind, true
	if t.label != "" {
		p.parts[i].label = t.label
	}
}

// token is a name as it stands in a line.
type token struct {
	label, handle string
	quoted        bool
}

// token reads a name: words, words in quotation marks, and perhaps a sign.
func (p *parser) token(s string) (t token, ok bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, `"`) {
		words, rest, closed := unquote(s)
		if !closed {
			p.wrong("The quotation mark is never closed.")
			return t, false
		}
		t.label, t.quoted, s = words, true, strings.TrimSpace(rest)
		if s != "" && !strings.HasPrefix(s, "@") {
			p.wrong("Behind the quotation mark stands “%s”; put the whole name between the marks.", s)
			return t, false
		}
	} else if at := strings.Index(" "+s, " @"); at >= 0 {
		t.label, s = strings.Join(strings.Fields(s[:at]), " "), s[at:]
	} else {
		t.label, s = strings.Join(strings.Fields(s), " "), ""
	}
	if !t.quoted && strings.Contains(t.label, "<-") {
		p.wrong("Arrows point to the right: write B -> A. A name with an arrow in it goes into quotation marks.")
		return t, false
	}
	if s = strings.TrimSpace(s); s != "" {
		s = strings.TrimPrefix(s, "@")
		if strings.HasPrefix(s, `"`) {
			words, rest, closed := unquote(s)
			if !closed || strings.TrimSpace(rest) != "" {
				p.wrong("The quotation mark behind @ is never closed.")
				return t, false
			}
			s = words
		}
		if s == "" || strings.ContainsRune(s, 0) {
			p.wrong("Behind @ stands the sign of a part, such as @2.")
			return t, false
		}
		t.handle = s
	}
	return t, p.short(t.label, "A name") && p.short(t.handle, "A sign")
}

// lookup finds a part by its sign, else by its name.
func (p *parser) lookup(t token) (int, bool) {
	if t.handle != "" {
		i, ok := p.handles[t.handle]
		return i, ok
	}
	i, ok := p.names[key(t.label)]
	return i, ok
}

// add makes a part, or returns -1.
func (p *parser) add(t token, kind string) int {
	if !p.room() {
		return -1
	}
	i := len(p.parts)
	p.parts = append(p.parts, drawn{label: t.label, kind: kind, handle: t.handle})
	if t.handle != "" {
		p.handles[t.handle] = i
	}
	if k := key(t.label); k != "" && t.handle == "" {
		p.names[k] = i
	}
	return i
}

// mention finds or makes the part of which a line speaks.
func (p *parser) mention(s string) (int, bool) {
	t, ok := p.token(s)
	switch {
	case !ok:
		return 0, false
	case t.label == "" && t.handle == "":
		p.wrong("A part needs a name.")
		return 0, false
	}
	if i, known := p.lookup(t); known {
		return i, true
	}
	if t.handle != "" && t.label == "" {
		p.wrong("There is no part with the sign @%s; define it above: [service] Name @%s.", t.handle, t.handle)
		return 0, false
	}
	i := p.add(t, "service")
	return i, i >= 0
}

// connections reads A -> B <-> C: label. The label is that of each. A line without
// an arrow is a part.
func (p *parser) connections(line string) {
	names, label := line, ""
	if last := lastArrow(line); last >= 0 {
		if tail, words, ok := cut(line[last:], ":"); ok {
			names, label = line[:last]+tail, strings.TrimSpace(words)
		}
	}
	if strings.HasPrefix(label, `"`) {
		words, rest, closed := unquote(label)
		if !closed || strings.TrimSpace(rest) != "" {
			p.wrong("The quotation mark around the label is never closed.")
			return
		}
		label = words
	} else {
		label = strings.Join(strings.Fields(label), " ")
	}
	if !p.short(label, "A label") {
		return
	}
	before, rest, both := -1, names, false
	for {
		name, after, more := cut(rest, "->")
		next := more && strings.HasSuffix(strings.TrimRight(name, " \t"), "<")
		if next {
			name = strings.TrimSuffix(strings.TrimRight(name, " \t"), "<")
		}
		place, ok := p.mention(name)
		if !ok {
			return
		}
		if len(p.edges) > maxEdges {
			return
		}
		if before >= 0 {
			p.edges = append(p.edges, connected{before, place, label})
			if both {
				p.edges = append(p.edges, connected{place, before, label})
			}
		}
		if !more {
			return
		}
		before, both, rest = place, next, after
	}
}

// frame reads what stands in a zone.
func (p *parser) frame(z framed) {
	t, ok := p.token(z.label)
	if !ok {
		return
	}
	if t.label == "" && !t.quoted {
		p.wrong("A %s needs a name: [%s] Europe: API, Store.", z.kind, z.kind)
		return
	}
	var in []int
	for rest, more := z.names, true; more; {
		var name string
		name, rest, more = cut(rest, ",")
		if strings.TrimSpace(name) == "" {
			continue
		}
		i, ok := p.mention(name)
		if !ok {
			return
		}
		if other := p.parts[i].zone; other > 0 {
			p.wrong("“%s” stands in “%s” already; a part is in one frame.", p.parts[i].label, p.zones[other-1].Label)
			continue
		}
		in = append(in, i)
	}
	if len(in) == 0 {
		p.wrong("Say what stands in the %s: [%s] %s: API, Store.", z.kind, z.kind, t.label)
		return
	}
	p.zones = append(p.zones, Zone{Label: t.label, Kind: z.kind})
	for _, i := range in {
		p.parts[i].zone = len(p.zones)
	}
}

// cut is strings.Cut outside of quotation marks that open a name.
func cut(s, sep string) (before, after string, found bool) {
	for i := 0; i < len(s); {
		if s[i] == '"' && opens(s[:i]) {
			_, rest, closed := unquote(s[i:])
			if !closed {
				return s, "", false
			}
			i = len(s) - len(rest)
			continue
		}
		if strings.HasPrefix(s[i:], sep) {
			return s[:i], s[i+len(sep):], true
		}
		i++
	}
	return s, "", false
}

// opens reports whether a quotation mark behind s begins a name or a label.
func opens(s string) bool {
	s = strings.TrimRight(s, " \t")
	return s == "" || strings.HasSuffix(s, "->") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, "@") || strings.HasSuffix(s, "]")
}

// lastArrow is where the last arrow stands outside of names, or -1.
func lastArrow(s string) int {
	last, from := -1, 0
	for {
		before, _, found := cut(s[from:], "->")
		if !found {
			return last
		}
		last = from + len(before)
		from = last + len("->")
	}
}

// unquote reads the words in quotation marks with which s begins.
func unquote(s string) (words, rest string, closed bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s):
			i++
			switch s[i] {
			case 'n':
				b.WriteByte('\n')
			case 'r':
				b.WriteByte('\r')
			case 't':
				b.WriteByte('\t')
			default:
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}
