// Package settings lets people change what is theirs: the name on their reports,
// their extra time, how the pages look, the ways into their account (ways.go) and the
// browsers that are signed in (browsers.go).
package settings

import (
	"net/http"
	"slices"
	"strconv"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/internal/oauth"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Pages serves the settings of whoever is signed in; the routes are mounted
// behind a check.
type Pages struct {
	accounts  *account.Store
	providers []*oauth.Provider
	secure    bool
}

// New returns the pages; secure says that the site is reached by https.
func New(accounts *account.Store, providers []*oauth.Provider, secure bool) *Pages {
	return &Pages{accounts, providers, secure}
}

// Form shows the settings: GET /settings.
func (p *Pages) Form(w http.ResponseWriter, r *http.Request) error {
	person, _ := account.From(r.Context())
	v := Form{Name: person.Name, ExtraTime: strconv.Itoa(person.ExtraTime), Theme: person.Theme}
	for _, d := range done {
		if r.URL.Query().Has(d.key) {
			v.Done = d.text
		}
	}
	return p.show(w, r, http.StatusOK, v)
}

// done are what the page says after a form, by the key in its address.
var done = []struct{ key, text string }{
	{"saved", "Saved."},
	{"linked", "Linked: it opens your account from now on."},
	{"unlinked", "Unlinked. All other browsers are signed out."},
	{"ended", "Signed out there."},
}

// show fills in what the page shows beside the form.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v Form) error {
	person, _ := account.From(r.Context())
	if person.HasAddress() {
		v.Email = person.Email
	}
	if err := p.ways(r, person, &v); err != nil {
		return err
	}
	if err := p.browsers(r, person, &v); err != nil {
		return err
	}
	open, err := p.accounts.AdminOffered(r.Context())
	if err != nil {
		return err
	}
	v.FirstCode = open
	return respond.Page(w, r, status, page(v))
}

// Save stores them: POST /settings.
func (p *Pages) Save(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	person, _ := account.From(r.Context())
	v := Form{Name: r.PostForm.Get("name"), ExtraTime: r.PostForm.Get("extra_time"), Theme: r.PostForm.Get("theme")}
	if v.Mistakes = v.check(); len(v.Mistakes) > 0 {
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	}
	extra, err := strconv.Atoi(v.ExtraTime)
	if err != nil {
		return err
	}
	if err := p.accounts.Update(r.Context(), person.ID, v.Name, extra, v.Theme); err != nil {
		return err
	}
	return respond.SeeOther(w, r, "/settings?saved")
}

// Theme stores the theme alone, from the menu, and goes back to the page it was
// chosen on: POST /settings/theme.
func (p *Pages) Theme(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	person, _ := account.From(r.Context())
	if err := p.accounts.Update(r.Context(), person.ID, person.Name, person.ExtraTime, r.PostForm.Get("theme")); err != nil {
		return err
	}
	return respond.SeeOther(w, r, ui.OwnPath(r.PostForm.Get("next")))
}

// maxForm bounds a form of a few short fields.
const maxForm = 64 << 10

func parse(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(err, fault.Invalid, "The form could not be read; send it again")
	}
	return nil
}

// extraTimes are the answers to the question of extra time.
var extraTimes = []ui.Option{
	{Value: "100", Label: "None", Note: "40 minutes stay 40 minutes."},
	{Value: "125", Label: "1.25x", Note: "40 minutes become 50."},
	{Value: "150", Label: "1.5x", Note: "40 minutes become 60."},
	{Value: "200", Label: "2x", Note: "40 minutes become 80."},
}

func themes() []ui.Option {
	var out []ui.Option
	for _, theme := range ui.Themes {
		out = append(out, ui.Option{Value: theme.Value, Label: theme.Name})
	}
	return out
}

// check says what is wrong with each field.
func (v Form) check() []ui.Mistake {
	var out []ui.Mistake
	if _, err := account.CheckName(v.Name); err != nil {
		out = append(out, ui.Mistake{Field: "name", Text: fault.Message(err)})
	}
	if !offered(extraTimes, v.ExtraTime) {
		out = append(out, ui.Mistake{Field: "extra_time", Text: "Choose one of these."})
	}
	if !offered(themes(), v.Theme) {
		out = append(out, ui.Mistake{Field: "theme", Text: "Choose one of these."})
	}
	return out
}

func offered(options []ui.Option, value string) bool {
	return slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == value })
}
