package attempts

import (
	"net/http"
	"strings"

	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
	"levelup/web/respond"
)

// Argue keeps what the learner has to say against a verdict, or takes it back where
// nothing is said: POST /attempts/{id}/argue. A note that cannot be kept comes back
// in its form.
func (p *Pages) Argue(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	if err := parse(w, r); err != nil {
		return err
	}
	if state.Status == interview.Running {
		return fault.New(fault.Conflict, "There is no verdict before the end of the attempt.")
	}
	in, err := p.input(r.Context(), a, state)
	if err != nil {
		return err
	}
	if in.Stage() != report.Ready {
		return fault.New(fault.Conflict, "There is no verdict to argue with before the report.")
	}
	note, anchor, found := report.New(in).Objection(r.PostForm.Get("point"))
	if !found {
		return fault.New(fault.NotFound, "The report has no such point.")
	}
	note.Text = noteText(r.PostForm.Get("text"))
	if seen := r.PostForm.Get("grade"); seen != "" && seen != note.Grade {
		return p.refuse(w, r, in, note, http.StatusConflict, "Another grade has come since you opened the page. Look at its verdict, then save your note or leave it.")
	}
	err = p.grades.Object(r.Context(), a.ID, record.Objection{Point: note.Point, Grader: note.Grader, Version: note.Version, Text: note.Text})
	if fault.CodeOf(err) == "too-long" {
		return p.refuse(w, r, in, note, http.StatusUnprocessableEntity, fault.Message(err))
	}
	if err != nil {
		return err
	}
	return respond.SeeOther(w, r, path(a)+"#"+anchor)
}

// refuse shows the report with the words in their form and why they are not kept.
func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, in report.Input, note report.Argue, status int, why string) error {
	in.Refused = &report.Refused{Point: note.Point, Text: note.Text, Why: why}
	return respond.Page(w, r, status, report.Report(report.New(in)))
}

// noteText is what a form brings as it is kept: browsers send line ends as CR LF,
// and what is no character cannot be stored.
func noteText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}
