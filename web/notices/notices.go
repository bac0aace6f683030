// Package notices serves what somebody is told of: that a review is there, that
// somebody answered, that a review is asked for.
//
// Looking at the list changes nothing, since a page may be fetched ahead: a notice is
// read when its reader says so, or answers.
package notices

import (
	"net/http"
	"net/url"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/review"
	"levelup/web/respond"
)

// Pages serves the notices of whoever is signed in; the routes are mounted behind a
// check.
type Pages struct {
	reviews *review.Store
	library func() *curriculum.Library
}

// New returns the pages; library is the content of the moment.
func New(reviews *review.Store, library func() *curriculum.Library) *Pages {
	return &Pages{reviews, library}
}

// View is the list.
type View struct {
	Notices []Notice
	Unread  bool // some are
}

// Notice is one of them, in words.
type Notice struct {
	Text, Href string
	At         time.Time
	Read       bool
}

// List: GET /notices.
func (p *Pages) List(w http.ResponseWriter, r *http.Request) error {
	person, _ := account.From(r.Context())
	list, err := p.reviews.Notices(r.Context(), person.ID)
	if err != nil {
		return err
	}
	var v View
	for _, n := range list {
		v.Unread = v.Unread || !n.Read
		v.Notices = append(v.Notices, Notice{sentence(n, p.title(n.Prompt)), address(n), n.At, n.Read})
	}
	return respond.Page(w, r, http.StatusOK, page(v))
}

// Read marks all as read, or those of one attempt, and goes back to its page: POST
// /notices.
func (p *Pages) Read(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Invalid, "The form could not be read")
	}
	person, _ := account.From(r.Context())
	attempt := r.PostForm.Get("attempt")
	if err := p.reviews.MarkRead(r.Context(), person.ID, attempt); err != nil {
		return err
	}
	if attempt != "" {
		return respond.SeeOther(w, r, "/attempts/"+url.PathEscape(attempt))
	}
	return respond.SeeOther(w, r, "/notices")
}

// title is a prompt's as it is called today.
func (p *Pages) title(slug string) string {
	if prompt, ok := p.library().Prompt(slug); ok {
		return prompt.Title
	}
	return slug
}

// sentence says what a notice is about.
func sentence(n review.Notice, prompt string) string {
	switch n.Kind {
	case review.Asked:
		return "You are asked to review an attempt at " + prompt + "."
	case review.Handed:
		return "Another coach hands you the review of an attempt at " + prompt + "."
	case review.Published:
		return "The review of your attempt at " + prompt + " is there."
	case review.Changed:
		return "Your coach has added to the review of your attempt at " + prompt + ", or changed it."
	}
	if n.Own {
		return "Your coach has answered you on your attempt at " + prompt + "."
	}
	return "The learner has answered you on an attempt at " + prompt + "."
}

// address is where it can be read.
func address(n review.Notice) string {
	to := "/review/" + url.PathEscape(n.Attempt)
	if n.Own {
		to = "/attempts/" + url.PathEscape(n.Attempt)
	}
	switch {
	case n.Comment != "":
		return to + "#comment-" + n.Comment
	case n.Own:
		return to + "#review"
	}
	return to
}
