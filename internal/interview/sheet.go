package interview

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"levelup/internal/calc"
	"levelup/internal/fault"
)

// MaxCalculated bounds the results in the log of one attempt. The server adds
// them by itself, so they are counted apart from MaxEvents: a long sheet whose
// first line is changed again and again must never use up the room for answers.
const MaxCalculated = 200_000

// SheetLine is one line of the attempt's sheet: what was typed into the
// calculator, and what it came to. Lines that nothing can be calculated from,
// such as blank ones and remarks, have neither output nor error.
type SheetLine struct {
	Key    string `json:"key"`
	Step   Step   `json:"step"` // to which it counts: that of its latest change
	Input  string `json:"input"`
	Output string `json:"output,omitempty"` // "1.16k requests/s"
	Error  string `json:"error,omitempty"`  // a sentence
}

// Edit changes one line of the sheet. It has no base: the last writer of a line
// wins, and the log keeps all.
type Edit struct {
	Line   string `json:"line,omitempty"`   // its key; empty: a new line at the end, which gets one
	At     int    `json:"at,omitempty"`     // where a line that is not in the sheet is put, from 0
	Delete bool   `json:"delete,omitempty"` // takes the line out, if it is there
	Input  string `json:"input"`
}

// Result is what a line of the sheet came to.
type Result struct {
	Line   string `json:"line"`
	Output string `json:"output"`
	Error  string `json:"error"`
}

// Check says what is wrong with an edit, whatever the sheet.
func (e Edit) Check() error {
	if n := utf8.RuneCountInString(e.Input); n > calc.MaxLine {
		return fault.Coded(fault.Invalid, "too-large", "A line of the calculator holds up to %d characters; this one has %d.", calc.MaxLine, n)
	}
	switch {
	case !PrintableID(e.Line) && e.Line != "":
		return malformed(`The "line" of a calc event is 1 to %d printable ASCII characters.`, MaxClient)
	case e.At < 0:
		return malformed(`A line is put "at" 0 or later, not %d.`, e.At)
	case e.Delete && e.Line == "":
		return malformed(`A calc event that deletes needs the "line" that it takes out.`)
	case e.Delete && e.Input != "":
		return malformed("A calc event either deletes a line or sets it; leave out the one or the other.")
	}
	if i := strings.IndexAny(e.Input, "\x00\n\r"); i >= 0 {
		return malformed("The line holds U+0000 or a line end at character %d; send an event for each line.", utf8.RuneCountInString(e.Input[:i])+1)
	}
	return nil
}

// PrintableID reports whether s can name a page or a line: 1 to MaxClient
// printable ASCII characters without a space.
func PrintableID(s string) bool {
	return s != "" && len(s) <= MaxClient && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

func foldCalc(s State, e Event) (State, error) {
	if err := s.writable(e.Step); err != nil {
		return s, err
	}
	if err := e.Edit.Check(); err != nil {
		return s, err
	}
	if s.Calculated > MaxCalculated-calc.MaxLines {
		return s, fault.Coded(fault.Invalid, "too-large", "The calculator of this attempt has given %d results, as many as are kept. Go on in the answer; it is saved as before.", s.Calculated)
	}
	bytes, err := s.typed(e.Edit.Input)
	if err != nil {
		return s, err
	}
	sheet := s.edited(e)
	if err := fitsSheet(sheet); err != nil {
		return s, err
	}
	s = s.touch(e.At)
	s.Sheet, s.TextBytes = sheet, bytes
	s.SheetBase++
	return s, nil
}

// edited is the sheet after an edit. It never writes into the old one, which
// others may still read.
func (s *State) edited(e Event) []SheetLine {
	key := e.Edit.Line
	if key == "" {
		key = s.newKey(e.Seq)
	}
	i := s.line(key)
	switch {
	case i >= 0 && e.Edit.Delete:
		return slices.Concat(s.Sheet[:i], s.Sheet[i+1:])
	case e.Edit.Delete:
		return s.Sheet
	case i >= 0:
		sheet := slices.Clone(s.Sheet)
		sheet[i].Step, sheet[i].Input = e.Step, e.Edit.Input
		return sheet
	}
	at := len(s.Sheet)
	if e.Edit.Line != "" {
		at = min(at, e.Edit.At)
	}
	return slices.Concat(s.Sheet[:at], []SheetLine{{Key: key, Step: e.Step, Input: e.Edit.Input}}, s.Sheet[at:])
}

// line is the place of a line in the sheet, or -1.
func (s *State) line(key string) int {
	return slices.IndexFunc(s.Sheet, func(l SheetLine) bool { return l.Key == key })
}

// newKey names a line after its event, which no other line of the log can be
// named after; a page may have thought of that name by itself.
func (s *State) newKey(seq int64) string {
	key := "event-" + strconv.FormatInt(seq, 10)
	for s.line(key) >= 0 {
		key += "+"
	}
	return key
}

// fitsSheet says why a sheet is too large to be kept, or nil. Its size is that
// of its lines with a line end between them.
func fitsSheet(sheet []SheetLine) error {
	if len(sheet) > calc.MaxLines {
		return tooManyLines(len(sheet))
	}
	size := len(sheet) - 1
	for _, l := range sheet {
		size += len(l.Input)
	}
	if size > calc.MaxSheet {
		return fault.Coded(fault.Invalid, "too-large", "The calculator holds up to %d KiB; with this line it would be %d bytes. Shorten a line or take one out.", calc.MaxSheet>>10, size)
	}
	return nil
}

func tooManyLines(n int) error {
	return fault.Coded(fault.Invalid, "too-large", "The calculator holds up to %d lines; this would be %d. Take out what is not needed any more.", calc.MaxLines, n)
}

// foldCalculated takes a result from the log. Folding never calculates: what a
// line came to on its day stays, whatever the calculator has learnt since.
func foldCalculated(s State, e Event) (State, error) {
	if s.Status != Running {
		return s, errEnded
	}
	i := s.line(e.Result.Line)
	if i < 0 {
		return s, fault.New(fault.Internal, "There is no line %q to hold a result.", e.Result.Line)
	}
	s.Sheet = slices.Clone(s.Sheet)
	s.Sheet[i].Output, s.Sheet[i].Error = e.Result.Output, e.Result.Error
	s.Calculated++
	return s, nil
}

// calculations are the lines of a step that came to something, from the top.
func (s *State) calculations(step Step) []Calculation {
	var out []Calculation
	for _, l := range s.Sheet {
		if l.Step == step && l.Output != "" {
			out = append(out, Calculation{Input: l.Input, Output: l.Output})
		}
	}
	return out
}
