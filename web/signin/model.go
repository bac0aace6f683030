package signin

import (
	"net/url"

	"github.com/a-h/templ"

	"levelup/web/ui"
)

// Form is the sign-in page.
type Form struct {
	Email, Name string // as they were typed
	Next        string // where to go afterwards, checked
	Mistakes    []ui.Mistake
	Expected    bool   // somebody was sent here from a page
	Again       bool   // somebody is signed in and shall say once more who they are
	Trouble     string // why the last try came to nothing
	Back        string // where to go instead, or empty
	Ways        []Way
}

// Way is a provider to sign in with.
type Way struct {
	Name, Title string
}

// path leads to the provider, and afterwards to next.
func (w Way) path(next string) templ.SafeURL {
	path := "/auth/" + w.Name
	if next != "" && next != "/" {
		path += "?next=" + url.QueryEscape(next)
	}
	return templ.SafeURL(path)
}
