package room

import (
	"strconv"

	"levelup/internal/board"
	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// ConflictView is two texts of one step, or of its board, between which the learner
// chooses, without JavaScript: the one just sent, and the one that was saved elsewhere
// meanwhile.
type ConflictView struct {
	ID, Title string
	Step      interview.Step
	StepTitle string
	OfBoard   bool // as text
	Yours     string
	Theirs    string
	Base      int      // of theirs: a text with this base replaces it
	Board     *Unsaved // sent together with Yours and not saved either
}

// Unsaved is a board as a form brought it.
type Unsaved struct {
	Text string
	Base int
}

// NewConflict makes the view of a text's stale base; yours is the one that was sent.
func NewConflict(a interview.Attempt, s interview.State, p *curriculum.Prompt, step interview.Step, yours string) ConflictView {
	return ConflictView{
		ID: a.ID, Title: told(p, s.Plan).Title, Step: step, StepTitle: step.Title(),
		Yours: yours, Theirs: s.At(step).Text, Base: s.At(step).Base,
	}
}

// NewBoardConflict makes the view of a board's stale base.
func NewBoardConflict(a interview.Attempt, s interview.State, p *curriculum.Prompt, step interview.Step, yours string) ConflictView {
	v := NewConflict(a, s, p, step, yours)
	v.OfBoard, v.Theirs, v.Base = true, "", s.At(step).SceneBase
	if g := s.At(step).Scene; g != nil {
		v.Theirs = board.Text(*g)
	}
	return v
}

func (v ConflictView) base() string { return strconv.Itoa(v.Base) }

func (b Unsaved) base() string { return strconv.Itoa(b.Base) }

func (v ConflictView) title() string {
	if v.OfBoard {
		return "Two boards of " + v.StepTitle
	}
	return "Two texts of " + v.StepTitle
}

// back is the room with what the page is about in sight.
func (v ConflictView) back() string {
	sight := Sight{Step: v.Step}
	if v.OfBoard {
		sight.Tool, sight.Pane = "Board", "Board"
	}
	return path(v.ID) + "?" + sight.Query()
}
