package settings

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Export writes everything that is held about a person as one zip.
type Export func(context.Context, account.Person, io.Writer) error

// Own hands a person everything that is held about them: GET /settings/export. The file
// is whole before its first byte goes out, so that what fails says so on a page.
func (p *Pages) Own(w http.ResponseWriter, r *http.Request) error {
	person, _ := account.From(r.Context())
	p.exporting.Lock() // one at a time: each reads a lot
	defer p.exporting.Unlock()
	var file bytes.Buffer
	if err := p.export(r.Context(), person, &file); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="level-up-`+time.Now().UTC().Format(time.DateOnly)+`.zip"`)
	_, err := file.WriteTo(w)
	if r.Context().Err() != nil {
		return nil // the reader has left
	}
	return err
}

// Delete deletes the account, in 14 days or at once: POST /settings/delete.
func (p *Pages) Delete(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	if !account.Fresh(r.Context()) {
		return respond.SeeOther(w, r, signInAgain)
	}
	person, _ := account.From(r.Context())
	keep := r.PostForm.Get("keep") != ""
	var err error
	switch r.PostForm.Get("when") {
	case "later":
		err = p.accounts.Leave(r.Context(), person.ID, keep)
	case "now":
		if r.PostForm.Get("sure") == "" {
			return p.refused(w, r, http.StatusUnprocessableEntity, "sure", "Tick that you are sure: what is deleted at once cannot be brought back.")
		}
		err = p.accounts.Delete(r.Context(), person.ID, keep)
	default:
		return p.refused(w, r, http.StatusUnprocessableEntity, "when", "Choose when the account is to be deleted.")
	}
	if fault.KindOf(err) == fault.Conflict {
		return p.refused(w, r, http.StatusConflict, "when", fault.Message(err))
	}
	if err != nil {
		return err
	}
	if r.PostForm.Get("when") == "later" {
		return respond.SeeOther(w, r, "/settings?leaving")
	}
	account.ClearCookie(w, p.secure)
	w.Header().Set("Clear-Site-Data", `"storage"`)
	return respond.SeeOther(w, r, "/")
}

// Stay takes the deletion back: POST /settings/stay.
func (p *Pages) Stay(w http.ResponseWriter, r *http.Request) error {
	person, _ := account.From(r.Context())
	if err := p.accounts.Stay(r.Context(), person.ID); err != nil {
		return err
	}
	return respond.SeeOther(w, r, "/settings?stays")
}

// refused shows the settings again with what stands in the way of leaving.
func (p *Pages) refused(w http.ResponseWriter, r *http.Request, status int, field, why string) error {
	person, _ := account.From(r.Context())
	v := settingsOf(person)
	v.Leaving.When, v.Leaving.Keep = r.PostForm.Get("when"), r.PostForm.Get("keep") != ""
	v.Mistakes = []ui.Mistake{{Field: field, Text: why}}
	return p.show(w, r, status, v)
}

// Leaving is the part of the page about one's own data and about going.
type Leaving struct {
	At    time.Time // when the account is deleted; zero: it stays
	When  string    // what was chosen: "later" or "now"
	Keep  bool
	Coach bool // has written of others
}
