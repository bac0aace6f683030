package attempts

import (
	"context"
	"net/http"

	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
	"levelup/web/attempts/room"
	"levelup/web/respond"
)

// Show is the room while an attempt runs, and what there is to read afterwards:
// GET /attempts/{id}.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	if state.Status != interview.Running {
		return p.after(w, r, a, state)
	}
	prompt, err := p.pinned.Prompt(r.Context(), a.PromptVersion)
	if err != nil {
		return err
	}
	v := room.New(a, state, prompt, a.Person, p.now(), room.SightOf(r.URL.Query()))
	if said, ok := p.hub.saying(a); ok {
		v.Talk.Speaking, v.Talk.Words = true, said.Text
	}
	return respond.Page(w, r, http.StatusOK, room.Room(v))
}

// after shows an attempt that has ended: the question for own scores, the wait
// for the grade, the report, or that it was discarded.
func (p *Pages) after(w http.ResponseWriter, r *http.Request, a interview.Attempt, state interview.State) error {
	in, err := p.input(r.Context(), a, state)
	if err != nil {
		return err
	}
	stage := in.Stage()
	if r.Header.Get("HX-Request") == "true" { // the page that waits asks how far it is
		if stage == report.Ready {
			w.Header().Set("HX-Refresh", "true")
		}
		return respond.Page(w, r, http.StatusOK, report.ProgressNow(report.NewProgress(in)))
	}
	switch stage {
	case report.Gone:
		return respond.Page(w, r, http.StatusOK, report.Discarded(report.NewDiscarded(in)))
	case report.Asking:
		return respond.Page(w, r, http.StatusOK, report.Self(report.NewSelf(in)))
	case report.Pending:
		return respond.Page(w, r, http.StatusOK, report.Waiting(report.NewWaiting(in)))
	}
	if err := p.choose(r, &in); err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, report.Report(report.New(in)))
}

// choose has the report be about the grade that the address names.
func (p *Pages) choose(r *http.Request, in *report.Input) error {
	id := r.URL.Query().Get("grade")
	if id == "" {
		return nil
	}
	rubric, ok := in.Choose(id)
	if !ok {
		return fault.New(fault.NotFound, "There is no such grade of this attempt that can be read.")
	}
	var err error
	in.Prompt, err = p.pinned.Prompt(r.Context(), rubric)
	return err
}

const markdown = "text/markdown; charset=utf-8"

// ReportFile is the report as Markdown: GET /attempts/{id}/report.md. As long as
// there is none, the attempt's page says what is to come first.
func (p *Pages) ReportFile(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	if state.Status == interview.Running {
		return respond.SeeOther(w, r, path(a))
	}
	in, err := p.input(r.Context(), a, state)
	if err != nil {
		return err
	}
	if in.Stage() != report.Ready {
		return respond.SeeOther(w, r, path(a))
	}
	if err := p.choose(r, &in); err != nil {
		return err
	}
	v := report.New(in)
	return respond.Attachment(w, r, markdown, v.FileName(), v.Markdown())
}

// input gathers what the pages after the end are made from.
func (p *Pages) input(ctx context.Context, a interview.Attempt, state interview.State) (report.Input, error) {
	prompt, err := p.pinned.Prompt(ctx, a.PromptVersion)
	if err != nil {
		return report.Input{}, err
	}
	in := report.Input{Attempt: a, Transcript: state.Transcript(a.Prompt), Prompt: prompt, Now: p.now(), Section: p.library().Section, Graders: p.grades.Graders()}
	today, offered := p.library().Prompt(a.Prompt)
	if in.Offered = offered; offered && today.Version != a.PromptVersion && !today.GradesAs(prompt) {
		in.Today = today
	}
	if in.Records, err = p.grades.List(ctx, a.ID); err != nil {
		return in, err
	}
	self, err := p.grades.FindSelf(ctx, a.ID)
	switch {
	case err == nil:
		in.Self = &self
	case fault.KindOf(err) != fault.NotFound:
		return in, err
	}
	if in.Notes, err = p.store.Notes(ctx, a.ID); err != nil {
		return in, err
	}
	if in.Objections, err = p.grades.Objections(ctx, a.ID); err != nil {
		return in, err
	}
	if in.Trust, err = p.reviews.Agreements(ctx); err != nil {
		return in, err
	}
	if in.Coach, err = p.coach(ctx, a); err != nil {
		return in, err
	}
	in.Earlier, err = p.earlier(ctx, a)
	return in, err
}

// earlier lists the grades of the learner's attempts at the same prompt.
func (p *Pages) earlier(ctx context.Context, a interview.Attempt) ([]report.Earlier, error) {
	all, err := p.store.List(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	same := map[string]interview.Attempt{}
	for _, other := range all {
		if other.Prompt == a.Prompt {
			same[other.ID] = other
		}
	}
	records, err := p.grades.ListOf(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	var out []report.Earlier
	for _, rec := range records {
		if other, ok := same[rec.Attempt]; ok && rec.State == record.Done && !rec.HeldBack() {
			out = append(out, report.Earlier{Attempt: other.ID, Started: other.StartedAt, Mode: other.Plan.Mode,
				Drill: other.Drilled(), Level: other.Plan.Level, Grade: rec.Grade})
		}
	}
	return out, nil
}

// Self keeps the learner's own scores, once: POST /attempts/{id}/self.
func (p *Pages) Self(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	if state.Status != interview.Submitted {
		return fault.New(fault.Conflict, "Scores of your own come after the end of the attempt.")
	}
	if err := parse(w, r); err != nil {
		return err
	}
	self := record.Self{Skipped: r.PostForm.Get("skip") != ""}
	if !self.Skipped {
		in, err := p.input(r.Context(), a, state)
		if err != nil {
			return err
		}
		scores, again, ok := report.NewSelf(in).Read(r.PostForm)
		if !ok {
			return respond.Page(w, r, http.StatusUnprocessableEntity, report.Self(again))
		}
		self.Scores = scores
	}
	if err := p.grades.SetSelf(r.Context(), a.ID, self); err != nil {
		return err
	}
	return respond.SeeOther(w, r, path(a))
}
