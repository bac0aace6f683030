// Package attempts serves an attempt: the room while it runs, the saves that
// its page sends, the event stream, and the report afterwards.
//
// The refusals of a save come in a fixed order, the first that applies: foreign
// origin and signed out (decided before this package), not yours, too large,
// malformed, too fast, ended, a gap, a conflict or a step that is not open.
package attempts

import (
	"net/http"
	"net/url"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/review"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Pages serves attempts.
type Pages struct {
	store   *interview.Store
	grades  *record.Store
	pinned  *record.Pinned
	reviews *review.Store
	library func() *curriculum.Library
	hub     *Hub
	model   ui.Model
	blind   bool
	now     func() time.Time
	sample  sample
}

// New returns the pages over their stores; library is the content of the moment,
// model what may speak as the interviewer, and blind says that coaches score before
// they see what the graders gave.
func New(store *interview.Store, grades *record.Store, pinned *record.Pinned, reviews *review.Store, library func() *curriculum.Library, hub *Hub, model ui.Model, blind bool, now func() time.Time) *Pages {
	return &Pages{store: store, grades: grades, pinned: pinned, reviews: reviews, library: library, hub: hub, model: model, blind: blind, now: now}
}

// person returns who is signed in; the routes are mounted behind a check.
func person(r *http.Request) account.Person {
	p, _ := account.From(r.Context())
	return p
}

// find returns the attempt of the address for reading, a not-found fault if it is
// missing or somebody else's.
func (p *Pages) find(r *http.Request) (interview.Attempt, interview.State, error) {
	a, err := p.allowed(r, account.ReadAttempt)
	if err != nil {
		return a, interview.State{}, err
	}
	return p.store.Find(r.Context(), a.Person, a.ID)
}

// own is find for writing: it does not read the attempt's course again.
func (p *Pages) own(r *http.Request) (interview.Attempt, error) {
	return p.allowed(r, account.WorkOnAttempt)
}

// allowed returns the attempt of the address if the asker may do something with it.
func (p *Pages) allowed(r *http.Request, what account.Action) (interview.Attempt, error) {
	a, err := p.store.Get(r.Context(), r.PathValue("id"))
	shown := func(coach account.Person) bool {
		_, err := p.reviews.Open(r.Context(), coach.ID, a.ID)
		return err == nil
	}
	if err == nil && !account.Can(person(r), what, account.Thing{Owner: a.Person, Shown: shown}) {
		err = interview.ErrNotFound
	}
	if err != nil {
		return interview.Attempt{}, err
	}
	return a, nil
}

func path(a interview.Attempt) string { return "/attempts/" + url.PathEscape(a.ID) }

// maxForm bounds a form: a full step, percent-encoded.
const maxForm = 1 << 20

// parse reads a form, or says why it cannot.
func parse(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if respond.Status(err) == http.StatusRequestEntityTooLarge {
			return fault.Coded(fault.Invalid, "too-large", "The form is larger than 1 MiB.")
		}
		return fault.Wrap(err, fault.Invalid, "The form could not be read")
	}
	return nil
}
