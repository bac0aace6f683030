package settings

import (
	"net/http"

	"levelup/internal/account"
	"levelup/web/respond"
)

// signInAgain is where people go who have to say once more who they are.
const signInAgain = "/signin?again&next=/settings"

// title is what a provider is called, also one that is not set up any more.
func (p *Pages) title(name string) string {
	if name == "local" {
		return "Local sign-in"
	}
	for _, provider := range p.providers {
		if provider.Name() == name {
			return provider.Title()
		}
	}
	return name
}

// Offered asks whether an account at a provider shall open this one: GET /settings/link.
// It is asked after the way there and back, so that people see which account it is.
func (p *Pages) Offered(w http.ResponseWriter, r *http.Request) error {
	person, _ := account.From(r.Context())
	offer, err := p.accounts.Offered(r.Context(), person.ID)
	if err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, confirmPage(Confirm{offer.ID, p.title(offer.Provider), offer.Label}))
}

// Link says yes to that: POST /settings/link.
func (p *Pages) Link(w http.ResponseWriter, r *http.Request) error {
	return p.guarded(w, r, "/settings?linked", func(person account.Person, token string) (account.Session, error) {
		return p.accounts.Link(r.Context(), person.ID, r.PostForm.Get("offer"), token)
	})
}

// Unlink takes a way into the account away: POST /settings/unlink.
func (p *Pages) Unlink(w http.ResponseWriter, r *http.Request) error {
	return p.guarded(w, r, "/settings?unlinked", func(person account.Person, token string) (account.Session, error) {
		return p.accounts.Unlink(r.Context(), person.ID, r.PostForm.Get("way"), token)
	})
}

// guarded does what needs a sign-in of the last ten minutes, and gives the browser the
// session's new token.
func (p *Pages) guarded(w http.ResponseWriter, r *http.Request, done string, do func(account.Person, string) (account.Session, error)) error {
	if err := parse(w, r); err != nil {
		return err
	}
	person, _ := account.From(r.Context())
	if !account.Fresh(r.Context()) {
		return respond.SeeOther(w, r, signInAgain)
	}
	session, err := do(person, account.Token(r, p.secure))
	if err != nil {
		return err
	}
	account.SetCookie(w, session, p.secure)
	return respond.SeeOther(w, r, done)
}

// ways fills in how the account is opened.
func (p *Pages) ways(r *http.Request, person account.Person, v *Form) error {
	list, err := p.accounts.Identities(r.Context(), person.ID)
	if err != nil {
		return err
	}
	for _, i := range list {
		v.Ways = append(v.Ways, Way{ID: i.ID, Title: p.title(i.Provider), Label: i.Label, Since: i.LinkedAt, Only: len(list) == 1})
	}
	for _, provider := range p.providers {
		v.More = append(v.More, More{provider.Name(), provider.Title()})
	}
	return nil
}
