package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/db/dbtest"
)

// reckon sends lines of the sheet as one batch, each as the part of its event
// after n and type, and returns what came back.
func (b *browser) reckon(attempt, client string, n int, lines ...string) *answer {
	b.t.Helper()
	events := make([]string, len(lines))
	for i, line := range lines {
		events[i] = fmt.Sprintf(`{"n": %d, "type": "calc", %s}`, n+i, line)
	}
	return b.json(attempt+"/events", fmt.Sprintf(`{"client": %q, "events": [%s]}`, client, strings.Join(events, ",")))
}

// calculations are a step's lines and results as transcript.json has them.
func (b *browser) calculations(attempt, step string) []string {
	b.t.Helper()
	var t struct {
		Steps []struct {
			Step         string
			Calculations []struct{ Input, Output string }
		}
	}
	b.get(attempt + "/transcript.json").want(http.StatusOK).into(&t)
	var out []string
	for _, s := range t.Steps {
		for _, c := range s.Calculations {
			if s.Step == step {
				out = append(out, c.Input+" = "+c.Output)
			}
		}
	}
	return out
}

func wantCalculations(t *testing.T, who *browser, attempt, step string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, who.calculations(attempt, step)); diff != "" {
		t.Errorf("calculations of %s in transcript.json (-want +got):\n%s", step, diff)
	}
}

// The contract's own event gives the line with its result, beside the events
// that it stands among there.
func TestCalcEventsAreInTheTranscript(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		var ack struct {
			Acknowledged int
			Answers      map[string]int
		}
		ada.json(attempt+"/events", `{"client": "c1f0", "events": [
			{"n": 1, "type": "answer", "step": "clarify", "base": 0, "at": 0, "delete": 0, "insert": "Who uses it?"},
			{"n": 2, "type": "calc", "step": "clarify", "input": "10M users at 10 req/day in QPS"}]}`).want(200).into(&ack)
		if ack.Acknowledged != 2 || ack.Answers["clarify"] != 1 {
			t.Errorf("acknowledgement = %+v, want both events", ack)
		}
		wantCalculations(t, ada, attempt, "clarify", "10M users at 10 req/day in QPS = 1.16k requests/s")

		// The result is no event of the page: its next number is 3.
		ada.reckon(attempt, "c1f0", 3, `"step": "clarify", "input": "ans * 2"`).want(200)
		wantCalculations(t, ada, attempt, "clarify", "10M users at 10 req/day in QPS = 1.16k requests/s", "ans * 2 = 2.31k requests/s")
		if got := ada.answerOf(attempt, "clarify"); got != "Who uses it?" {
			t.Errorf("answer = %q, want it untouched", got)
		}
		ada.post(attempt+"/submit", nil).want(303)
		if got := len(ada.calculations(attempt, "clarify")); got != 2 {
			t.Errorf("calculations after the end = %d, want 2", got)
		}
	})
}

// A line is put in, changed and taken out by its key, from any page, and what
// rests on it follows.
func TestCalcEventsEditTheSheet(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		ada.reckon(attempt, "one", 1,
			`"step": "clarify", "line": "rate", "at": 0, "input": "dau at 10 req/day in QPS"`,
			`"step": "clarify", "line": "dau", "at": 0, "input": "dau = 10M users"`,
			`"step": "clarify", "line": "note", "at": 99, "input": "# about right"`,
			`"step": "clarify", "line": "wrong", "at": 99, "input": "10 GB + 3 requests"`,
			`"step": "clarify", "line": "none", "delete": 1`).want(200)
		wantCalculations(t, ada, attempt, "clarify", "dau = 10M users = 10M users", "dau at 10 req/day in QPS = 1.16k requests/s")

		ada.reckon(attempt, "two", 1, `"step": "clarify", "line": "dau", "at": 7, "input": "dau = 20M users"`).want(200)
		wantCalculations(t, ada, attempt, "clarify", "dau = 20M users = 20M users", "dau at 10 req/day in QPS = 2.31k requests/s")

		ada.reckon(attempt, "two", 2, `"step": "clarify", "line": "dau", "delete": 1`).want(200)
		wantCalculations(t, ada, attempt, "clarify")
		ada.reckon(attempt, "one", 6, `"step": "clarify", "line": "dau", "at": 0, "input": "dau = 1M users"`).want(200)
		wantCalculations(t, ada, attempt, "clarify", "dau = 1M users = 1M users", "dau at 10 req/day in QPS = 116 requests/s")

		// Sent again, a batch changes nothing.
		ada.reckon(attempt, "two", 1, `"step": "clarify", "line": "dau", "at": 7, "input": "dau = 20M users"`).want(200)
		wantCalculations(t, ada, attempt, "clarify", "dau = 1M users = 1M users", "dau at 10 req/day in QPS = 116 requests/s")

		// A line counts to the step under which it was last changed.
		ada.post(attempt+"/advance", url.Values{"from": {"clarify"}}).want(303)
		ada.reckon(attempt, "one", 7, `"step": "map", "line": "rate", "input": "dau at 20 req/day in QPS"`).want(200)
		wantCalculations(t, ada, attempt, "clarify", "dau = 1M users = 1M users")
		wantCalculations(t, ada, attempt, "map", "dau at 20 req/day in QPS = 231 requests/s")
	})
}

// Each refusal of a calc event, that it says what to do, and that it changes nothing.
func TestCalcEventsRefuse(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		drill := ada.begin("rate-limiter", "drill", "step", "deep-dive")
		ada.reckon(attempt, "c", 1, `"step": "clarify", "line": "a", "input": "2 + 2"`).want(200)
		long := func(n int) string { return `"step": "clarify", "input": "` + strings.Repeat("é", n) + `"` }
		for _, test := range []struct {
			name, attempt, line string
			status              int
			error               string
			event               int
			says                string
		}{
			{"no input", attempt, `"step": "clarify"`, 400, "malformed", 2, `needs \"input\"`},
			{"a line without input", attempt, `"step": "clarify", "line": "a"`, 400, "malformed", 2, `needs \"input\"`},
			{"input that is null", attempt, `"step": "clarify", "input": null`, 400, "malformed", 2, `needs \"input\"`},
			{"input that is a number", attempt, `"step": "clarify", "input": 4`, 400, "malformed", 2, "wrong type"},
			{"U+0000", attempt, `"step": "clarify", "input": "1\u0000"`, 400, "malformed", 2, "character 2"},
			{"a line end", attempt, `"step": "clarify", "input": "1\n2"`, 400, "malformed", 2, "an event for each line"},
			{"a carriage return", attempt, `"step": "clarify", "input": "1\r"`, 400, "malformed", 2, "an event for each line"},
			{"a lone surrogate", attempt, `"step": "clarify", "input": "\ud83d"`, 400, "malformed", 2, "Unicode"},
			{"an empty key", attempt, `"step": "clarify", "line": "", "input": "1"`, 400, "malformed", 2, "leaves it out"},
			{"a key with a space", attempt, `"step": "clarify", "line": "a b", "input": "1"`, 400, "malformed", 2, "printable ASCII"},
			{"a key that is too long", attempt, `"step": "clarify", "line": "` + strings.Repeat("k", 65) + `", "input": "1"`, 400, "malformed", 2, "1 to 64"},
			{"a negative place", attempt, `"step": "clarify", "line": "b", "at": -1, "input": "1"`, 400, "malformed", 2, "0 or later"},
			{"a place between", attempt, `"step": "clarify", "line": "b", "at": 0.5, "input": "1"`, 400, "malformed", 2, "wrong type"},
			{"nothing named to be taken out", attempt, `"step": "clarify", "delete": 1`, 400, "malformed", 2, `needs the \"line\"`},
			{"two lines taken out at once", attempt, `"step": "clarify", "line": "a", "delete": 2`, 400, "malformed", 2, `no \"delete\" at all`},
			{"a line set and taken out", attempt, `"step": "clarify", "line": "a", "delete": 1, "input": "1"`, 400, "malformed", 2, "the one or the other"},
			{"an unknown step", attempt, `"step": "warm-up", "input": "1"`, 400, "malformed", 2, "the steps are"},
			{"a drill's other step", drill, `"step": "clarify", "input": "1"`, 400, "malformed", 2, "no step"},
			{"a line that is too long", attempt, long(2001), 413, "too-large", 2, "2000 characters"},
			{"a line that is too long and malformed", attempt, `"step": "clarify", "line": "a b", "input": "` + strings.Repeat("\\u0000", 2001) + `"`, 413, "too-large", 2, "2000 characters"},
			{"a step that is not open", attempt, `"step": "map", "input": "1"`, 409, "step-not-open", 0, "go on to it first"},
			{"a line taken out under a step that is not open", attempt, `"step": "map", "line": "a", "delete": 1`, 409, "step-not-open", 0, "go on to it first"},
		} {
			n := 2
			if test.attempt == drill {
				n = 1
			}
			// A good line before it: a batch is refused whole.
			got := ada.reckon(test.attempt, "c", n, `"step": "`+map[string]string{attempt: "clarify", drill: "deep-dive"}[test.attempt]+`", "input": "7 * 7"`, test.line)
			var body struct {
				Error string
				Event int
			}
			if got.into(&body); got.status != test.status || body.Error != test.error || body.Event != test.event || !strings.Contains(got.body, test.says) {
				t.Errorf("%s = %d %.300s, want %d, %q at event %d and %q in the message", test.name, got.status, got.body, test.status, test.error, test.event, test.says)
			}
		}
		wantCalculations(t, ada, attempt, "clarify", "2 + 2 = 4")
		wantCalculations(t, ada, drill, "deep-dive")
		if got := ada.json(attempt+"/events", events(`"answer"`, `"vote"`)).want(400); !strings.Contains(got.body, "answer, calc, scene, message and hint") {
			t.Errorf("an unknown type = %s, want the types that there are", got.body)
		}
		ada.reckon(attempt, "c", 2, long(2000), `"step": "clarify", "line": "`+strings.Repeat("~", 64)+`", "input": ""`).want(200)
	})
}

// A sheet has so many lines and bytes and no more; what is refused uses no
// number, and the rest of the page goes on.
func TestCalcEventsAreLimited(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "practice")
		lines := make([]string, 200)
		for i := range lines {
			lines[i] = fmt.Sprintf(`"step": "deep-dive", "input": "%d * 3"`, i)
		}
		ada.reckon(attempt, "c", 1, lines...).want(200)
		if got := len(ada.calculations(attempt, "deep-dive")); got != 200 {
			t.Errorf("calculations = %d, want 200", got)
		}
		for _, line := range []string{`"step": "deep-dive", "input": ""`, `"step": "deep-dive", "line": "k", "at": 0, "input": "1"`} {
			if got := ada.reckon(attempt, "c", 201, line).want(http.StatusRequestEntityTooLarge); !strings.Contains(got.body, "too-large") || !strings.Contains(got.body, "Take out") {
				t.Errorf("line 201 = %s, want too-large and what to do", got.body)
			}
		}
		ada.save(attempt, "c", 201, 0, "deep-dive", "The answer goes on.").want(200)

		wide := ada.begin("rate-limiter", "practice")
		for i := range lines {
			lines[i] = `"step": "map", "input": "` + strings.Repeat("1", 2000) + `"`
		}
		ada.reckon(wide, "c", 1, lines[:32]...).want(200)
		ada.reckon(wide, "c", 33, lines[32]).want(http.StatusRequestEntityTooLarge)
		ada.reckon(wide, "c", 33, `"step": "map", "input": "2 + 2"`).want(200)
		wantCalculations(t, ada, wide, "map", "2 + 2 = 4")
	})
}

// After the end a line is refused, and what was typed is kept under the report.
func TestCalcEventsAfterTheEnd(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		ada.reckon(attempt, "c", 1, `"step": "clarify", "line": "a", "input": "2 + 2"`).want(200)
		clock.Advance(40*time.Minute + 11*time.Second)
		late := ada.reckon(attempt, "c", 2, `"step": "clarify", "line": "a", "input": "365 days in hours"`, `"step": "clarify", "line": "b", "delete": 1`).want(http.StatusGone)
		if !strings.Contains(late.body, `"ended"`) {
			t.Errorf("a late line = %s, want ended", late.body)
		}
		ada.grade(attempt)
		ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
		if report := ada.get(attempt).want(200).body; strings.Count(report, "365 days in hours") != 1 {
			t.Errorf("the report has the late line %d times, want once, as a note", strings.Count(report, "365 days in hours"))
		}
		wantCalculations(t, ada, attempt, "clarify", "2 + 2 = 4")
	})
}

// The stream says how often the sheet was changed, so that a page knows whether
// it was another that did it.
func TestStreamTellsOfTheSheet(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		frames, leave := ada.listen(attempt, "")
		defer leave()
		sheet := func(want int) func(frame) bool {
			return func(f frame) bool {
				var data struct{ Sheet *int }
				return f.name == "clock" && json.Unmarshal([]byte(f.data), &data) == nil && data.Sheet != nil && *data.Sheet == want
			}
		}
		next(t, frames, "the untouched sheet", sheet(0))
		ada.reckon(attempt, "c", 1, `"step": "clarify", "line": "a", "input": "1"`, `"step": "clarify", "line": "a", "input": "2"`, `"step": "clarify", "line": "no", "delete": 1`).want(200)
		next(t, frames, "three changes of the sheet", sheet(3))
	})
}
