package attempts

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/respond"
)

// maxBody is the largest batch.
const maxBody = 1 << 20

// Events stores a batch of a page's events: POST /attempts/{id}/events.
func (p *Pages) Events(w http.ResponseWriter, r *http.Request) error {
	a, err := p.own(r)
	if err != nil {
		return err
	}
	batch, err := readBatch(w, r)
	if err != nil {
		return err
	}
	ack, err := p.store.Append(r.Context(), a, batch)
	if err != nil {
		return err
	}
	return writeAck(w, ack)
}

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
	Delete int                `json:"delete"`
	Insert string             `json:"insert"`
	Scene  *interview.Diagram `json:"scene"`
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func readBatch(w http.ResponseWriter, r *http.Request) (interview.Batch, error) {
	if ct := r.Header.Get("Content-Type"); ct != "application/json" && !strings.HasPrefix(ct, "application/json;") {
		return interview.Batch{}, malformed(0, "Send the batch as application/json.")
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if _, err := io.Copy(buf, http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		return interview.Batch{}, bodyFault(err)
	}
	var in wireBatch
	if err := json.Unmarshal(buf.Bytes(), &in); err != nil {
		return interview.Batch{}, where(err, in)
	}
	return in.batch()
}

// bodyFault tells a body that is too large from one that never ends or breaks off.
func bodyFault(err error) error {
	switch {
	case respond.Status(err) == http.StatusRequestEntityTooLarge:
		return fault.Coded(fault.Invalid, "too-large", "A batch holds up to 1 MiB; send it in parts.")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return malformed(0, "The batch did not arrive in time; send it again.")
	}
	return fault.Wrap(err, fault.Invalid, "The batch broke off; send it again")
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

// batch checks what needs no attempt to be checked.
func (in wireBatch) batch() (interview.Batch, error) {
	out := interview.Batch{Client: in.Client}
	if in.Client == "" || len(in.Client) > interview.MaxClient || strings.ContainsFunc(in.Client, func(r rune) bool { return r <= ' ' || r > '~' }) {
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
	if e.Type != interview.Answer && e.Type != interview.Scene {
		return out, malformed(i, "There is no event type %q to send; the types are answer and scene.", e.Type)
	}
	if e.Step.Index() < 0 {
		return out, malformed(i, "There is no step %q; the steps are clarify, map, deep-dive, trade-offs and synthesize.", e.Step)
	}
	if e.Type == interview.Scene {
		if e.Scene == nil {
			return out, malformed(i, `A scene event needs "scene".`)
		}
		if _, err := e.Scene.Check(); err != nil {
			f, ok := errors.AsType[*fault.Fault](err)
			if ok {
				f.Detail = interview.InEvent{Event: i}
			}
			return out, err
		}
		out.Board = &interview.Board{Base: e.Base, Scene: *e.Scene}
		return out, nil
	}
	if at := strings.IndexAny(e.Insert, "\x00\r"); at >= 0 {
		return out, malformed(i, "The text holds U+0000 or a carriage return at character %d; line ends are LF.", utf8.RuneCountInString(e.Insert[:at])+1)
	}
	if n := utf8.RuneCountInString(e.Insert); n > interview.MaxAnswer {
		return out, fault.Coded(fault.Invalid, "too-large", "The text of a step holds up to %d characters; this change alone has %d.", interview.MaxAnswer, n)
	}
	out.Splice = &interview.Splice{Base: e.Base, At: e.At, Delete: e.Delete, Insert: e.Insert}
	return out, nil
}

// writeAck answers a save. It is written by hand, since it is what a busy
// server writes most; every value is a number, a time or a step.
func writeAck(w http.ResponseWriter, ack interview.Ack) error {
	b := make([]byte, 0, 256)
	b = append(b, `{"acknowledged":`...)
	b = strconv.AppendInt(b, ack.Acknowledged, 10)
	b = append(b, `,"answers":{`...)
	b = appendBases(b, ack.Answers)
	b = append(b, `},"scenes":{`...)
	b = appendBases(b, ack.Scenes)
	b = append(b, `},"now":"`...)
	b = ack.Now.UTC().AppendFormat(b, millis)
	b = append(b, `","deadline":`...)
	if ack.Deadline.IsZero() {
		b = append(b, "null"...)
	} else {
		b = append(b, '"')
		b = ack.Deadline.UTC().AppendFormat(b, millis)
		b = append(b, '"')
	}
	b = append(b, "}\n"...)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(b) // who has left will send it again and be told the same
	return nil
}

// millis is RFC 3339 with milliseconds.
const millis = "2006-01-02T15:04:05.000Z07:00"

func appendBases(b []byte, bases map[interview.Step]int) []byte {
	first := true
	for _, step := range interview.Steps {
		base, ok := bases[step]
		if !ok {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, '"')
		b = append(b, step...)
		b = append(b, `":`...)
		b = strconv.AppendInt(b, int64(base), 10)
	}
	return b
}
