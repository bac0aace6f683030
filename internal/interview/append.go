package interview

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Batch is what a page sends: its events in order, stored whole or not at all.
type Batch struct {
	Client string
	Events []Event // with Client and N set
}

// Ack says what is on disk.
type Ack struct {
	Acknowledged int64 // the highest n of this client that is stored
	Answers      map[Step]int
	Scenes       map[Step]int
	Now          time.Time
	Deadline     time.Time // zero where no clock runs
}

// Gap is the detail of a "gap" fault.
type Gap struct {
	Expected int64 `json:"expected"`
}

// Moved is the detail of a "conflict" fault: what stands on the server for the
// steps that have moved on.
type Moved struct {
	Answers map[Step]MovedText  `json:"answers,omitempty"`
	Scenes  map[Step]MovedScene `json:"scenes,omitempty"`
}

// MovedText is a text that has moved on.
type MovedText struct {
	Base int    `json:"base"`
	Text string `json:"text"`
}

// MovedScene is a board that has moved on.
type MovedScene struct {
	Base  int     `json:"base"`
	Scene Diagram `json:"scene"`
}

// Append stores a batch of a page's events. Events that are stored already are
// skipped and acknowledged again, so a batch whose answer was lost can be sent
// once more. After the end the batch is refused and its words become a note.
func (s *Store) Append(ctx context.Context, a Attempt, b Batch) (Ack, error) {
	if !s.pace.allow(a.ID, s.db.Now()) {
		return Ack{}, fault.Coded(fault.Invalid, "too-fast", "An attempt takes up to %d batches a second; the page will send it again.", batchesPerSecond)
	}
	ahead := s.ahead(a, b)
	answer, err := s.listening(ctx, a, b)
	if err != nil {
		return Ack{}, err
	}
	var after State
	var late bool
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		late = false
		state, err := s.change(tx, a, func(state State) (State, error) {
			if state.Status != Running || state.Over(tx.Now()) {
				late = true
				return state, nil
			}
			return s.appendTo(tx, a, state, b, ahead, answer)
		})
		if err == nil && late {
			err = s.keepNote(tx, a, state, b)
		}
		after = state
		return err
	})
	if err != nil {
		return Ack{}, err
	}
	if late {
		if after.Status == Running {
			if err := s.expire(ctx, a.ID); err != nil {
				return Ack{}, err
			}
		}
		return Ack{}, errEnded
	}
	return after.ack(b, s.db.Now()), nil
}

// appendTo adds the events of a batch that are not stored yet.
func (s *Store) appendTo(tx *db.Tx, a Attempt, state State, b Batch, ahead worked, answer Answering) (State, error) {
	stored := state.Clients[b.Client]
	if n := b.missing(stored); n > 0 {
		return state, &fault.Fault{Kind: fault.Conflict, Code: "gap", Detail: Gap{n},
			Message: "An earlier change of this page has not arrived; the page sends it again."}
	}
	done := 0
	for done < len(b.Events) && b.Events[done].N <= stored {
		done++
	}
	return s.addAll(tx, a, state, b, done, ahead, answer)
}

// addAll adds the events of a batch, but for those at its head that are done, what
// the interviewer says to each, and what the sheet comes to after them. Nothing is
// written before all of them are accepted.
func (s *Store) addAll(tx *db.Tx, a Attempt, state State, b Batch, done int, ahead worked, answer Answering) (State, error) {
	first := state
	var added []Event
	for i, e := range b.Events[done:] {
		before := state
		var err error
		if state, e, err = foldNext(state, e, tx.Now()); err != nil {
			return first, explain(err, done+i+1, first, b)
		}
		added = append(added, e)
		var said []Event
		if state, said, err = answer.after(before, state, e); err != nil {
			return first, err
		}
		added = append(added, said...)
	}
	if len(added) == 0 {
		return first, nil
	}
	if state.SheetBase != first.SheetBase {
		var results []Event
		var err error
		if state, results, err = ahead.results(state, tx.Now()); err != nil {
			return first, err
		}
		added = append(added, results...)
	}
	return state, write(tx, a, first, state, added...)
}

// missing is the number of the first event that a batch lacks after what is
// stored, 0 if it lacks none. The numbers of a batch rise.
func (b Batch) missing(stored int64) int64 {
	last := stored
	for _, e := range b.Events {
		if e.N > last+1 {
			return last + 1
		}
		last = max(last, e.N)
	}
	return 0
}

// explain adds to a refusal what the page needs to go on: which event it was,
// or what stands on the server now.
func explain(err error, event int, state State, b Batch) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return err
	}
	out := *f
	switch f.Code {
	case "conflict":
		moved := Moved{Answers: map[Step]MovedText{}, Scenes: map[Step]MovedScene{}}
		for _, e := range b.Events {
			switch e.Type {
			case Answer:
				moved.Answers[e.Step] = MovedText{state.At(e.Step).Base, state.At(e.Step).Text}
			case Scene:
				moved.Scenes[e.Step] = MovedScene{state.At(e.Step).SceneBase, state.At(e.Step).scene()}
			}
		}
		out.Detail = moved
	case "range", "malformed":
		out.Code, out.Detail = "malformed", InEvent{event}
	}
	return &out
}

// InEvent is the detail of a fault in one event of a batch, counted from 1.
type InEvent struct {
	Event int `json:"event"`
}

func (p *StepState) scene() Diagram {
	if p.Scene == nil {
		return Diagram{Nodes: []Node{}, Edges: []Edge{}}
	}
	return *p.Scene
}

// ack answers a batch from the state that holds it.
func (s *State) ack(b Batch, now time.Time) Ack {
	out := Ack{Acknowledged: s.Clients[b.Client], Answers: map[Step]int{}, Scenes: map[Step]int{}, Now: now}
	out.Deadline, _ = s.Deadline()
	for _, e := range b.Events {
		switch e.Type {
		case Answer:
			out.Answers[e.Step] = s.At(e.Step).Base
		case Scene:
			out.Scenes[e.Step] = s.At(e.Step).SceneBase
		}
	}
	return out
}

// keepNote keeps the words of a batch that came after the end, once, up to
// MaxNote characters in all.
func (s *Store) keepNote(tx *db.Tx, a Attempt, state State, b Batch) error {
	var kept int
	if err := tx.QueryRow(`SELECT coalesce(sum(length(text)), 0) FROM notes WHERE attempt_id = ?`, a.ID).Scan(&kept); err != nil {
		return err
	}
	for i, e := range b.Events {
		if e.N <= state.Clients[b.Client] || strings.TrimSpace(e.words()) == "" || replaced(e, b.Events[i+1:]) {
			continue
		}
		text := firstRunes(e.words(), MaxNote-kept)
		if text == "" {
			return nil
		}
		n, err := tx.Exec(`INSERT INTO notes (attempt_id, client, n, at, step, text) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			a.ID, b.Client, e.N, tx.Now().UnixMilli(), string(e.Step), text)
		if err != nil {
			return err
		}
		if n > 0 {
			kept += utf8.RuneCountInString(text)
		}
	}
	return nil
}

// replaced reports whether one of the later events sets or takes out the very
// line that e sets, or draws the same step's board anew: a page in the middle of one
// sends it over and over.
func replaced(e Event, later []Event) bool {
	if e.Type == Scene {
		return slices.ContainsFunc(later, func(l Event) bool { return l.Type == Scene && l.Step == e.Step })
	}
	return e.Type == Calc && e.Edit.Line != "" && slices.ContainsFunc(later, func(l Event) bool {
		return l.Type == Calc && l.Edit.Line == e.Edit.Line
	})
}

// firstRunes is the beginning of a text, up to n code points.
func firstRunes(text string, n int) string {
	if n <= 0 {
		return ""
	}
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
