package author

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// near is how many lines that are alike stand around those that differ.
const near = 3

// longest is the length of a line up to which its words are compared too.
const longest = 2_000

// diff fills in what differs between two texts, line by line, and in lines that
// have taken each other's place piece by piece.
func (v *Compare) diff(from, to string) error {
	from, to = ended(from), ended(to)
	unified, err := udiff.ToUnifiedDiff("from", "to", from, udiff.Lines(from, to), near)
	if err != nil {
		return err
	}
	v.Alike = len(unified.Hunks) == 0
	for _, h := range unified.Hunks {
		hunk := Hunk{Head: fmt.Sprintf("From line %d", h.ToLine)}
		left, right := h.FromLine, h.ToLine
		var gone, come []string
		flush := func() {
			for i := range max(len(gone), len(come)) {
				row := DiffRow{Changed: true}
				switch {
				case i >= len(come):
					row.Left, row.LeftText = left, []Span{{Text: gone[i], Marked: true}}
				case i >= len(gone):
					row.Right, row.RightText = right, []Span{{Text: come[i], Marked: true}}
				default:
					row.Left, row.Right = left, right
					row.LeftText, row.RightText = pieces(gone[i], come[i])
				}
				if row.Left > 0 {
					left++
				}
				if row.Right > 0 {
					right++
				}
				hunk.Rows = append(hunk.Rows, row)
			}
			v.Removed += len(gone)
			v.Added += len(come)
			gone, come = nil, nil
		}
		for _, line := range h.Lines {
			text := strings.TrimSuffix(line.Content, "\n")
			switch line.Kind {
			case udiff.Delete:
				gone = append(gone, text)
			case udiff.Insert:
				come = append(come, text)
			default:
				flush()
				hunk.Rows = append(hunk.Rows, DiffRow{Left: left, Right: right, LeftText: []Span{{Text: text}}, RightText: []Span{{Text: text}}})
				left++
				right++
			}
		}
		flush()
		v.Hunks = append(v.Hunks, hunk)
	}
	return nil
}

// pieces marks in two lines the words that the other does not have. Lines that have
// little in common are marked whole.
func pieces(from, to string) (left, right []Span) {
	whole := []Span{{Text: from, Marked: true}}
	if len(from) > longest || len(to) > longest {
		return whole, []Span{{Text: to, Marked: true}}
	}
	add := func(to *[]Span, text string, marked bool) {
		if text != "" {
			*to = append(*to, Span{text, marked})
		}
	}
	// Words are compared as lines are: each on a line of its own.
	apart := word.ReplaceAllString(from, "$0\n")
	joined := strings.NewReplacer("\n", "")
	at, alike := 0, 0
	same := func(text string) {
		text = joined.Replace(text)
		alike += len(strings.TrimSpace(text))
		add(&left, text, false)
		add(&right, text, false)
	}
	for _, e := range udiff.Lines(apart, word.ReplaceAllString(to, "$0\n")) {
		same(apart[at:e.Start])
		add(&left, joined.Replace(apart[e.Start:e.End]), true)
		add(&right, joined.Replace(e.New), true)
		at = e.End
	}
	same(apart[at:])
	if 3*alike < min(len(from), len(to)) {
		return whole, []Span{{Text: to, Marked: true}}
	}
	return left, right
}

// word is a word or what stands between two.
var word = regexp.MustCompile(`[\pL\pN_'’]+|\s+|[^\pL\pN\s]`)

// ended is a text whose last line ends as the others do.
func ended(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}
