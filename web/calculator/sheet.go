package calculator

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"levelup/internal/calc"
	"levelup/internal/fault"
)

// sheetOf calculates a text, unless it is beyond a limit.
func sheetOf(text string) Sheet {
	s := Sheet{Text: text}
	if err := calc.Check(text); err != nil {
		s.Over = fault.Message(err)
		return s
	}
	results := calc.Worksheet(text)
	s.Lines = make([]Line, len(results))
	for i := range results {
		s.Lines[i] = lineOf(&results[i])
	}
	return s
}

func lineOf(r *calc.Result) Line {
	l := Line{N: r.Line, Input: r.Input, Blank: r.Blank}
	switch {
	case r.Err != nil:
		l.Mistake = mistakeOf(r.Input, r.Err)
	case !r.Blank:
		l.Result, l.Steps, l.Doubts = r.Display, r.Steps(), r.Doubts
		if r.Exact != strings.TrimPrefix(r.Display, "~") {
			l.Exact = r.Exact
		}
		if reading := r.Reading(); reading != formula(r.Input) {
			l.Reading = strings.Split(reading, " (?)")
		}
		l.Take = r.Statement()
	}
	return l
}

// formula is a line without its remark.
func formula(line string) string {
	line, _, _ = strings.Cut(line, "#")
	return strings.TrimSpace(line)
}

// Aloud is the line's outcome as it is announced.
func (l Line) Aloud() string {
	start := "Line " + strconv.Itoa(l.N) + ": "
	if l.Mistake == nil {
		return start + l.Result
	}
	return start + strings.TrimSpace(l.Mistake.Message+" "+l.Mistake.Advice)
}

// around is how much of a long line is shown on either side of a mistake.
const around = 40

func mistakeOf(line string, e *calc.Error) *Mistake {
	runes := []rune(line)
	from := min(max(e.Column-1, 0), len(runes))
	to := min(from+max(e.Width, 1), len(runes))
	for to > 0 && to < len(runes) && joins(runes, to) {
		to++
	}
	for from > 0 && from < len(runes) && joins(runes, from) {
		from--
	}
	m := &Mistake{
		Prefix: string(runes[:from]), Before: string(runes[:from]), Meant: string(runes[from:to]), After: string(runes[to:]),
		Column: e.Column, Message: e.Message, Advice: e.Advice, Instead: e.Instead,
	}
	if from > around+8 {
		m.Before = "…" + string(runes[from-around:from])
	}
	if to-from > 2*around {
		m.Meant = string(runes[from:from+2*around]) + "…"
	}
	if len(runes)-to > around+8 {
		m.After = string(runes[to:to+around]) + "…"
	}
	return m
}

// joins reports whether the character at i is one with that before it, as a
// mark on a letter or the parts of an emoji are.
func joins(runes []rune, i int) bool {
	const joiner = '\u200d'
	return unicode.Is(unicode.M, runes[i]) || runes[i] == joiner || runes[i-1] == joiner || runes[i] >= 0x1F3FB && runes[i] <= 0x1F3FF
}

// mended takes the advice that line n gets: it becomes what was probably meant.
func mended(text string, n int) string {
	if calc.Check(text) != nil {
		return text
	}
	results := calc.Worksheet(text)
	if n < 1 || n > len(results) || results[n-1].Err == nil || results[n-1].Err.Instead == "" {
		return text
	}
	lines := strings.Split(text, "\n")
	lines[n-1] = results[n-1].Err.Instead
	return strings.Join(lines, "\n")
}

// rows is the height of the sheet in lines: all of them, and room to go on.
func (s Sheet) rows() string { return strconv.Itoa(strings.Count(s.Text, "\n") + 2) }

// short shortens what stands on a button.
func short(line string) string {
	if utf8.RuneCountInString(line) <= 60 {
		return line
	}
	return string([]rune(line)[:59]) + "…"
}
