package author

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/respond"
	"levelup/web/ui"
)

// maxTry bounds the form; its text may be a whole transcript.
const maxTry = 1 << 20

// Try grades a pasted text with the rubric as it lies in the folder:
// POST /author/prompt/{slug}/try with text, step and level. A transcript in JSON is
// graded as it is. Nothing is kept.
func (p *Pages) Try(w http.ResponseWriter, r *http.Request) error {
	library := p.desk.Library()
	f, err := find(library, curriculum.KindPrompt, r.PathValue("slug"))
	if err != nil {
		return err
	}
	prompt, ok := library.Written(f.Slug)
	if !ok {
		return fault.New(fault.Conflict, "%s cannot be read at the moment, so there is no rubric to grade with.", f.Name)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxTry)
	if err := r.ParseForm(); err != nil {
		if respond.Status(err) == http.StatusRequestEntityTooLarge {
			return fault.Coded(fault.Invalid, "too-large", "The text is larger than %d KiB. Paste less of it.", maxTry>>10)
		}
		return fault.Wrap(err, fault.Invalid, "The text could not be read")
	}
	v := Tried{Slug: f.Slug, Text: r.PostForm.Get("text"), Step: r.PostForm.Get("step"), Level: r.PostForm.Get("level")}
	status := http.StatusOK
	if t, mistake := v.transcript(prompt.Slug); mistake != "" {
		v.Mistake, status = mistake, http.StatusUnprocessableEntity
	} else {
		v.fill(prompt, p.graders.of(prompt).Grade(t, t.Drilled()))
	}
	if r.Header.Get("HX-Request") != "" {
		return respond.Page(w, r, status, triedResult(v))
	}
	return respond.Page(w, r, status, triedPage(titleOf(library, f), v))
}

// transcript is what the form holds, or the mistake in it.
func (v *Tried) transcript(slug string) (t interview.Transcript, mistake string) {
	text := strings.TrimSpace(v.Text)
	level := interview.Level(v.Level)
	switch {
	case text == "":
		return t, "Paste a text first: a paragraph, a whole answer, or a transcript in JSON."
	case strings.HasPrefix(text, "{"):
		t, err := interview.ReadTranscript(strings.NewReader(text))
		if err != nil {
			return t, "This begins like a transcript in JSON and is none: " + fault.Message(err)
		}
		if t.Prompt != slug && t.Prompt != "_"+slug {
			return t, fmt.Sprintf("This is a transcript of %q, and here is the rubric of %q.", t.Prompt, slug)
		}
		return t, ""
	case level != interview.Mid && level != interview.Senior && level != interview.Staff:
		return t, "Choose a level: mid, senior or staff."
	}
	t = interview.Transcript{Prompt: slug, Level: level, Mode: interview.Practice}
	for _, s := range interview.Steps {
		if v.Step == everyStep || v.Step == string(s) {
			t.Steps = append(t.Steps, interview.TranscriptStep{Step: s, Answer: text})
		}
	}
	if len(t.Steps) == 0 {
		return t, "Choose a step for the text, or every step."
	}
	if n := len([]rune(text)); n > interview.MaxAnswer {
		return t, fmt.Sprintf("The text has %d characters; a step holds %d.", n, interview.MaxAnswer)
	}
	return t, ""
}

func (v *Tried) fill(prompt *curriculum.Prompt, g grading.Grade) {
	v.Overall, v.Verdict, v.Flags = strconv.FormatFloat(g.Overall, 'f', 2, 64), g.Verdict, g.Flags
	for i, c := range g.Criteria {
		criterion := TriedCriterion{Name: ui.CriterionTitle(c.Criterion), Score: c.Score}
		for _, pv := range c.Points {
			point := TriedPoint{ID: pv.ID, Verdict: ui.Verdict(pv.Verdict), Icon: pv.Verdict}
			if def, ok := pointOf(prompt.Rubric[i], pv.ID); ok {
				point.Text, point.Level = def.Text, def.Level
			}
			for _, e := range pv.Evidence {
				point.Evidence = append(point.Evidence, strings.TrimSpace(e.Quote+e.Calculation+e.Part))
			}
			criterion.Points = append(criterion.Points, point)
		}
		v.Criteria = append(v.Criteria, criterion)
	}
}

func pointOf(c curriculum.Criterion, id string) (curriculum.Point, bool) {
	for _, p := range c.Points {
		if p.ID == id {
			return p, true
		}
	}
	return curriculum.Point{}, false
}
