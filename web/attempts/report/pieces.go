package report

import (
	"regexp"
	"slices"
	"strings"

	"levelup/internal/grading"
	"levelup/web/ui"
)

// Paragraph is a paragraph of somebody's words, cut where evidence begins and
// ends. Put together again, its pieces are the paragraph.
type Paragraph struct {
	Pieces []Piece
	Notes  []Note // what the places that begin here are evidence of
}

// Piece is a run of words that the same evidence covers.
type Piece struct {
	Text   string
	Anchor string // id of the place that begins here, or empty
	Marked bool
	Kind   string // of the mark: "half" where no point is met by it
	Refs   []Ref  // of the places that end with this piece
}

// Ref is the number at the end of a place, leading back to what it is evidence of.
type Ref struct {
	Number int
	Href   string
	Label  string // for who hears the page: what the link leads to
}

// Note says in the margin what a numbered place is evidence of.
type Note struct {
	Number int
	Text   string
}

var blankLines = regexp.MustCompile(`\n[^\S\n]*\n\s*`)

// paragraphs cuts a text at its blank lines, and each part at the edges of places.
func paragraphs(text string, places []*place, cited cites) []Paragraph {
	var out []Paragraph
	at := 0
	for _, gap := range append(blankLines.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part := text[at:gap[0]]
		lead := len(part) - len(strings.TrimLeft(part, "\n"))
		if strings.TrimSpace(part) != "" {
			out = append(out, paragraph(text, span{at + lead, at + len(strings.TrimRight(part, " \t\n"))}, places, cited))
		}
		at = gap[1]
	}
	return out
}

func paragraph(text string, all span, places []*place, cited cites) Paragraph {
	edges := []int{all.from, all.to}
	for _, p := range places {
		for _, edge := range []int{p.from, p.to} {
			if all.from < edge && edge < all.to {
				edges = append(edges, edge)
			}
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out Paragraph
	for i := range len(edges) - 1 {
		from, to := edges[i], edges[i+1]
		piece := Piece{Text: text[from:to]}
		whole := false
		for _, p := range places {
			if p.from <= from && to <= p.to {
				piece.Marked = true
				whole = whole || cited.kind(p) == ""
			}
			if p.from == from {
				piece.Anchor = p.anchor()
				out.Notes = append(out.Notes, cited.note(p))
			}
			if p.to == to {
				piece.Refs = append(piece.Refs, cited.ref(p))
			}
		}
		if piece.Marked && !whole {
			piece.Kind = half
		}
		out.Pieces = append(out.Pieces, piece)
	}
	return out
}

// cites knows which points each place is evidence of.
type cites map[*place][]citation

type citation struct {
	point     string // anchor of the point on the page
	text      string
	criterion string
	verdict   string
}

// half is the kind of mark on what makes no point whole.
const half = "half"

func (c cites) kind(p *place) string {
	if slices.ContainsFunc(c[p], func(of citation) bool { return of.verdict == grading.Met }) {
		return ""
	}
	return half
}

func (c cites) ref(p *place) Ref {
	ref := Ref{Number: p.number}
	if of := c[p]; len(of) > 0 {
		ref.Href, ref.Label = "#"+of[0].point, "back to: "+of[0].text
	}
	return ref
}

// note names each criterion once, with what the place was worth to it.
func (c cites) note(p *place) Note {
	var criteria []string
	words := map[string][]string{}
	for _, of := range c[p] {
		if words[of.criterion] == nil {
			criteria = append(criteria, of.criterion)
		}
		if word := ui.Verdict(of.verdict); !slices.Contains(words[of.criterion], word) {
			words[of.criterion] = append(words[of.criterion], word)
		}
	}
	var parts []string
	for _, name := range criteria {
		parts = append(parts, ui.CriterionTitle(name)+", "+list(words[name]))
	}
	return Note{p.number, strings.Join(parts, "; ")}
}
