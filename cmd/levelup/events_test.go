package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// events is a body with one answer event, with something about it changed.
func events(old, changed string) string {
	const body = `{"client": "c", "events": [{"n": 1, "type": "answer", "step": "clarify", "base": 0, "at": 0, "delete": 0, "insert": "x"}]}`
	return strings.Replace(body, old, changed, 1)
}

// Each refusal of the contract, and that it changes nothing.
func TestEventsRefuses(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada, eve, visitor := r.person(t, "ada"), r.person(t, "eve"), r.visitor(t)
		attempt := ada.begin("url-shortener", "interview")
		for _, test := range []struct {
			name   string
			who    *browser
			path   string
			body   string
			header map[string]string
			status int
			error  string
			event  int
		}{
			{name: "foreign origin", body: events("", ""), header: map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, status: 403, error: "foreign-origin"},
			{name: "foreign origin, old browser", body: events("", ""), header: map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": ""}, status: 403, error: "foreign-origin"},
			{name: "null origin", body: events("", ""), header: map[string]string{"Origin": "null", "Sec-Fetch-Site": ""}, status: 403, error: "foreign-origin"},
			{name: "same site, other origin", body: events("", ""), header: map[string]string{"Sec-Fetch-Site": "same-site"}, status: 403, error: "foreign-origin"},
			{name: "no origin at all", body: events("", ""), header: map[string]string{"Origin": "", "Sec-Fetch-Site": ""}, status: 403, error: "foreign-origin"},
			{name: "foreign origin while signed out", who: visitor, body: events("", ""), header: map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, status: 403, error: "foreign-origin"},
			{name: "signed out", who: visitor, body: "malformed", status: 401, error: "unauthenticated"},
			{name: "somebody else's", who: eve, body: "malformed", status: 404, error: "not-found"},
			{name: "unknown", path: "/attempts/NONE/events", body: "malformed", status: 404, error: "not-found"},
			{name: "too large", body: events(`"x"`, `"`+strings.Repeat("x", 1<<20)+`"`), status: 413, error: "too-large"},
			{name: "too large and malformed", body: strings.Repeat("x", 1<<20+1), status: 413, error: "too-large"},
			{name: "too many events", body: `{"client": "c", "events": [` + manyEvents(501) + `]}`, status: 413, error: "too-large"},
			{name: "a text that is too long", body: events(`"x"`, `"`+strings.Repeat("x", 65_537)+`"`), status: 413, error: "too-large"},
			{name: "not JSON", body: "{", status: 400, error: "malformed"},
			{name: "not JSON by its type", body: events("", ""), header: map[string]string{"Content-Type": "text/plain"}, status: 400, error: "malformed"},
			{name: "no client", body: events(`"client": "c"`, `"client": ""`), status: 400, error: "malformed"},
			{name: "a client with a space", body: events(`"client": "c"`, `"client": "a b"`), status: 400, error: "malformed"},
			{name: "a client that is too long", body: events(`"client": "c"`, `"client": "`+strings.Repeat("c", 65)+`"`), status: 400, error: "malformed"},
			{name: "no events", body: `{"client": "c"}`, status: 400, error: "malformed"},
			{name: "n of 0", body: events(`"n": 1`, `"n": 0`), status: 400, error: "malformed", event: 1},
			{name: "n twice", body: `{"client": "c", "events": [` + oneEvent(1) + "," + oneEvent(1) + `]}`, status: 400, error: "malformed", event: 2},
			{name: "unknown type", body: events(`"answer"`, `"vote"`), status: 400, error: "malformed", event: 1},
			{name: "a type of another day", body: events(`"answer"`, `"review"`), status: 400, error: "malformed", event: 1},
			{name: "a type of the server", body: events(`"answer"`, `"submitted"`), status: 400, error: "malformed", event: 1},
			{name: "unknown step", body: events(`"clarify"`, `"warm-up"`), status: 400, error: "malformed", event: 1},
			{name: "a range outside the text", body: events(`"at": 0`, `"at": 1`), status: 400, error: "malformed", event: 1},
			{name: "a negative range", body: events(`"delete": 0`, `"delete": -1`), status: 400, error: "malformed", event: 1},
			{name: "a number that is none", body: events(`"at": 0`, `"at": 0.5`), status: 400, error: "malformed", event: 1},
			{name: "U+0000", body: events(`"x"`, `"a\u0000b"`), status: 400, error: "malformed", event: 1},
			{name: "a carriage return", body: events(`"x"`, `"a\r\nb"`), status: 400, error: "malformed", event: 1},
			{name: "a lone surrogate", body: events(`"x"`, `"\ud83d"`), status: 400, error: "malformed", event: 1},
			{name: "broken UTF-8", body: events(`"x"`, "\"\xff\""), status: 400, error: "malformed", event: 1},
			{name: "a key twice", body: events(`"at": 0`, `"at": 0, "at": 0`), status: 400, error: "malformed", event: 1},
			{name: "deep nesting", body: events(`"x"`, strings.Repeat("[", 100_000)), status: 400, error: "malformed", event: 1},
			{name: "a gap", body: events(`"n": 1`, `"n": 2`), status: 409, error: "gap"},
			{name: "a base that is ahead", body: events(`"base": 0`, `"base": 3`), status: 409, error: "conflict"},
			{name: "a step that is not open", body: events(`"clarify"`, `"map"`), status: 409, error: "step-not-open"},
		} {
			who, path := test.who, test.path
			if who == nil {
				who = ada
			}
			if path == "" {
				path = attempt + "/events"
			}
			header := map[string]string{"Content-Type": "application/json"}
			for k, v := range test.header {
				header[k] = v
			}
			got := who.do("POST", path, strings.NewReader(test.body), header)
			var body struct {
				Error, Message string
				Event          int
				Expected       int
			}
			if got.status != test.status || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
				t.Errorf("%s = %d %s, want %d and JSON: %.200s", test.name, got.status, got.header.Get("Content-Type"), test.status, got.body)
				continue
			}
			got.into(&body)
			if body.Error != test.error || body.Event != test.event || body.Message == "" {
				t.Errorf("%s = %.300s, want error %q at event %d and a message", test.name, got.body, test.error, test.event)
			}
			if test.error == "gap" && body.Expected != 1 {
				t.Errorf("%s expects %d, want 1", test.name, body.Expected)
			}
		}
		if got := ada.answerOf(attempt, "clarify"); got != "" {
			t.Errorf("refused events left %q", got)
		}
		ada.save(attempt, "c", 1, 0, "clarify", "x").want(200)
	})
}

func oneEvent(n int) string {
	return fmt.Sprintf(`{"n": %d, "type": "answer", "step": "clarify", "base": %d, "at": 0, "delete": 0, "insert": ""}`, n, n-1)
}

func manyEvents(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = oneEvent(i + 1)
	}
	return strings.Join(all, ",")
}

// A body that never ends is refused when it is too large or too late, and holds
// nobody else up.
func TestEventsRefuseABodyThatNeverEnds(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.limits.BodyWithin = 300 * time.Millisecond })
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "interview")
	header := map[string]string{"Content-Type": "application/json"}
	if got := ada.do("POST", attempt+"/events", io.LimitReader(endless{}, 64<<20), header); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body without an end = %d, want 413", got.status)
	}
	silent, _ := io.Pipe() // says nothing and does not close
	if got := ada.do("POST", attempt+"/events", io.MultiReader(strings.NewReader(`{"client": `), silent), header); got.status != http.StatusBadRequest || !strings.Contains(got.body, "in time") {
		t.Errorf("a body that stops in the middle = %d %s, want 400 that says so", got.status, got.body)
	}
	ada.save(attempt, "c", 1, 0, "clarify", "x").want(200)
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// F4 for boards: neither overwrites the other in silence.
func TestF4BoardsRefuseAStaleBase(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		board := func(client, label string, base int) *answer {
			return ada.json(attempt+"/events", fmt.Sprintf(`{"client": %q, "events": [{"n": 1, "type": "scene", "step": "clarify", "base": %d, "scene": {"nodes": [{"id": "a", "label": %q, "kind": "cache", "x": 0, "y": 0}], "edges": []}}]}`, client, base, label))
		}
		board("one", "mine", 0).want(200)
		var moved struct {
			Error  string
			Scenes map[string]struct {
				Base  int
				Scene struct{ Nodes []struct{ Label string } }
			}
		}
		board("two", "yours", 0).want(http.StatusConflict).into(&moved)
		if s := moved.Scenes["clarify"]; moved.Error != "conflict" || s.Base != 1 || len(s.Scene.Nodes) != 1 || s.Scene.Nodes[0].Label != "mine" {
			t.Errorf("conflict = %+v, want what stands on the server", moved)
		}
		board("two", "yours", 1).want(200)
		if transcript := ada.get(attempt + "/transcript.json").want(200).body; !strings.Contains(transcript, "yours") {
			t.Error("the board that was chosen is not there")
		}
	})
}

// What people write comes back as it was, whatever it is made of.
func TestEventsKeepEveryCharacter(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "practice")
		base, want := 0, ""
		for i, text := range []string{strings.Repeat("🙂", 5_000), "e\u0301 \u0928\u093f", "שלום \u202eעולם\u202c", "a\u200bb\ufeff", "<script>alert(1)</script> & \"'", "{{.}} ${x} %s", strings.Repeat("w", 20_000)} {
			clock.Advance(time.Second)
			ada.save(attempt, "c", i+1, base, "deep-dive", text).want(200)
			base++
			want = text + want
		}
		if got := ada.answerOf(attempt, "deep-dive"); got != want {
			t.Errorf("the text changed: %d bytes, want %d", len(got), len(want))
		}
		page := ada.get(attempt + "?step=deep-dive").want(200)
		if strings.Contains(page.body, "<script>alert(1)") {
			t.Error("markup of a learner stands in the page as markup")
		}
	})
}

func TestEventsAcknowledge(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		var ack struct {
			Acknowledged    int
			Answers, Scenes map[string]int
			Now, Deadline   string
		}
		ada.json(attempt+"/events", `{"client": "c", "events": []}`).want(200).into(&ack)
		if ack.Acknowledged != 0 || len(ack.Answers) != 0 {
			t.Errorf("an empty batch = %+v", ack)
		}
		ada.json(attempt+"/events", `{"client": "c", "events": [`+oneEvent(1)+`,
			{"n": 2, "type": "scene", "step": "clarify", "base": 0, "scene": {"nodes": [{"id": "a", "label": "<API>", "kind": "service", "x": 1.5, "y": -2}, {"id": "b", "label": "DB", "kind": "database"}], "edges": [{"from": "a", "to": "b", "label": "writes"}]}}]}`).want(200).into(&ack)
		now, deadline := clock.Now().Format("2006-01-02T15:04:05.000Z"), clock.Now().Add(40*time.Minute).Format("2006-01-02T15:04:05.000Z")
		if ack.Acknowledged != 2 || ack.Answers["clarify"] != 1 || ack.Scenes["clarify"] != 1 || ack.Now != now || ack.Deadline != deadline {
			t.Errorf("acknowledgement = %+v, want 2, bases of 1, now %s and deadline %s", ack, now, deadline)
		}
		transcript := ada.get(attempt + "/transcript.json").want(200).body
		for _, want := range []string{`"x":1.5`, `"y":-2`, `"kind":"database"`, `"label":"writes"`, `"step":"synthesize"`} {
			if !strings.Contains(transcript, want) {
				t.Errorf("transcript.json lacks %s: %s", want, transcript)
			}
		}
		practice := ada.begin("rate-limiter", "practice")
		if got := ada.json(practice+"/events", `{"client": "c", "events": []}`).want(200); !strings.Contains(got.body, `"deadline":null`) {
			t.Errorf("practice = %s, want no deadline", got.body)
		}
	})
}

// A page that sends faster than anybody types is held back, not dropped.
func TestEventsAreTooFast(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		for range 50 {
			ada.json(attempt+"/events", `{"client": "c", "events": []}`).want(200)
		}
		got := ada.json(attempt+"/events", `{"client": "c", "events": []}`).want(http.StatusTooManyRequests)
		if got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "too-fast") {
			t.Errorf("too fast = %v %s, want Retry-After and an error", got.header, got.body)
		}
		clock.Advance(time.Second)
		ada.json(attempt+"/events", `{"client": "c", "events": []}`).want(200)
	})
}
