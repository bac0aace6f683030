package attempts

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"levelup/internal/fault"
	"levelup/internal/interview"
)

// wireBatch and wireEvent are a batch as it comes. Decoding is strict where
// leniency would change the words: a lone surrogate, broken UTF-8 or a doubled
// key is refused, never replaced.
type wireBatch struct {
	Client string      `json:"client"`
	Events []wireEvent `json:"events"`
}

type wireEvent struct {
	N      int64              `json:"n"`
	Type   interview.Type     `json:"type"`
	Step   interview.Step     `json:"step"`
	Base   int                `json:"base"`
	At     int                `json:"at"`
	Delete int                `json:"delete"` // of answer: code points; of calc: 1 takes the line out
	Insert string             `json:"insert"`
	Scene  *interview.Diagram `json:"scene"`
	Line   *string            `json:"line"`
	Input  *string            `json:"input"`
	Text   string             `json:"text"`
	Key    string             `json:"key"`
	Rung   int                `json:"rung"`
}

// batch checks what needs no attempt to be checked.
func (in wireBatch) batch() (interview.Batch, error) {
	out := interview.Batch{Client: in.Client}
	if !interview.PrintableID(in.Client) {
		return out, malformed(0, "A batch needs a client of 1 to %d printable ASCII characters.", interview.MaxClient)
	}
	if in.Events == nil {
		return out, malformed(0, `A batch needs "events", which may be empty.`)
	}
	if len(in.Events) > interview.MaxBatch {
		return out, fault.Coded(fault.Invalid, "too-large", "A batch holds up to %d events; send it in parts.", interview.MaxBatch)
	}
	out.Events = make([]interview.Event, len(in.Events))
	last := int64(0)
	for i, e := range in.Events {
		if e.N <= last {
			return out, malformed(i+1, "The events of a page are numbered from 1 and rising; this one has %d.", e.N)
		}
		last = e.N
		event, err := e.event(i + 1)
		if err != nil {
			return out, err
		}
		event.Client = in.Client
		out.Events[i] = event
	}
	return out, nil
}

func (e wireEvent) event(i int) (interview.Event, error) {
	out := interview.Event{N: e.N, Type: e.Type, Step: e.Step}
	switch e.Type {
	case interview.Answer, interview.Calc, interview.Scene, interview.Messaged, interview.HintAsked:
	default:
		return out, malformed(i, "There is no event type %q to send; the types are answer, calc, scene, message and hint.", e.Type)
	}
	if e.Step.Index() < 0 {
		return out, malformed(i, "There is no step %q; the steps are clarify, map, deep-dive, trade-offs and synthesize.", e.Step)
	}
	var err error
	switch e.Type {
	case interview.Answer:
		out.Splice, err = e.splice(i)
	case interview.Calc:
		out.Edit, err = e.edit(i)
	case interview.Scene:
		out.Board, err = e.board(i)
	case interview.Messaged:
		out.Message = &interview.Message{Key: e.Key, Text: e.Text}
		err = inEvent(i, out.Message.Check())
	case interview.HintAsked:
		out.Ask = &interview.Ask{Rung: e.Rung}
	}
	return out, err
}

func (e wireEvent) splice(i int) (*interview.Splice, error) {
	if n := utf8.RuneCountInString(e.Insert); n > interview.MaxAnswer {
		return nil, fault.Coded(fault.Invalid, "too-large", "The text of a step holds up to %d characters; this change alone has %d.", interview.MaxAnswer, n)
	}
	if at := strings.IndexAny(e.Insert, "\x00\r"); at >= 0 {
		return nil, malformed(i, "The text holds U+0000 or a carriage return at character %d; line ends are LF.", utf8.RuneCountInString(e.Insert[:at])+1)
	}
	return &interview.Splice{Base: e.Base, At: e.At, Delete: e.Delete, Insert: e.Insert}, nil
}

func (e wireEvent) edit(i int) (*interview.Edit, error) {
	out := &interview.Edit{At: e.At, Delete: e.Delete == 1}
	switch {
	case e.Delete != 0 && e.Delete != 1:
		return nil, malformed(i, `A calc event has "delete": 1 to take a line out, or no "delete" at all.`)
	case e.Input == nil && !out.Delete:
		return nil, malformed(i, `A calc event needs "input", the line as it was typed, or "delete": 1.`)
	case e.Line != nil && *e.Line == "":
		return nil, malformed(i, `A calc event names a "line" that is not empty, or leaves it out to add one at the end.`)
	}
	if e.Line != nil {
		out.Line = *e.Line
	}
	if e.Input != nil {
		out.Input = *e.Input
	}
	return out, inEvent(i, out.Check())
}

func (e wireEvent) board(i int) (*interview.Board, error) {
	if e.Scene == nil {
		return nil, malformed(i, `A scene event needs "scene".`)
	}
	if _, err := e.Scene.Check(); err != nil {
		return nil, inEvent(i, err)
	}
	return &interview.Board{Base: e.Base, Scene: *e.Scene}, nil
}

// inEvent adds to a fault which event of the batch it is about.
func inEvent(i int, err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		f.Detail = interview.InEvent{Event: i}
	}
	return err
}

// where names the event and the place of a JSON error.
func where(err error, in wireBatch) error {
	message := "The batch is not the JSON that is expected"
	if e, ok := errors.AsType[*json.SemanticError](err); ok {
		return malformed(len(in.Events), "%s: the value at %s has the wrong type.", message, e.JSONPointer)
	}
	f := malformed(len(in.Events), "%s; it may be broken, doubled keys or text that is not valid Unicode.", message)
	f.Cause = err
	return f
}

// malformed is a batch that cannot be understood; event counts from 1, 0 for
// the batch as a whole.
func malformed(event int, format string, args ...any) *fault.Fault {
	f := fault.Coded(fault.Invalid, "malformed", format, args...)
	f.Detail = interview.InEvent{Event: event}
	return f
}
