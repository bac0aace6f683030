package room

import (
	"net/url"
	"strconv"
	"strings"

	"levelup/internal/calc"
	"levelup/internal/interview"
)

// Sheet is the calculator's sheet as the page itself shows it, where no script
// runs: all of it is saved with the words.
type Sheet struct {
	Text    string
	Base    int
	Lines   []Line
	Mistake string // why it was not saved; it stands there as it was sent
}

// Line is one line of the sheet with what it comes to.
type Line struct {
	Number              int
	Input               string
	Result              string // empty where the line is wrong
	Take                string // the line with its result, as it goes into the answer
	Before, Meant, Rest string // of a line that is wrong, around what is meant
	Problem             string
}

func newSheet(s *interview.State) Sheet {
	inputs := make([]string, len(s.Sheet))
	for i, l := range s.Sheet {
		inputs[i] = l.Input
	}
	return Sheet{Text: strings.Join(inputs, "\n"), Base: s.SheetBase, Lines: linesOf(inputs)}
}

func linesOf(inputs []string) []Line {
	var out []Line
	for i, r := range calc.Lines(inputs) {
		l := Line{Number: i + 1, Input: r.Input}
		switch {
		case r.Blank:
			continue
		case r.Err != nil:
			runes := []rune(r.Input)
			from := min(r.Err.Column-1, len(runes))
			to := min(from+r.Err.Width, len(runes))
			l.Before, l.Meant, l.Rest = string(runes[:from]), string(runes[from:to]), string(runes[to:])
			l.Problem = r.Err.Error()
		default:
			l.Result, l.Take = r.Display, r.Statement()
		}
		out = append(out, l)
	}
	return out
}

// rows is the height of the sheet in lines: a few, with room to go on; what is
// beneath it stays in reach.
func (s Sheet) rows() string { return strconv.Itoa(min(max(6, strings.Count(s.Text, "\n")+3), 12)) }

// longestAddress is how long an address may get: beyond it some programs cut it off.
const longestAddress = 6_000

// apart is the calculator's own page with the same lines, where the steps behind
// each result stand.
func (s Sheet) apart() string {
	if a := "/calculator?worksheet=" + url.QueryEscape(s.Text); s.Text != "" && len(a) <= longestAddress {
		return a
	}
	return "/calculator"
}
