package report

import (
	"slices"

	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// criteria goes through the grade, criterion by criterion.
func criteria(f findings, self *record.Self, link func(string) string) []Criterion {
	var out []Criterion
	for _, c := range f.criteria {
		view := Criterion{
			Anchor: "criterion-" + c.slug, Title: ui.CriterionTitle(c.slug), Score: c.score, Meaning: scoreMeaning(c.score),
			Account: accountSentence(c), Reason: c.reason, Groups: groups(c, f.level, link),
			Open: c.slug == f.worst().slug && !f.bare(),
		}
		if !c.advises(c.advice) {
			view.Advice = c.advice
		}
		if critical := criticalSentence(c); critical != "" {
			view.Account += " " + critical
		}
		if self != nil {
			view.Self = selfSentence(self.Scores[c.slug], c.score)
		}
		out = append(out, view)
	}
	return out
}

// advises reports whether a point shows that advice already.
func (c criterion) advises(advice string) bool {
	return slices.ContainsFunc(c.points, func(p point) bool { return p.verdict != grading.Met && !p.beyond && p.Advice == advice })
}

// groups puts a criterion's points under their verdicts: what was found first.
func groups(c criterion, level string, link func(string) string) []Group {
	var out []Group
	for _, g := range []Group{
		{Verdict: grading.Met, Title: "Met"},
		{Verdict: grading.Partial, Title: "In part"},
		{Verdict: grading.CannotTell, Title: "Open", Lead: "You may have meant these; the grader could not tell. Look through your words with them in mind:"},
		{Verdict: grading.Missing, Title: "Missing"},
	} {
		for _, p := range c.with(g.Verdict) {
			g.Points = append(g.Points, p.view(link))
		}
		if len(g.Points) > 0 {
			out = append(out, g)
		}
	}
	beyond := Group{Verdict: "beyond", Title: "Beyond " + level, Lead: "Not asked for at this level; half of it, by weight, lifts a 3 to a 4."}
	for _, p := range c.points {
		if !p.beyond {
			continue
		}
		view := p.view(nil)
		view.Mark, view.Advice, view.Section = capital(ui.Verdict(p.verdict)), "", Section{}
		beyond.Points = append(beyond.Points, view)
	}
	if len(beyond.Points) > 0 {
		out = append(out, beyond)
	}
	return out
}

func (p point) view(link func(string) string) Point {
	out := Point{ID: p.ID, Anchor: p.anchor, Text: p.Text, Quotes: quotes(p.evidence), Unsure: unsureSentence(p.unsure), Coach: overruled(p)}
	if p.verdict == grading.Met {
		return out
	}
	out.Advice = p.Advice
	if text := sectionText(p.Section); text != "" {
		out.Section.Text = text
		if link != nil {
			out.Section.Href = link(p.Section)
		}
	}
	return out
}

// quotes are what stands in the margin. Parts of one board go on one line.
func quotes(list []evidence) []Quote {
	var out []Quote
	for _, e := range list {
		q := e.quote()
		last := len(out) - 1
		switch {
		case q.Text == "" || slices.Contains(out, q):
		case last >= 0 && q.Kind == "part" && out[last].Kind == "part" && out[last].Where == q.Where:
			out[last].Text += ", " + q.Text
		default:
			out = append(out, q)
		}
	}
	return out
}

// maxQuote is how much of a quote stands in the margin; all of it is marked in
// the transcript.
const maxQuote = 320

func (e evidence) quote() Quote {
	q := Quote{Text: shortened(e.Quote, maxQuote), Kind: "quote", Where: interview.Step(e.Step).Title()}
	switch {
	case e.Calculation != "":
		q.Text, q.Kind = e.Calculation, "calculation"
	case e.Part != "":
		q.Text, q.Kind = e.Part, "part"
	}
	if e.place != nil {
		q.Number, q.Href = e.place.number, "#"+e.place.anchor()
	}
	return q
}
