package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"levelup/internal/calc"
	"levelup/internal/fault"
)

type calcCommand struct {
	JSON bool     `name:"json" help:"Print one JSON object: of the line, or of the worksheet with its lines."`
	Expr []string `arg:"" optional:"" name:"expr" help:"An expression; several words are joined. Without one a worksheet is read from standard input, a line each."`
}

// Help is what can be written, for the command's own help.
func (calcCommand) Help() string {
	var b strings.Builder
	for i, topic := range calc.Help() {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(topic.Title + "\n\n")
		for _, e := range topic.Entries {
			fmt.Fprintf(&b, "  %s: %s. For instance: %s\n", e.Form, e.Means, e.Example)
		}
	}
	return b.String()
}

// Run calculates one expression, or the worksheet on standard input, whose lines
// go on after one with an error.
func (c calcCommand) Run(p *program) error {
	if len(c.Expr) > 0 {
		return c.one(p, calc.Eval(strings.Join(c.Expr, " ")))
	}
	if isTerminal(p.stdin) {
		return usageError("Write an expression, as in: levelup calc '10M users at 10 requests/day in QPS'. A worksheet comes on standard input.")
	}
	text, err := io.ReadAll(io.LimitReader(p.stdin, calc.MaxSheet+1))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "standard input cannot be read")
	}
	if err := calc.Check(string(text)); err != nil {
		return err
	}
	return c.worksheet(p, calc.Worksheet(string(text)))
}

func (c calcCommand) one(p *program, r calc.Result) error {
	if c.JSON {
		if err := writeJSON(p.stdout, r); err != nil {
			return err
		}
	}
	switch {
	case r.Err != nil:
		fmt.Fprintln(p.stderr, mistake(r, "levelup: "))
		return errShown
	case r.Blank || c.JSON:
		return nil
	}
	fmt.Fprintln(p.stdout, r.Display)
	fmt.Fprintln(p.stdout, "  exactly:", r.Exact)
	fmt.Fprintln(p.stdout, "  read as:", r.Reading())
	for _, d := range r.Doubts {
		fmt.Fprintln(p.stdout, "  note:   ", d)
	}
	for _, s := range r.Steps() {
		fmt.Fprintln(p.stdout, "  step:   ", s)
	}
	return nil
}

func (c calcCommand) worksheet(p *program, results []calc.Result) error {
	if c.JSON {
		if err := writeJSON(p.stdout, map[string]any{"lines": results}); err != nil {
			return err
		}
	}
	wrong := false
	for _, r := range results {
		switch {
		case r.Err != nil:
			wrong = true
			fmt.Fprintln(p.stderr, mistake(r, fmt.Sprintf("levelup: line %d, ", r.Line)))
		case c.JSON:
		case r.Blank:
			fmt.Fprintln(p.stdout, r.Input)
		default:
			fmt.Fprintf(p.stdout, "%s\n    = %s (%s)\n", r.Input, r.Display, r.Exact)
		}
	}
	if wrong {
		return errShown
	}
	return nil
}

// mistake shows the line, and what is wrong with it below its column. Of a long
// line it shows what is around the column.
func mistake(r calc.Result, who string) string {
	const around = 60
	e := r.Err
	out := fmt.Sprintf("%scolumn %d: %s", who, e.Column, e)
	runes := []rune(strings.ToValidUTF8(r.Input, "\uFFFD"))
	from := max(0, min(e.Column-1, len(runes))-around)
	to := min(len(runes), from+2*around)
	shown := strings.Map(func(c rune) rune {
		if c < ' ' || c == utf8.RuneError {
			return ' '
		}
		return c
	}, string(runes[from:to]))
	width := max(1, min(e.Width, to-(e.Column-1)))
	return out + "\n  " + shown + "\n  " + strings.Repeat(" ", e.Column-1-from) + strings.Repeat("^", width)
}

func writeJSON(w io.Writer, v any) error {
	out, err := json.Marshal(v)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "the result cannot be written as JSON")
	}
	fmt.Fprintln(w, string(out))
	return nil
}

// isTerminal reports whether r is somebody's keyboard.
func isTerminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
