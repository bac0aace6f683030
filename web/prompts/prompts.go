// Package prompts serves the list of prompts, with its filter, and the page of
// each, from which an attempt starts.
//
// A prompt's page does not show the problem: that is told when the clock
// starts. Everything here can be read signed out; what a person has done is
// shown to them alone.
package prompts

import (
	"context"
	"crypto/rand"
	"math/big"
	"net/http"
	"net/url"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Pages serves prompts.
type Pages struct {
	attempts *interview.Store
	grades   *record.Store
	library  func() *curriculum.Library
	model    ui.Model
	now      func() time.Time
}

// New returns the pages over their stores; library is the content of the moment,
// model what may speak as the interviewer.
func New(attempts *interview.Store, grades *record.Store, library func() *curriculum.Library, model ui.Model, now func() time.Time) *Pages {
	return &Pages{attempts, grades, library, model, now}
}

// List shows the prompts that pass the filter: GET /prompts. A change of the
// filter asks for the list alone.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	past, err := p.past(r.Context())
	if err != nil {
		return err
	}
	v := list(p.library().Prompts(), filterOf(r.URL.Query()), past)
	w.Header().Add("Vary", "HX-Request")
	if r.Header.Get("HX-Request") == "" {
		return respond.Page(w, r, http.StatusOK, listPage(v))
	}
	w.Header().Set("HX-Push-Url", v.Filter.path())
	return respond.Page(w, r, http.StatusOK, fragment(v))
}

// Show is the page of one prompt: GET /prompts/{slug}.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	library := p.library()
	past, err := p.past(r.Context())
	if err != nil {
		return err
	}
	if past.person.Is(account.Author) && r.URL.Query().Has("draft") { // as it lies in the folder
		if prompt, ok := library.Written(r.PathValue("slug")); ok {
			v := detail(library, prompt, past)
			v.Draft = ui.DraftNote
			return respond.Page(w, r, http.StatusOK, detailPage(v))
		}
	}
	prompt, ok := library.Prompt(r.PathValue("slug"))
	if !ok {
		return fault.New(fault.NotFound, "There is no prompt of this name. It may have been renamed; the list has all there are.")
	}
	v := detail(library, prompt, past)
	v.Model = p.model
	return respond.Page(w, r, http.StatusOK, detailPage(v))
}

// Random goes to a prompt that has not been taken yet, to any if all have been:
// GET /prompts/random.
func (p *Pages) Random(w http.ResponseWriter, r *http.Request) error {
	past, err := p.past(r.Context())
	if err != nil {
		return err
	}
	fresh := unseen(p.library().Prompts(), past)
	if len(fresh) == 0 {
		return fault.New(fault.NotFound, "There are no prompts here yet.")
	}
	i, err := rand.Int(rand.Reader, big.NewInt(int64(len(fresh))))
	if err != nil {
		return err
	}
	return respond.SeeOther(w, r, "/prompts/"+url.PathEscape(fresh[i.Int64()].Slug))
}

// past is what the asker has done; a visitor has done nothing.
func (p *Pages) past(ctx context.Context) (past, error) {
	person, ok := account.From(ctx)
	out := past{person: person, signedIn: ok, now: p.now()}
	if !ok {
		return out, nil
	}
	var err error
	if out.attempts, err = p.attempts.List(ctx, person.ID); err != nil {
		return out, err
	}
	done, err := p.grades.ListOf(ctx, person.ID)
	if err != nil {
		return out, err
	}
	out.grades = record.Counting(done)
	return out, nil
}
