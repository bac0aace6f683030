package main

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// frame is one event of a stream.
type frame struct{ id, name, data string }

// listen opens an attempt's event stream until the test ends or it is left.
func (b *browser) listen(attempt, lastID string) (frames <-chan frame, leave func()) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", b.base+attempt+"/stream", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	client := *b.client
	client.Timeout = 0
	out := make(chan frame, 100)
	go func() {
		defer close(out)
		res, err := client.Do(req)
		if err != nil {
			return // left before it began
		}
		defer res.Body.Close()
		if res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
			out <- frame{name: res.Status}
			return
		}
		var f frame
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "id":
				f.id = value
			case "event":
				f.name = value
			case "data":
				f.data = value
			case "":
				out <- f
				f = frame{}
			}
		}
	}()
	return out, cancel
}

// next waits for an event for which want holds, and returns it.
func next(t *testing.T, frames <-chan frame, what string, want func(frame) bool) frame {
	t.Helper()
	patience := time.After(15 * time.Second)
	for {
		select {
		case f, ok := <-frames:
			if !ok {
				t.Fatalf("the stream ended before %s", what)
			}
			if want(f) {
				return f
			}
		case <-patience:
			t.Fatalf("no %s in time", what)
		}
	}
}

// The stream tells of every change of a person's attempts, whichever of them it
// was opened on, and of grading from beginning to end.
func TestStreamTells(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt, other := ada.begin("url-shortener", "interview"), ada.begin("rate-limiter", "practice")
		frames, leave := ada.listen(attempt, "")
		defer leave()
		clock := func(attempt, part string) func(frame) bool {
			return func(f frame) bool {
				return f.name == "clock" && strings.Contains(f.data, strings.TrimPrefix(attempt, "/attempts/")) && strings.Contains(f.data, part)
			}
		}
		first := next(t, frames, "the state at the beginning", clock(attempt, `"step":"clarify"`))
		var state struct{ Now, Deadline, Status string }
		if err := json.Unmarshal([]byte(first.data), &state); err != nil || state.Now == "" || state.Deadline == "" || state.Status != "running" {
			t.Errorf("clock = %s, %v", first.data, err)
		}
		ada.save(attempt, "c", 1, 0, "clarify", "x").want(200)
		next(t, frames, "a save", clock(attempt, `"clarify":1`))
		ada.save(other, "c", 1, 0, "map", "x").want(200)
		next(t, frames, "a save of another attempt", clock(other, `"map":1`))
		ada.post(attempt+"/advance", url.Values{"from": {"clarify"}}).want(303)
		last := next(t, frames, "an advance", clock(attempt, `"step":"map"`))
		leave()

		// F27: a stream that was cut comes back to the state as it is now.
		ada.post(attempt+"/submit", nil).want(303)
		again, leaveAgain := ada.listen(attempt, last.id)
		defer leaveAgain()
		next(t, again, "the end that was missed", clock(attempt, `"status":"submitted"`))
		next(t, again, "the grade", func(f frame) bool { return f.name == "graded" && strings.Contains(f.data, "done") })
	})
}

// A person has so many streams and no more; who leaves makes room.
func TestStreamsAreLimited(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "interview")
	var leave func()
	for range 8 {
		var frames <-chan frame
		frames, leave = ada.listen(attempt, "")
		next(t, frames, "a beginning", func(f frame) bool { return f.name == "clock" })
	}
	if got := ada.get(attempt + "/stream").want(http.StatusTooManyRequests); got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	leave()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		frames, leave := ada.listen(attempt, "")
		f, ok := <-frames
		leave()
		if ok && f.name == "clock" {
			break
		}
		if time.Now().After(end) {
			t.Fatal("a stream that was left keeps its place")
		}
	}
}
