package signin

import "levelup/web/ui"

// Form is the sign-in page.
type Form struct {
	Email, Name string // as they were typed
	Next        string // where to go afterwards, checked
	Mistakes    []ui.Mistake
	Expected    bool // somebody was sent here from a page
}
