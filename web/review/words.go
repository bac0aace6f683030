package review

import (
	"strconv"

	"github.com/a-h/templ"

	"levelup/internal/review"
	"levelup/web/ui"
)

// writing tells whether the forms are there: with the claim, and with words that
// could not be kept without it.
func (v View) writing() bool { return !v.Mine && (v.Held || v.Kept) }

// whole tells whether the comment is on the attempt as a whole.
func (f Form) whole() bool { return f.Step == "" && f.Point == "" && f.ID == "" }

// save is what the button of a form says.
func (v View) save(what string) string {
	if v.Lapsed != "" {
		return "Claim it again and save"
	}
	return "Save " + what
}

// place says where a paragraph stands in its step's text.
func (p Paragraph) place(s Step) templ.Attributes {
	return templ.Attributes{"data-step": s.Slug, "data-from": strconv.Itoa(p.From), "data-to": strconv.Itoa(p.To), "data-name": s.Name}
}

func wrong(name, mistake string) templ.Attributes {
	if mistake == "" {
		return nil
	}
	return templ.Attributes{"aria-describedby": name + "-error", "aria-invalid": "true"}
}

// verdicts are those that a coach can give a point.
func verdicts() []ui.Option {
	var out []ui.Option
	for _, v := range review.Verdicts {
		out = append(out, ui.Option{Value: v, Label: ui.Verdict(v)})
	}
	return out
}

// asFound is the choice that leaves a point as the grader found it.
func asFound(p PointRow) string {
	if p.Verdict == "" {
		return "no verdict"
	}
	return "as found: " + p.Verdict
}
