package attempts

import (
	"context"
	"net/http"
	"strings"

	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
	"levelup/web/respond"
)

// Share asks a coach, or whichever is free, for a review: POST /attempts/{id}/share. A
// question that cannot be kept comes back in its form.
func (p *Pages) Share(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	if err := parse(w, r); err != nil {
		return err
	}
	a.Status = state.Status
	asked := report.Asked{To: strings.TrimSpace(r.PostForm.Get("coach")), Question: r.PostForm.Get("question")}
	err = p.reviews.Ask(r.Context(), person(r), a, asked.To, asked.Question)
	switch fault.CodeOf(err) {
	case "no-coach":
		asked.Field = "coach"
	case "too-long":
		asked.Field = "question"
	default:
		if err != nil {
			return err
		}
		return respond.SeeOther(w, r, path(a)+"#review")
	}
	asked.Why = fault.Message(err)
	return p.reshow(w, r, a, state, func(in *report.Input) { in.Coach.Refused = &asked })
}

// reshow shows the report with a form that could not be kept. Before there is a
// report, the form stands on a page by itself.
func (p *Pages) reshow(w http.ResponseWriter, r *http.Request, a interview.Attempt, state interview.State, put func(*report.Input)) error {
	in, err := p.input(r.Context(), a, state)
	if err != nil {
		return err
	}
	put(&in)
	if in.Stage() == report.Ready {
		return respond.Page(w, r, http.StatusUnprocessableEntity, report.Report(report.New(in)))
	}
	return respond.Page(w, r, http.StatusUnprocessableEntity, report.Ask(report.NewAsk(in)))
}

// Unshare takes an attempt back: POST /attempts/{id}/unshare.
func (p *Pages) Unshare(w http.ResponseWriter, r *http.Request) error {
	a, err := p.own(r)
	if err != nil {
		return err
	}
	if err := p.reviews.Unask(r.Context(), a.ID); err != nil {
		return err
	}
	return respond.SeeOther(w, r, path(a)+"#review")
}

// Reply answers a coach's comment, or settles it: POST /attempts/{id}/reply.
func (p *Pages) Reply(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	if err := parse(w, r); err != nil {
		return err
	}
	me, of, text := person(r).ID, r.PostForm.Get("comment"), r.PostForm.Get("text")
	if settled := r.PostForm.Get("resolve"); settled != "" {
		err = p.reviews.Resolve(r.Context(), me, a.ID, of, settled == "1")
	} else {
		err = p.reviews.Reply(r.Context(), me, a.ID, of, text)
	}
	switch code := fault.CodeOf(err); {
	case err == nil:
		return respond.SeeOther(w, r, path(a)+"#comment-"+of)
	case fault.KindOf(err) != fault.Invalid || code == "":
		return err
	}
	return p.reshow(w, r, a, state, func(in *report.Input) {
		in.Coach.Answer = &report.Answer{Comment: of, Text: text, Why: fault.Message(err)}
	})
}

// coach gathers what there is of a review for an attempt's owner.
func (p *Pages) coach(ctx context.Context, a interview.Attempt) (report.Coach, error) {
	c := report.Coach{Offered: a.Status == interview.Submitted}
	req, err := p.reviews.Find(ctx, a.ID)
	switch {
	case err == nil:
		c.Request = &req
	case fault.KindOf(err) != fault.NotFound:
		return c, err
	}
	if c.Reviews, c.Comments, err = p.reviews.Published(ctx, a.Person, a.ID); err != nil {
		return c, err
	}
	if c.Pace, err = p.reviews.Pace(ctx); err != nil {
		return c, err
	}
	return c, nil
}
