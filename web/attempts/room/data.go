package room

import (
	"time"

	"levelup/internal/board"
	"levelup/internal/interview"
)

// Data is what the script needs to take over. It stands in the page as JSON, and
// the script reads the page again when it has to know how things are now.
// Lengths are milliseconds, times RFC 3339 in UTC.
type Data struct {
	Attempt  string           `json:"attempt"`
	Person   string           `json:"person"` // whose unsaved words this device may hold
	Mode     interview.Mode   `json:"mode"`
	Now      string           `json:"now"`
	Started  string           `json:"started"`
	Deadline *string          `json:"deadline"` // null where no clock runs
	Current  interview.Step   `json:"current"`
	Shown    interview.Step   `json:"shown"`
	Open     []interview.Step `json:"open"`
	Steps    []DataStep       `json:"steps"`

	Sheet     []DataLine `json:"sheet"`     // the calculator's lines, from the top
	SheetBase int        `json:"sheetBase"` // changes of it so far

	Exam      bool       `json:"exam"`      // without hints
	Talk      []DataTurn `json:"talk"`      // what was said, in order
	TokensOut bool       `json:"tokensOut"` // those for the model that words it
}

// DataStep is one step of Data.
type DataStep struct {
	Step   interview.Step `json:"step"`
	Title  string         `json:"title"`
	Budget int64          `json:"budget"` // 0 where no clock runs
	Spent  int64          `json:"spent"`
	Base   int            `json:"base"`
	Text   string         `json:"text"`
	Hints  int            `json:"hints"` // shown

	BoardBase int          `json:"boardBase,omitempty"` // boards so far
	Board     *board.Graph `json:"board,omitempty"`     // the last one
}

// DataTurn is one thing that was said.
type DataTurn struct {
	Step interview.Step `json:"step"`
	From string         `json:"from"`
	Text string         `json:"text"`
	Key  string         `json:"key,omitempty"` // of a message
}

// DataLine is one line of the calculator's sheet. What it comes to is not in it:
// the calculator says that.
type DataLine struct {
	Line  string         `json:"line"` // its key
	Step  interview.Step `json:"step"`
	Input string         `json:"input"`
}

// millis is how times are written.
const millis = "2006-01-02T15:04:05.000Z07:00"

func newData(a interview.Attempt, s *interview.State, person string, now time.Time, steps []Step, shown interview.Step) Data {
	d := Data{
		Attempt: a.ID, Person: person, Mode: s.Plan.Mode,
		Now: now.UTC().Format(millis), Started: time.UnixMilli(s.StartedAt).UTC().Format(millis),
		Current: s.Current, Shown: shown,
		Sheet: make([]DataLine, len(s.Sheet)), SheetBase: s.SheetBase,
		Exam: s.Plan.Exam(), TokensOut: s.TokensOut, Talk: make([]DataTurn, len(s.Talk)),
	}
	for i, t := range s.Talk {
		d.Talk[i] = DataTurn{Step: t.Step, From: t.From, Text: t.Text, Key: t.Key}
	}
	for i, l := range s.Sheet {
		d.Sheet[i] = DataLine{Line: l.Key, Step: l.Step, Input: l.Input}
	}
	if at, ok := s.Deadline(); ok {
		text := at.UTC().Format(millis)
		d.Deadline = &text
	}
	for _, step := range steps {
		if step.Open {
			d.Open = append(d.Open, step.Slug)
		}
		d.Steps = append(d.Steps, DataStep{
			Step: step.Slug, Title: step.Title, Budget: step.budget.Milliseconds(), Spent: step.spent.Milliseconds(),
			Base: s.At(step.Slug).Base, Text: s.At(step.Slug).Text, Hints: s.At(step.Slug).Hints,
			BoardBase: s.At(step.Slug).SceneBase, Board: s.At(step.Slug).Scene,
		})
	}
	return d
}
