package report

import (
	"github.com/a-h/templ"

	"levelup/internal/grading/record"
	"levelup/web/ui"
)

// Argue is the form beneath a verdict that says what is not right about it. The
// zero value, a sample's, is none.
type Argue struct {
	Attempt, Grade  string // whose verdict it is, by id
	Grader, Version string
	Point           string // id in the rubric
	Text            string // in the form
	Error           string
}

// Said is a note of the learner's on a verdict.
type Said struct {
	Title string
	Text  string
}

// Refused is a note that was not kept, with the reason.
type Refused struct{ Point, Text, Why string }

// argue puts the learner's notes and the forms for them beneath the points. A note
// on what another grade said is shown too, since it is still the learner's, and is
// not in the form: that is about the verdict on the page.
func (v *View) argue(in Input, r record.Record) {
	for i := range v.Criteria {
		for j := range v.Criteria[i].Groups {
			for k := range v.Criteria[i].Groups[j].Points {
				p := &v.Criteria[i].Groups[j].Points[k]
				p.Argue = Argue{Attempt: in.Attempt.ID, Grade: r.ID, Grader: r.Grader, Version: r.Version, Point: p.ID}
				for _, o := range in.Objections {
					switch {
					case o.Point != p.ID:
					case o.Grader == r.Grader && o.Version == r.Version:
						p.Argue.Text = o.Text
						p.Said = append(p.Said, Said{"Your note", o.Text})
					default:
						p.Said = append(p.Said, Said{"Your note on " + graderName(o.Grader) + ", version " + o.Version, o.Text})
					}
				}
				if in.Refused != nil && in.Refused.Point == p.ID {
					p.Argue.Text, p.Argue.Error = in.Refused.Text, in.Refused.Why
					v.Criteria[i].Open = true
					v.Mistakes = append(v.Mistakes, ui.Mistake{Field: p.Argue.field(), Text: in.Refused.Why})
				}
			}
		}
	}
}

// Objection finds a point of the report: what a note on it is about, and where it
// stands on the page.
func (v View) Objection(point string) (note Argue, anchor string, found bool) {
	for _, c := range v.Criteria {
		for _, g := range c.Groups {
			for _, p := range g.Points {
				if p.ID == point && p.Argue.Attempt != "" {
					return p.Argue, p.Anchor, true
				}
			}
		}
	}
	return Argue{}, "", false
}

func (a Argue) field() string { return "argue-" + a.Point }

// described ties the field to its hint and its mistake.
func (a Argue) described() templ.Attributes {
	if a.Error == "" {
		return templ.Attributes{"aria-describedby": a.field() + "-hint"}
	}
	return templ.Attributes{"aria-describedby": a.field() + "-hint " + a.field() + "-error", "aria-invalid": "true"}
}

// title is what unfolds the form.
func (p Point) title() string {
	if p.Argue.Text != "" {
		return "Change your note"
	}
	return "Not right?"
}
