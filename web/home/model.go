package home

import (
	"time"

	"levelup/web/ui"
)

// Landing is what a visitor sees.
type Landing struct {
	Start  Start
	Plan   ui.RulerView
	Steps  []Step
	Layers []ui.Layer
}

// Start leads into the first interview.
type Start struct {
	Title string // of the prompt, empty where there is none
	Next  string // its page
	Local bool   // the button signs in by itself
}

// Step is one of the five, for who does not know them yet.
type Step struct {
	Slug, Name, Does string
	Minutes          time.Duration
}

// Desk is what somebody sees who is signed in.
type Desk struct {
	Name      string
	Alerts    []string // what an admin has to look at
	Running   []Running
	Suggested *Suggested // nil where there is no prompt
	Recent    []Recent
	Earlier   int // attempts that are not shown
}

// Newcomer reports whether there is nothing to look back on.
func (d Desk) Newcomer() bool { return len(d.Running) == 0 && len(d.Recent) == 0 }

// Running is an attempt that waits for its learner.
type Running struct {
	Title string
	Kind  string // "Interview, senior"
	Href  string
	Step  string // the current one
	Ruler ui.RulerView
	Left  string    // "23 minutes left", empty where no clock runs
	Until time.Time // zero where no clock runs
}

// Suggested is the prompt to take next, and why that one.
type Suggested struct {
	Title, Summary, Why, Href string
	Layers                    []ui.Layer
	Touches                   string // the layers in words
	Ruler                     ui.RulerView
}

// Recent is an attempt that has ended.
type Recent struct {
	Title  string
	Kind   string
	Href   string
	At     time.Time
	Result ui.Result
}
