package review

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/markdown"
	"levelup/internal/review"
	"levelup/web/ui"
)

// matter is all that the page of a review is made from.
type matter struct {
	me         string
	request    review.Request
	own        review.Review
	threads    []review.Comment
	prompt     *curriculum.Prompt
	transcript interview.Transcript
	records    []record.Record
	seen       bool // the graders' scores may be shown
}

// gather reads it, and nothing that is not shared.
func (p *Pages) gather(ctx context.Context, me, attempt string) (m matter, err error) {
	m.me = me
	if m.request, err = p.reviews.Open(ctx, me, attempt); err != nil {
		return m, err
	}
	if m.own, err = p.reviews.Own(ctx, me, attempt); err != nil {
		return m, err
	}
	m.seen = m.own.Saved || !p.blind
	if m.threads, err = p.reviews.Threads(ctx, me, attempt, m.seen); err != nil {
		return m, err
	}
	if m.prompt, err = p.pinned.Prompt(ctx, m.request.PromptVersion); err != nil {
		return m, err
	}
	_, state, err := p.attempts.Lookup(ctx, attempt)
	if err != nil {
		return m, err
	}
	m.transcript = state.Transcript(m.request.Prompt)
	if m.seen {
		m.records, err = p.grades.List(ctx, attempt)
	}
	return m, err
}

// view makes the page, with a form that could not be kept if there is one.
func (p *Pages) view(r *http.Request, f filled) (View, error) {
	ctx := r.Context()
	m, err := p.gather(ctx, coach(r), id(r))
	if err != nil {
		return View{}, err
	}
	req := m.request
	v := View{
		ID: req.Attempt, Me: m.me, Unsaved: f.form(), Prompt: m.prompt.Title, Learner: req.OwnerName, Kind: ui.Kind(req.Plan), Question: req.Question, AskedAt: req.AskedAt,
		Named: req.Coach == m.me, Mine: req.Owner == m.me, Held: req.Claimant == m.me, Until: req.ClaimedUntil,
		Told: markdown.Trusted(m.prompt.Statement), Level: m.prompt.Levels[string(req.Plan.Level)],
		Saved: m.own.Saved, Hidden: !m.seen, Version: m.own.Version,
		Hand:   ui.Field{Name: "coach", Label: "Mail address of the other coach", Value: f.hand, Hint: "They have a day to begin. Your drafts stay with you.", Type: "email", Autocomplete: "off"},
		Phrase: ui.Field{Name: "phrase", Label: "A sentence to keep", Value: f.phrase, Autocomplete: "off"},
	}
	if req.Plan.Disguised {
		v.Told = markdown.Trusted(m.prompt.Disguise.Statement)
		v.Kind += ", told as “" + m.prompt.Disguise.Title + "”"
	}
	if !v.Held {
		v.Holder = req.ClaimantName
	}
	if f.lapsed {
		v.Lapsed, v.Kept = f.why, f.field != ""
	}
	v.steps(m)
	v.hang(m, f)
	v.Form = m.form(r.URL.Query(), f)
	v.score(m, f)
	v.publish(m)
	if v.Unread, err = p.reviews.Unread(ctx, m.me, v.ID); err != nil {
		return v, err
	}
	if v.Note, err = p.reviews.Note(ctx, m.me, req.Owner); err != nil {
		return v, err
	}
	phrases, err := p.reviews.Phrases(ctx, m.me)
	if err != nil {
		return v, err
	}
	for _, phrase := range phrases {
		v.Phrases = append(v.Phrases, Phrase(phrase))
	}
	v.complain(f)
	return v, nil
}

// complain puts what is wrong where it is wrong.
func (v *View) complain(f filled) {
	if f.why == "" || f.lapsed {
		return
	}
	v.Mistakes = []ui.Mistake{{Field: f.field, Text: f.why}}
	switch f.field {
	case "text":
		v.Form.Error = f.why
	case "kind":
		v.Form.KindError = f.why
	case "coach":
		v.Hand.Error = f.why
	case "phrase":
		v.Phrase.Error = f.why
	case "note":
		v.NoteFail = f.why
	}
	if f.note != nil {
		v.Note = *f.note
	}
	for i := range v.Scores {
		row := &v.Scores[i]
		if f.field == "score."+row.Criterion {
			row.Error = f.why
		}
		for j := range row.Points {
			if f.field == "why."+row.Points[j].ID {
				row.Points[j].Error, row.Open = f.why, true
			}
		}
	}
}

// form is the comment that is begun by the address, changed, or could not be kept.
func (m matter) form(q url.Values, f filled) Form {
	out := Form{Fresh: path(m.request.Attempt) + "#write", Title: "Write a comment", Kind: review.Improve}
	for _, kind := range review.Kinds {
		out.Kinds = append(out.Kinds, ui.Option{Value: kind, Label: kindTitle(kind)})
	}
	d := draft{kind: out.Kind}
	switch edit, point := q.Get("edit"), q.Get("point"); {
	case f.draft != nil:
		d = *f.draft
	case edit != "":
		for _, c := range m.threads {
			if c.ID == edit && c.Author == m.me {
				d = draft{id: c.ID, kind: c.Kind, text: c.Text, step: string(c.Anchor.Step), point: c.Anchor.Point}
				if c.Anchor.Passage {
					d.from, d.to = strconv.Itoa(c.Anchor.From), strconv.Itoa(c.Anchor.To)
				}
			}
		}
	case point != "":
		d.point = point
	default:
		at := strings.Split(q.Get("at"), ":")
		d.step = at[0]
		if len(at) == 3 {
			d.from, d.to = at[1], at[2]
		}
	}
	if d.id != "" {
		out.Title = "Change a comment"
		out.Draft = slices.ContainsFunc(m.threads, func(c review.Comment) bool { return c.ID == d.id && c.Author == m.me && c.Published.IsZero() })
	}
	out.ID, out.Kind, out.Text, out.Step, out.From, out.To, out.Point = d.id, d.kind, d.text, d.step, d.from, d.to, d.point
	if a, err := d.anchor(); err == nil {
		out.About, out.Quote = m.about(a), a.Quote(m.transcript)
	}
	return out
}

// about says in words what a comment is about.
func (m matter) about(a review.Anchor) string {
	switch {
	case a.Point != "":
		return "The point: " + cmp.Or(m.point(a.Point).Text, a.Point)
	case a.Step == "":
		return "The attempt as a whole"
	case a.Passage:
		return "A passage in " + a.Step.Title()
	}
	return "All of " + a.Step.Title()
}

func (m matter) point(id string) curriculum.Point {
	for _, c := range m.prompt.Rubric {
		for _, p := range c.Points {
			if p.ID == id {
				return p
			}
		}
	}
	return curriculum.Point{}
}

// publish says what would be seen by the learner.
func (v *View) publish(m matter) {
	drafts := 0
	for _, c := range m.threads {
		if c.Author == m.me && c.Published.IsZero() {
			drafts++
		}
	}
	var parts []string
	if m.own.Changed {
		parts = append(parts, ui.Count(len(m.own.Scores), "score"))
	}
	if drafts > 0 {
		parts = append(parts, ui.Count(drafts, "comment"))
	}
	if v.Empty = len(parts) == 0; v.Empty {
		v.Publish = "Publish"
		return
	}
	v.Publish = "Publish " + strings.Join(parts, " and ")
}

// score lists the criteria that this attempt is graded on.
func (v *View) score(m matter, f filled) {
	machine := record.Shown(slices.DeleteFunc(slices.Clone(m.records), func(r record.Record) bool {
		return r.Grader == record.ByCoach && strings.HasSuffix(r.Version, "/"+short(m.own.ID))
	}))
	for _, r := range machine {
		v.Graders = append(v.Graders, Grader{graderName(r.Grader), fmt.Sprintf("%.2f", r.Grade.Overall), r.Grade.Verdict})
	}
	v.Points = m.seen
	for _, c := range m.prompt.Rubric {
		row := ScoreRow{Criterion: c.Criterion, Title: ui.CriterionTitle(c.Criterion)}
		if s, ok := m.own.Scores[c.Criterion]; ok {
			row.Score, row.Reason = strconv.Itoa(s.Score), s.Reason
		}
		if f.sheet != nil {
			row.Score, row.Reason = f.sheet.scores[c.Criterion][0], f.sheet.scores[c.Criterion][1]
		}
		found := map[string]string{}
		for _, r := range machine {
			for _, g := range r.Grade.Criteria {
				if g.Criterion != c.Criterion {
					continue
				}
				row.Machine = append(row.Machine, fmt.Sprintf("%s gives %d", graderName(r.Grader), g.Score))
				for _, point := range g.Points {
					if found[point.ID] == "" && r.Grader != record.ByCoach {
						found[point.ID] = ui.Verdict(point.Verdict)
					}
				}
			}
		}
		for _, point := range c.Points {
			if drill := drilled(m.request); drill != "" && point.Step != string(drill) {
				continue
			}
			p := PointRow{ID: point.ID, Text: point.Text, Level: point.Level, Verdict: found[point.ID], About: path(v.ID) + "?point=" + url.QueryEscape(point.ID) + "#write",
				Own: m.own.Points[point.ID].Verdict, Reason: m.own.Points[point.ID].Reason}
			if f.sheet != nil && f.sheet.points != nil {
				p.Own, p.Reason = f.sheet.points[point.ID][0], f.sheet.points[point.ID][1]
			}
			row.Open = row.Open || p.Own != ""
			row.Points = append(row.Points, p)
		}
		if len(row.Points) > 0 {
			v.Scores = append(v.Scores, row)
		}
	}
}

func drilled(r review.Request) interview.Step {
	if r.Plan.Mode == interview.Drill {
		return r.Plan.Drill
	}
	return ""
}

func short(id string) string { return id[:min(8, len(id))] }

func graderName(grader string) string {
	switch grader {
	case grading.BuiltIn:
		return "The built-in grader"
	case grading.ByModel:
		return "The model"
	case record.ByCoach:
		return "Another coach"
	}
	return grader
}

func kindTitle(kind string) string {
	switch kind {
	case review.Good:
		return "Good"
	case review.Improve:
		return "To improve"
	}
	return "A question"
}
