package interview

import "time"

// Attempt is one run of a learner through a prompt, as lists and pages need
// it; the words are in its State.
type Attempt struct {
	ID            string
	Person        string
	Prompt        string // slug
	PromptVersion string // the version with which it was taken
	Plan          Plan
	Status        Status
	Current       Step
	StartedAt     time.Time
	Deadline      time.Time // zero where no clock runs
	EndedAt       time.Time // zero while it runs
	EndedBy       string    // ByLearner or ByDeadline
}

// Drilled is the step of a drill, empty in the other modes.
func (a Attempt) Drilled() Step {
	if a.Plan.Mode == Drill {
		return a.Plan.Drill
	}
	return ""
}

// Goes is when a discarded attempt is deleted for good.
func (a Attempt) Goes() time.Time { return a.EndedAt.Add(DiscardedFor) }

// DiscardedFor is how long a discarded attempt can be restored.
const DiscardedFor = 30 * 24 * time.Hour

// Note is what a page sent after the end: kept for its writer, never graded.
type Note struct {
	At   time.Time
	Step Step
	Text string
}
