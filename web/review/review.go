// Package review serves a coach: the queue, and the one page on which an attempt is
// read, scored and commented on.
//
// It promises that the graders' scores are not on the page before the coach has saved
// own ones (where this instance hides them), that a form which cannot be kept comes
// back with its words, also when the claim ran out meanwhile, and that an attempt
// that is not shared with who asks is missing to them.
package review

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
)

// Pages serves coaches.
type Pages struct {
	reviews  *review.Store
	attempts *interview.Store
	grades   *record.Store
	pinned   *record.Pinned
	library  func() *curriculum.Library
	blind    bool
	now      func() time.Time
}

// New returns the pages over their stores; blind says that the graders' scores are
// hidden until a coach has saved own ones.
func New(reviews *review.Store, attempts *interview.Store, grades *record.Store, pinned *record.Pinned, library func() *curriculum.Library, blind bool, now func() time.Time) *Pages {
	return &Pages{reviews, attempts, grades, pinned, library, blind, now}
}

func coach(r *http.Request) string {
	p, _ := account.From(r.Context())
	return p.ID
}

func id(r *http.Request) string { return r.PathValue("attempt") }

func path(attempt string) string { return "/review/" + url.PathEscape(attempt) }

// maxForm bounds a form: a comment, or the reasons of all criteria, percent-encoded.
const maxForm = 1 << 20

// parse reads a form of an attempt that is shared with who asks, or says why it
// cannot; what is missing is missing before anything is read.
func (p *Pages) parse(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.reviews.Open(r.Context(), coach(r), id(r)); err != nil {
		return err
	}
	if err := p.reviews.Renew(r.Context(), coach(r), id(r)); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if respond.Status(err) == http.StatusRequestEntityTooLarge {
			return fault.Coded(fault.Invalid, "too-large", "The form is larger than 1 MiB.")
		}
		return fault.Wrap(err, fault.Invalid, "The form could not be read")
	}
	return nil
}

// Show is the page on which an attempt is reviewed: GET /review/{attempt}.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r, filled{})
	if err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, page(v))
}

// done goes back to the page after something was kept, or shows it with the form as
// it was and why it could not be.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, err error, f filled, to string) error {
	if err == nil {
		return respond.SeeOther(w, r, path(id(r))+to)
	}
	status := 0
	switch code := fault.CodeOf(err); {
	case code == "not-claimed":
		status = http.StatusConflict
	case fault.KindOf(err) == fault.Invalid && code != "":
		status = http.StatusUnprocessableEntity
	default:
		return err
	}
	f.why, f.lapsed = fault.Message(err), status == http.StatusConflict
	v, verr := p.view(r, f)
	if verr != nil {
		return verr
	}
	return respond.Page(w, r, status, page(v))
}

// again claims first, where the form says so: the claim may have run out while one
// wrote.
func (p *Pages) again(r *http.Request) error {
	if r.PostForm.Get("claim") == "" {
		return nil
	}
	return p.reviews.Claim(r.Context(), coach(r), id(r))
}

// Claim: POST /review/{attempt}/claim.
func (p *Pages) Claim(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	return p.done(w, r, p.reviews.Claim(r.Context(), coach(r), id(r)), filled{}, "")
}

// Release gives an attempt back: POST /review/{attempt}/release.
func (p *Pages) Release(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	return p.done(w, r, p.reviews.Release(r.Context(), coach(r), id(r)), filled{}, "")
}

// Hand gives the claim to another coach: POST /review/{attempt}/hand.
func (p *Pages) Hand(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	to := r.PostForm.Get("coach")
	err := p.again(r)
	if err == nil {
		err = p.reviews.Hand(r.Context(), coach(r), id(r), to)
	}
	return p.done(w, r, err, filled{field: "coach", hand: to}, "")
}

// Publish: POST /review/{attempt}/publish.
func (p *Pages) Publish(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	err := p.again(r)
	if err == nil {
		err = p.reviews.Publish(r.Context(), coach(r), id(r))
	}
	return p.done(w, r, err, filled{field: "publish"}, "")
}

// Phrases keeps a phrase to say again, or throws one away: POST /review/{attempt}/phrases.
func (p *Pages) Phrases(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	if drop := r.PostForm.Get("drop"); drop != "" {
		return p.done(w, r, p.reviews.DropPhrase(r.Context(), coach(r), drop), filled{}, "#phrases")
	}
	text := r.PostForm.Get("phrase")
	return p.done(w, r, p.reviews.KeepPhrase(r.Context(), coach(r), text), filled{field: "phrase", phrase: text}, "#phrases")
}

// Note keeps what a coach notes of the learner: POST /review/{attempt}/note.
func (p *Pages) Note(w http.ResponseWriter, r *http.Request) error {
	if err := p.parse(w, r); err != nil {
		return err
	}
	text := r.PostForm.Get("note")
	return p.done(w, r, p.reviews.SetNote(r.Context(), coach(r), id(r), text), filled{field: "note", note: &text}, "#private")
}
