package report

import "levelup/internal/interview"

// Unsent says whose words this device may still hold. The zero value, a sample's,
// asks for nothing.
type Unsent struct {
	Attempt, Person string
	Reload          bool // the page shows the note, so it is loaded anew when words have arrived
}

func unsentOf(a interview.Attempt) Unsent { return Unsent{Attempt: a.ID, Person: a.Person} }

// scripts are what a page needs to send them.
func (h Unsent) scripts() []string {
	if h.Attempt == "" {
		return nil
	}
	return []string{"late.js"}
}
