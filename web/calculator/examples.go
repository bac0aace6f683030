package calculator

import (
	"context"
	"net/url"
	"strings"

	"levelup/internal/curriculum"
	"levelup/web/ui"
)

// maxAddress is how long an address may get, in bytes: beyond it some programs
// through which people send links cut them off.
const maxAddress = 6_000

// tries are sheets to begin with, each to be put in by a click. They stand in the
// room too, so none is an estimate that a prompt asks for.
var tries = []string{
	"10M users at 10 requests/day in QPS",
	"40k photos/day * 2.5 MB/photo * 5 years in TB",
	"dau = 20M users\nrides = dau at 3 rides/day in rides/s\npeak(rides, 4)",
}

// address is where a worksheet stands as a page.
func address(text string) string {
	return "/calculator?worksheet=" + url.QueryEscape(text)
}

// share is the address of the sheet, empty if it is too long for one.
func (s Sheet) share() string {
	if a := address(s.Text); len(a) <= maxAddress {
		return a
	}
	return ""
}

// worksheets are the reference estimates of the prompts, a sheet each.
func worksheets(prompts []*curriculum.Prompt) []Worksheet {
	var out []Worksheet
	for _, p := range prompts {
		lines := make([]string, len(p.Estimates))
		for i, e := range p.Estimates {
			lines[i] = e.Expr + "  # " + strings.ReplaceAll(e.ID, "-", " ")
		}
		if len(lines) > 0 {
			out = append(out, Worksheet{Title: p.Title, Lines: len(lines), Href: address(strings.Join(lines, "\n"))})
		}
	}
	return out
}

// keep names what the browser keeps of this person; others at the same browser
// have their own.
func keep(ctx context.Context) string {
	if person := ui.From(ctx).Person; person != nil {
		return "levelup-sheet " + person.Email
	}
	return "levelup-sheet"
}

func estimates(n int) string { return ui.Count(n, "estimate") }
