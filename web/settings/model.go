package settings

import (
	"time"

	"levelup/web/ui"
)

// Form is the settings page.
type Form struct {
	Email     string // empty where no provider vouches for one
	Name      string // as it was typed
	ExtraTime string // in percent
	Theme     string
	Done      string // what was done just now, or empty
	Mistakes  []ui.Mistake
	Ways      []Way     // into the account
	More      []More    // that could be added
	Browsers  []Browser // that are signed in
	FirstCode bool      // nobody is an admin yet, and a code makes one
}

// Way is a way into the account.
type Way struct {
	ID, Title, Label string
	Since            time.Time // zero where it is not known
	Only             bool      // it cannot be taken away
}

// More is a provider of which an account can be linked.
type More struct{ Name, Title string }

// Browser is one that is signed in.
type Browser struct {
	ID, Name    string
	Since, Seen time.Time
	This        bool
}

// Confirm asks whether an account at a provider shall open this one.
type Confirm struct{ ID, Title, Label string }

// Code is the form for the code that makes the first admin.
type Code struct {
	Typed    string
	Mistakes []ui.Mistake
}
