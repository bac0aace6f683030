package settings

import (
	"net/http"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/web/respond"
	"levelup/web/ui"
)

// CodeForm asks for the code that the server printed: GET /settings/admin. Where it is
// of no use there is no such page.
func (p *Pages) CodeForm(w http.ResponseWriter, r *http.Request) error {
	if err := p.codeHelps(r); err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, codePage(Code{}))
}

func (p *Pages) codeHelps(r *http.Request) error {
	open, err := p.accounts.AdminOffered(r.Context())
	if err == nil && !open {
		err = fault.New(fault.NotFound, "There is no page at this address.")
	}
	return err
}

// Code makes whoever knows the code the first admin: POST /settings/admin.
func (p *Pages) Code(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	if err := p.codeHelps(r); err != nil {
		return err
	}
	person, _ := account.From(r.Context())
	code := r.PostForm.Get("code")
	session, err := p.accounts.ClaimAdmin(r.Context(), person.ID, code, r.UserAgent())
	if fault.CodeOf(err) == "wrong-code" {
		return respond.Page(w, r, http.StatusUnprocessableEntity, codePage(Code{Typed: code, Mistakes: []ui.Mistake{{Field: "code", Text: fault.Message(err)}}}))
	}
	if err != nil {
		return err
	}
	account.SetCookie(w, session, p.secure)
	return respond.SeeOther(w, r, "/admin")
}
