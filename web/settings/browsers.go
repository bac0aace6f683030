package settings

import (
	"net/http"
	"strings"

	"levelup/internal/account"
	"levelup/web/respond"
)

// Sessions signs out another browser, or all others: POST /settings/sessions with end,
// which is the id of one or "others".
func (p *Pages) Sessions(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	person, _ := account.From(r.Context())
	end := r.PostForm.Get("end")
	var err error
	if end == "others" {
		err = p.accounts.EndOthers(r.Context(), person, account.Token(r, p.secure))
	} else {
		err = p.accounts.EndSession(r.Context(), person, end)
	}
	if err != nil {
		return err
	}
	return respond.SeeOther(w, r, "/settings?ended")
}

// browsers fills in who is signed in.
func (p *Pages) browsers(r *http.Request, person account.Person, v *Form) error {
	list, err := p.accounts.Sessions(r.Context(), person, account.Token(r, p.secure))
	for _, b := range list {
		v.Browsers = append(v.Browsers, Browser{b.ID, browserName(b.UserAgent), b.Since, b.Seen, b.This})
	}
	return err
}

// A browser says what it is in a long line; the first of these parts that it holds is
// what people call it. The order matters: Edge says Chrome, and Chrome says Safari.
var (
	browserParts = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"Chrome/", "Chrome"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"}}
	systemParts  = [][2]string{{"Android", "Android"}, {"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Windows", "Windows"}, {"Mac OS X", "a Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// browserName is how a browser is called in the list.
func browserName(userAgent string) string {
	name, system := part(userAgent, browserParts), part(userAgent, systemParts)
	switch {
	case name == "":
		return "Another program"
	case system == "":
		return name
	}
	return name + " on " + system
}

func part(userAgent string, parts [][2]string) string {
	for _, p := range parts {
		if strings.Contains(userAgent, p[0]) {
			return p[1]
		}
	}
	return ""
}
