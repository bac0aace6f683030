package room

import (
	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// ConflictView is two texts of one step between which the learner chooses,
// without JavaScript: the one just sent, and the one that was saved elsewhere
// meanwhile.
type ConflictView struct {
	ID, Title string
	Step      interview.Step
	StepTitle string
	Yours     string
	Theirs    string
	Base      int // of theirs: a text with this base replaces it
}

// NewConflict makes the view of a stale base; yours is the text that was sent.
func NewConflict(a interview.Attempt, s interview.State, p *curriculum.Prompt, step interview.Step, yours string) ConflictView {
	return ConflictView{
		ID: a.ID, Title: told(p, s.Plan).Title, Step: step, StepTitle: step.Title(),
		Yours: yours, Theirs: s.At(step).Text, Base: s.At(step).Base,
	}
}
