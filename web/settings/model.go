package settings

import "levelup/web/ui"

// Form is the settings page.
type Form struct {
	Email     string
	Name      string // as it was typed
	ExtraTime string // in percent
	Theme     string
	Saved     bool
	Mistakes  []ui.Mistake
}
