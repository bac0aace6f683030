package attempts

import (
	"net/http"
	"strconv"
	"time"

	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/respond"
)

// beat is how often a stream says at least that it lives, with the time.
const beat = 15 * time.Second

// Stream sends server-sent events: GET /attempts/{id}/stream. It tells of all
// of the asker's attempts, so that one stream serves a whole browser; each
// event names its attempt. A stream that comes back gets the state anew, so
// nothing that happened between is missed.
func (p *Pages) Stream(w http.ResponseWriter, r *http.Request) error {
	a, state, err := p.find(r)
	if err != nil {
		return err
	}
	sub, ok := p.hub.join(a.Person)
	if !ok {
		return fault.Coded(fault.Invalid, "too-fast", "Up to %d event streams of a person are open at once; close a browser.", maxStreams)
	}
	defer p.hub.leave(a.Person, sub)

	out := &stream{to: respond.Events(w, r, p.hub.within), now: p.now, last: lastSeen(r, p.now()), told: map[string]int{a.ID: len(state.Talk)}}
	if err := out.clock(a.ID, state); err != nil {
		return nil
	}
	if records, err := p.grades.List(r.Context(), a.ID); err == nil && len(records) > 0 {
		if out.graded(a.ID, records[len(records)-1].State) != nil {
			return nil
		}
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return nil
		case <-p.hub.stopping:
			_ = out.send("reconnect", map[string]string{"attempt": a.ID})
			return nil
		case <-tick.C:
			err = out.beat(a.ID)
		case <-sub.wake:
			err = out.pending(sub.take())
		}
		if err != nil { // the reader has left or does not read
			return nil
		}
	}
}

// stream writes events.
type stream struct {
	to   *respond.Stream
	now  func() time.Time
	last int64
	told map[string]int // how many things that were said in an attempt its pages know of
}

// lastSeen is the id of the last event that a reader who comes back has had, so that
// ids rise also where the clock went back meanwhile; 0 where it cannot be one of ours.
func lastSeen(r *http.Request, now time.Time) int64 {
	id, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
	if err != nil || id < 0 || id > now.AddDate(1, 0, 0).UnixMilli() {
		return 0
	}
	return id
}

// send writes one event with an id that rises.
func (s *stream) send(name string, data any) error {
	s.last = max(s.last+1, s.now().UnixMilli())
	return s.to.Send(s.last, name, data)
}

func (s *stream) pending(p pending) error {
	for _, spoken := range p.spoken {
		if err := s.send("message", spoken); err != nil {
			return err
		}
	}
	for id, state := range p.clocks {
		if err := s.clock(id, state); err != nil {
			return err
		}
		if err := s.messages(id, state); err != nil {
			return err
		}
	}
	for id, state := range p.grades {
		if err := s.graded(id, state); err != nil {
			return err
		}
	}
	for id, kind := range p.reviews {
		if err := s.send("review", map[string]string{"attempt": id, "kind": kind}); err != nil {
			return err
		}
	}
	return nil
}

// clockEvent is what a page needs to be right: the server's time, the course
// of the attempt, and how far its texts, boards, sheet and talk have moved on.
type clockEvent struct {
	Attempt  string                 `json:"attempt"`
	Now      string                 `json:"now"`
	Deadline *string                `json:"deadline,omitempty"`
	Step     interview.Step         `json:"step,omitempty"`
	Status   interview.Status       `json:"status,omitempty"`
	Answers  map[interview.Step]int `json:"answers,omitempty"`
	Scenes   map[interview.Step]int `json:"scenes,omitempty"`
	Sheet    *int                   `json:"sheet,omitempty"`
	Talk     *int                   `json:"talk,omitempty"` // things said
}

func (s *stream) clock(id string, state interview.State) error {
	e := clockEvent{Attempt: id, Now: s.now().UTC().Format(millis), Step: state.Current, Status: state.Status,
		Answers: map[interview.Step]int{}, Scenes: map[interview.Step]int{}, Sheet: &state.SheetBase}
	said := len(state.Talk)
	e.Talk = &said
	if deadline, ok := state.Deadline(); ok {
		text := deadline.Format(millis)
		e.Deadline = &text
	}
	for i, step := range interview.Steps {
		e.Answers[step] = state.Steps[i].Base
		e.Scenes[step] = state.Steps[i].SceneBase
	}
	return s.send("clock", e)
}

// A message with "partial" is what the interviewer has said so far of something that
// is no event of the attempt yet; see Spoken.
//
// messageEvent is one thing that was said, the number turn from 1 on. A page that
// lacks one before it reads the attempt again.
type messageEvent struct {
	Attempt string         `json:"attempt"`
	Turn    int            `json:"turn"`
	Step    interview.Step `json:"step"`
	From    string         `json:"from"`
	Text    string         `json:"text"`
}

// mostMessages is how much of a talk is told at once, of an attempt of which the
// stream has not told before.
const mostMessages = 8

// messages tells what was said since the last time.
func (s *stream) messages(id string, state interview.State) error {
	from := max(s.told[id], len(state.Talk)-mostMessages)
	for i := from; i < len(state.Talk); i++ {
		t := state.Talk[i]
		if err := s.send("message", messageEvent{Attempt: id, Turn: i + 1, Step: t.Step, From: t.From, Text: t.Text}); err != nil {
			return err
		}
	}
	s.told[id] = len(state.Talk)
	return nil
}

// beat sends the time alone.
func (s *stream) beat(id string) error {
	return s.send("clock", clockEvent{Attempt: id, Now: s.now().UTC().Format(millis)})
}

func (s *stream) graded(id string, state record.State) error {
	name := "grading"
	if state == record.Done || state == record.Failed {
		name = "graded"
	}
	return s.send(name, map[string]string{"attempt": id, "state": string(state)})
}
