package room

import (
	"strconv"

	"levelup/internal/interview"
)

// Talk is what was said with the interviewer, and what can be said now.
type Talk struct {
	Turns    []Turn
	Exam     bool   // without hints
	Model    bool   // words what the interviewer says
	Spent    bool   // the tokens for it are
	Speaking bool   // the interviewer says something at this moment
	Words    string // as far as it has come
	Shown    int    // hints of the step that is in the editor
	Text     string // in the box; it was not sent
	Mistake  string // why
}

// Turn is one thing said.
type Turn struct {
	Heading string // the step, where it is another than that of the turn before
	From    string
	Who     string
	Text    string
}

func newTalk(s *interview.State, shown interview.Step) Talk {
	t := Talk{Exam: s.Plan.Exam(), Model: s.Plan.By == interview.ByModel, Spent: s.TokensOut, Shown: s.At(shown).Hints}
	last := interview.Step("")
	for _, said := range s.Talk {
		turn := Turn{From: said.From, Who: "You", Text: said.Text}
		if said.From == interview.FromInterviewer {
			turn.Who = "Interviewer"
		}
		if said.Step != last {
			turn.Heading, last = said.Step.Title(), said.Step
		}
		t.Turns = append(t.Turns, turn)
	}
	return t
}

// rung is the hint that comes next, from 1.
func (t Talk) rung() string { return strconv.Itoa(min(t.Shown+1, interview.Rungs)) }

func (t Talk) hintName() string { return "Hint " + t.rung() + " of " + strconv.Itoa(interview.Rungs) }

// hintsOver reports whether there is none to ask for.
func (t Talk) hintsOver() bool { return t.Exam || t.Shown >= interview.Rungs }

// hintNote says of the hints what one should know before asking.
func (t Talk) hintNote() string {
	switch {
	case t.Exam:
		return "Taken as an exam: there are no hints."
	case t.Shown >= interview.Rungs:
		return "All hints of this step have been shown."
	case t.Shown == interview.Rungs-1:
		return "The last hint gives a point away, which then counts half at most."
	}
	return ""
}
