package report

import (
	"slices"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/review"
)

// Input is all that the pages after the end of an attempt are made from.
type Input struct {
	Attempt    interview.Attempt
	Transcript interview.Transcript
	Prompt     *curriculum.Prompt // in the version with which the attempt was taken
	Records    []record.Record    // of this attempt, the oldest first
	Self       *record.Self       // nil until the learner has scored or skipped
	Notes      []interview.Note   // words that came after the end
	Objections []record.Objection // to verdicts of any of the grades
	Refused    *Refused           // a note that was not kept, or nil
	Earlier    []Earlier          // finished grades of this person's attempts at this prompt, in any order
	Coach      Coach              // what there is of a review
	Now        time.Time
	Trust      []review.Agreement // how far graders agree with coaches here
	Graders    map[string]string  // those that are set up here, by name to their version

	// Today is the prompt as it is in force, where it grades otherwise than Prompt; nil
	// else.
	Today *curriculum.Prompt
	// Chosen is the grade to be read in full instead of the one that counts, by id;
	// Prompt is then in its version.
	Chosen string

	// Offered says that the prompt can still be started: a drill is offered.
	Offered bool
	// Section returns the address of a chapter's section ("database#redis"), ""
	// where it is not to be read here. nil: no chapter is.
	Section func(section string) string
}

// Earlier is a grade of an attempt at the same prompt.
type Earlier struct {
	Attempt string // its id
	Started time.Time
	Mode    interview.Mode
	Drill   interview.Step
	Level   interview.Level
	Grade   grading.Grade
}

// Stage is which of the pages is due.
type Stage int

const (
	Asking  Stage = iota // own scores come before the report: Self
	Pending              // the grade is being made, or could not be: Waiting
	Ready                // Report
	Gone                 // Discarded
)

// Stage says which page an ended attempt is shown as.
func (in Input) Stage() Stage {
	if in.Attempt.Status == interview.Discarded {
		return Gone
	}
	if in.Self == nil {
		return Asking
	}
	if _, ok := in.headline(); !ok {
		return Pending
	}
	return Ready
}

// headline is the grade that the report is about.
func (in Input) headline() (record.Record, bool) {
	if shown := record.Shown(in.Records); len(shown) > 0 {
		return shown[0], true
	}
	return record.Record{}, false
}

// read is the grade that the page is about: the headline, or the one that was chosen.
func (in Input) read() record.Record {
	for _, r := range in.Records {
		if r.ID == in.Chosen {
			return r
		}
	}
	r, _ := in.headline()
	return r
}

// Choose has the page be about another grade than the one that counts; ok tells
// whether there is such a one that can be shown.
func (in *Input) Choose(id string) (rubric string, ok bool) {
	for _, r := range in.Records {
		if r.ID == id && r.State == record.Done && !r.HeldBack() {
			in.Chosen = id
			return r.Rubric, true
		}
	}
	return "", false
}

// latest is the record that says how far the grading is: the newest that is still
// being made, else the newest.
func (in Input) latest() (record.Record, bool) {
	for _, r := range slices.Backward(in.Records) {
		if r.State == record.Queued || r.State == record.Running {
			return r, true
		}
	}
	if len(in.Records) == 0 {
		return record.Record{}, false
	}
	return in.Records[len(in.Records)-1], true
}
