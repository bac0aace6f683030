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
