// Package signin lets people in and out: through a provider (provider.go), or by a
// name and an address, taken at their word, where only this machine can ask or the
// operator has said so.
//
// Afterwards a person goes where they wanted to go, which is always a page of
// this site: see ui.OwnPath.
package signin

import (
	"log/slog"
	"net/http"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/internal/oauth"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Local tells whether a request may sign in locally, and how far it is trusted.
type Local func(*http.Request) (account.Local, bool)

// Providers are those set up, and who may be new among those who come from them.
type Providers struct {
	List   []*oauth.Provider
	Signup account.Signup
}

// Titles are what people call the providers.
func (p Providers) Titles() []string {
	var out []string
	for _, provider := range p.List {
		out = append(out, provider.Title())
	}
	return out
}

// Pages serves signing in and out.
type Pages struct {
	accounts  *account.Store
	local     Local
	secure    bool
	providers Providers
	log       *slog.Logger
}

// New returns the pages; secure says that the site is reached by https.
func New(accounts *account.Store, local Local, secure bool, providers Providers, log *slog.Logger) *Pages {
	return &Pages{accounts, local, secure, providers, log}
}

// Form asks who somebody is: GET /signin. Who is signed in is sent on, unless they
// are to say it again.
func (p *Pages) Form(w http.ResponseWriter, r *http.Request) error {
	next := ui.OwnPath(r.URL.Query().Get("next"))
	v := Form{Next: next, Expected: next != "/"}
	if person, ok := account.From(r.Context()); ok {
		if !r.URL.Query().Has("again") {
			return respond.SeeOther(w, r, next)
		}
		v.Again, v.Name = true, person.Name
		if person.HasAddress() {
			v.Email = person.Email
		}
	}
	return p.show(w, r, http.StatusOK, v)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v Form) error {
	for _, provider := range p.providers.List {
		v.Ways = append(v.Ways, Way{provider.Name(), provider.Title()})
	}
	return respond.Page(w, r, status, page(v))
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
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	}
	session, err := p.accounts.SignInLocal(r.Context(), v.Email, v.Name, r.UserAgent(), trust)
	if fault.CodeOf(err) == "taken" {
		p.log.WarnContext(r.Context(), "sign-in refused", "request", requestID(w), "provider", "local", "why", "taken")
		v.Mistakes = []ui.Mistake{{Field: "email", Text: "The account with this address is opened through a provider; sign in with that one, or with another address."}}
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		if fault.CodeOf(err) == "disabled" {
			p.log.WarnContext(r.Context(), "sign-in refused", "request", requestID(w), "provider", "local", "why", "disabled")
		}
		return err
	}
	return p.enter(w, r, session, "local", v.Next)
}

// enter makes the browser speak for a new session; the one that it had ends.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request, s account.Session, provider, next string) error {
	if old := account.Token(r, p.secure); old != "" {
		if err := p.accounts.SignOut(r.Context(), old); err != nil {
			return err
		}
	}
	p.log.InfoContext(r.Context(), "signed in", "request", requestID(w), "provider", provider, "person", s.Person.ID)
	account.SetCookie(w, s, p.secure)
	return respond.SeeOther(w, r, next)
}

// requestID is the id under which the request stands in the log, as its answer tells.
func requestID(w http.ResponseWriter) string { return w.Header().Get("X-Request-Id") }

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
