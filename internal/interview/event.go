package interview

import (
	"encoding/json"
	"fmt"

	"levelup/internal/board"
	"levelup/internal/fault"
)

// Type says what an event is.
type Type string

const (
	// Sent by a page.
	Answer    Type = "answer"
	Scene     Type = "scene"
	Calc      Type = "calc"
	Messaged  Type = "message"
	HintAsked Type = "hint"

	// Added by the server.
	Started          Type = "started"
	Advanced         Type = "advanced"
	Calculated       Type = "calculated"
	Interviewed      Type = "interviewer"
	EndedBySubmit    Type = "submitted"
	EndedByDiscard   Type = "discarded"
	EndedByRestoring Type = "restored"
)

// Event is one immutable, numbered entry of an attempt: the only way in which
// it changes. Exactly the field that belongs to the type is set.
type Event struct {
	Seq    int64  // from 1, without a gap
	At     int64  // Unix milliseconds
	Client string // the open page that sent it; empty for the server's own
	N      int64  // the page's count of its events, from 1; 0 for the server's own
	Type   Type
	Step   Step // empty where the event is about the whole attempt

	Splice  *Splice
	Board   *Board
	Edit    *Edit    // of Calc
	Message *Message // of Messaged
	Ask     *Ask     // of HintAsked
	Result  *Result  // of Calculated
	Spoken  *Spoken  // of Interviewed
	Plan    *Plan
	To      Step   // of Advanced: the step that is current from now on
	By      string // of EndedBySubmit: ByLearner or ByDeadline
}

// Who ended an attempt.
const (
	ByLearner  = "learner"
	ByDeadline = "deadline"
)

// Splice replaces Delete code points at At by Insert. Base is how many splices
// of the step's text its sender had seen.
type Splice struct {
	Base   int    `json:"base"`
	At     int    `json:"at"`
	Delete int    `json:"delete"`
	Insert string `json:"insert"`
}

// Board replaces a step's board.
type Board struct {
	Base  int     `json:"base"`
	Scene Diagram `json:"scene"`
}

// ofLearner reports whether it is a learner who makes the event, by a page or a form.
func (t Type) ofLearner() bool {
	return t == Answer || t == Scene || t == Calc || t == Messaged || t == HintAsked
}

// words are what the event brings of the learner's own.
func (e Event) words() string {
	switch e.Type {
	case Answer:
		return e.Splice.Insert
	case Calc:
		return e.Edit.Input
	case Messaged:
		return e.Message.Text
	case Scene:
		return board.Text(e.Board.Scene)
	}
	return ""
}

type advancedBody struct {
	To Step `json:"to"`
}

type submittedBody struct {
	By string `json:"by"`
}

// Body is the event's own part as JSON, as it stands in the log.
func (e Event) Body() ([]byte, error) {
	switch e.Type {
	case Answer:
		return json.Marshal(e.Splice)
	case Scene:
		return json.Marshal(e.Board)
	case Calc:
		return json.Marshal(e.Edit)
	case Messaged:
		return json.Marshal(e.Message)
	case HintAsked:
		return json.Marshal(e.Ask)
	case Calculated:
		return json.Marshal(e.Result)
	case Interviewed:
		return json.Marshal(e.Spoken)
	case Started:
		return json.Marshal(e.Plan)
	case Advanced:
		return json.Marshal(advancedBody{e.To})
	case EndedBySubmit:
		return json.Marshal(submittedBody{e.By})
	}
	return []byte("{}"), nil
}

// readBody fills the event's own part from the log.
func (e *Event) readBody(body []byte) error {
	var err error
	switch e.Type {
	case Answer:
		err = json.Unmarshal(body, &e.Splice)
	case Scene:
		err = json.Unmarshal(body, &e.Board)
	case Calc:
		err = json.Unmarshal(body, &e.Edit)
	case Messaged:
		err = json.Unmarshal(body, &e.Message)
	case HintAsked:
		err = json.Unmarshal(body, &e.Ask)
	case Calculated:
		err = json.Unmarshal(body, &e.Result)
	case Interviewed:
		err = json.Unmarshal(body, &e.Spoken)
	case Started:
		err = json.Unmarshal(body, &e.Plan)
	case Advanced:
		var b advancedBody
		err = json.Unmarshal(body, &b)
		e.To = b.To
	case EndedBySubmit:
		var b submittedBody
		err = json.Unmarshal(body, &b)
		e.By = b.By
	case EndedByDiscard, EndedByRestoring:
	default:
		err = fmt.Errorf("unknown type %q", e.Type)
	}
	if err != nil {
		return fmt.Errorf("event %d (%s): %w", e.Seq, e.Type, err)
	}
	return nil
}

func malformed(format string, args ...any) error {
	f := fault.New(fault.Invalid, format, args...)
	f.Code = "malformed"
	return f
}
