// Package privacy serves the page that says what this instance keeps of people, who
// sees it and where it goes. It is made from how the instance is really set up, so it
// says nothing of a model where there is none.
package privacy

import (
	"net/http"

	"levelup/web/respond"
	"levelup/web/ui"
)

// Facts are how the instance is set up.
type Facts struct {
	Database  string   // its kind
	Model     ui.Model // that reads attempts and words what the interviewer says
	Embedding ui.Model // that turns texts into vectors for the search
	Providers []string // by which one signs in
	Blind     bool     // coaches score before they see what the graders gave
	Collector string   // the host that is told how long things took; empty: nobody is
}

// Pages serves the page.
type Pages struct{ facts Facts }

// New returns it.
func New(facts Facts) *Pages { return &Pages{facts} }

// Show tells what is kept: GET /privacy.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request) error {
	return respond.Page(w, r, http.StatusOK, page(p.facts))
}

// coaches says what a coach gets to see.
func coaches(blind bool) string {
	when := "."
	if blind {
		when = ", the last only after having scored it."
	}
	return "A coach sees those attempts that you share, until you take it back: the transcript, the prompt, and what graders gave" + when + " What is shared with the queue every coach can read."
}

// list joins names as a sentence does.
func list(names []string) string {
	out := ""
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			out += " and "
		default:
			out += ", "
		}
		out += name
	}
	return out
}
