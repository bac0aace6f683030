// Package signin lets people in and out. Today that is local sign-in alone: a
// name and an address, taken at their word, where only this machine can ask or
// the operator has said so.
//
// Afterwards a person goes where they wanted to go, which is always a page of
// this site: see ui.OwnPath.
package signin

import (
	"net/http"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Local tells whether a request may sign in locally, and how far it is trusted.
type Local func(*http.Request) (account.Local, bool)

// Pages serves signing in and out.
type Pages struct {
	accounts *account.Store
	local    Local
	secure   bool
}

// New returns the pages; secure says that the site is reached by https.
func New(accounts *account.Store, local Local, secure bool) *Pages {
	return &Pages{accounts, local, secure}
}

// Form asks who somebody is: GET /signin. Who is signed in is sent on.
func (p *Pages) Form(w http.ResponseWriter, r *http.Request) error {
	next := ui.OwnPath(r.URL.Query().Get("next"))
	if _, ok := account.From(r.Context()); ok {
		return respond.SeeOther(w, r, next)
	}
	return respond.Page(w, r, http.StatusOK, page(Form{Next: next, Expected: next != "/"}))
}

// maxForm bounds a form of two short fields and a path.
const maxForm = 64 << 10

// SignIn takes somebody at their word: POST /signin/local.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request) error {
	trust, on := p.local(r)
	if !on {
		return fault.New(fault.NotFound, "Local sign-in is off at this address.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Invalid, "The form could not be read; send it again")
	}
	v := Form{Email: r.PostForm.Get("email"), Name: r.PostForm.Get("name"), Next: ui.OwnPath(r.PostForm.Get("next"))}
	if _, err := account.CheckEmail(v.Email); err != nil {
		v.Mistakes = append(v.Mistakes, ui.Mistake{Field: "email", Text: fault.Message(err)})
	}
	if _, err := account.CheckName(v.Name); err != nil {
		v.Mistakes = append(v.Mistakes, ui.Mistake{Field: "name", Text: fault.Message(err)})
	}
	if len(v.Mistakes) > 0 {
		return respond.Page(w, r, http.StatusUnprocessableEntity, page(v))
	}
	session, err := p.accounts.SignInLocal(r.Context(), v.Email, v.Name, r.UserAgent(), trust)
	if err != nil {
		return err
	}
	account.SetCookie(w, session, p.secure)
	return respond.SeeOther(w, r, v.Next)
}

// SignOut ends the session and has the browser forget what it keeps of this
// site: POST /signout. Signing out twice is no mistake.
func (p *Pages) SignOut(w http.ResponseWriter, r *http.Request) error {
	if token := account.Token(r, p.secure); token != "" {
		if err := p.accounts.SignOut(r.Context(), token); err != nil {
			return err
		}
	}
	account.ClearCookie(w, p.secure)
	w.Header().Set("Clear-Site-Data", `"storage"`)
	return respond.SeeOther(w, r, "/")
}
