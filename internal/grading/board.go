package grading

import (
	"slices"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/internal/match"
)

// board is a drawing as a graph. Notes are no parts of it, nor is a part whose
// label speaks to a grader.
type board struct {
	parts []drawnPart
	byID  map[string]int      // place in parts
	next  map[string][]string // ids by id
}

type drawnPart struct {
	id, label, kind string
	text            *match.Text
}

// newBoard reads a drawing, its labels in plain words, and reports whether anything on it speaks to a
// grader.
func newBoard(d *interview.Diagram, plainly func(string) string) (*board, bool) {
	b := &board{byID: make(map[string]int), next: make(map[string][]string)}
	spoken := false
	if d == nil {
		return b, false
	}
	for _, n := range d.Nodes {
		x := match.Read(plainly(n.Label))
		if speaksToGrader(x) {
			spoken = true
			continue
		}
		if n.Kind != "note" {
			b.byID[n.ID] = len(b.parts)
			b.parts = append(b.parts, drawnPart{n.ID, n.Label, n.Kind, x})
		}
	}
	for _, e := range d.Edges {
		spoken = spoken || speaksToGrader(match.Read(e.Label))
		b.next[e.From] = append(b.next[e.From], e.To)
	}
	return b, spoken
}

func (b *board) size() int { return len(b.parts) }

// link is what a board must show: a path from one part to another, or a direct
// connection.
type link struct {
	from, to end
	direct   bool
}

// end is one end of a link: a kind, or an expected part, found by its labels.
type end struct {
	kind   string
	labels []match.Term
}

// newLink reads the fact as its author wrote it. One that cannot be read is
// nowhere drawn; the content check reports it.
func newLink(p *curriculum.Prompt, fact string) *link {
	l, err := curriculum.ParseLink(fact)
	if err != nil {
		return &link{}
	}
	return &link{from: newEnd(p, l.From), to: newEnd(p, l.To), direct: l.Direct}
}

func newEnd(p *curriculum.Prompt, name string) end {
	var e end
	if slices.Contains(curriculum.Kinds[:], name) {
		e.kind = name
	}
	for _, part := range p.Board.Parts {
		if part.ID != name {
			continue
		}
		e.labels = newTerms(part.AnyOf)
		if len(part.AnyOf) == 0 {
			e.kind = part.Kind
		}
	}
	return e
}

func (e end) is(p drawnPart) bool {
	return e.kind != "" && e.kind == p.kind || match.Mentions(p.text, e.labels)
}

// drawn looks for the link on the boards of the steps.
func (l *link) drawn(works []*work) finding {
	for _, w := range works {
		for _, from := range w.board.parts {
			if !l.from.is(from) {
				continue
			}
			if to, ok := w.board.reach(from.id, l); ok {
				return finding{Met, []Evidence{part(w, from), part(w, to)}}
			}
		}
	}
	return finding{verdict: Missing}
}

// reach walks the connections from a part on, breadth first, until the other
// end of the link.
func (b *board) reach(from string, l *link) (drawnPart, bool) {
	seen := map[string]bool{from: true}
	for front := []string{from}; len(front) > 0; {
		var further []string
		for _, id := range front {
			for _, to := range b.next[id] {
				i, ok := b.byID[to]
				if seen[to] || !ok {
					continue
				}
				seen[to] = true
				if l.to.is(b.parts[i]) {
					return b.parts[i], true
				}
				further = append(further, to)
			}
		}
		if l.direct {
			break
		}
		front = further
	}
	return drawnPart{}, false
}

func part(w *work, p drawnPart) Evidence {
	name := p.label
	if name == "" {
		name = p.id
	}
	return Evidence{Step: string(w.step), Part: name}
}
