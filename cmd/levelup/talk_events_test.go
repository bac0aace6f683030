package main

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/db/dbtest"
)

// says sends parts of message and hint events as one batch, each after n.
func (b *browser) says(attempt, client string, n int, parts ...string) *answer {
	b.t.Helper()
	for i, part := range parts {
		parts[i] = fmt.Sprintf(`{"n": %d, %s}`, n+i, part)
	}
	return b.json(attempt+"/events", fmt.Sprintf(`{"client": %q, "events": [%s]}`, client, strings.Join(parts, ",")))
}

// dialogue is what was said in a step, and the hints that were shown.
func (b *browser) dialogue(attempt, step string) (said []string, hints int) {
	b.t.Helper()
	var t struct {
		Steps []struct {
			Step     string
			Hints    int
			Dialogue []struct{ From, Text string }
		}
	}
	b.get(attempt + "/transcript.json").want(http.StatusOK).into(&t)
	for _, s := range t.Steps {
		if s.Step != step {
			continue
		}
		hints = s.Hints
		for _, d := range s.Dialogue {
			said = append(said, d.From+": "+d.Text)
		}
	}
	return said, hints
}

const newLinks = "interviewer: Take 100 million new ones a month. They come evenly enough over the day, with bursts when a big customer sends a list."

// The contract's own events: the question is answered in the same breath, the hint
// is the first rung, and both are in the transcript.
func TestMessagesAreAnswered(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview", "coach", "1")
		frames, leave := ada.listen(attempt, "")
		defer leave()
		next(t, frames, "a beginning", func(f frame) bool { return f.name == "clock" && strings.Contains(f.data, `"talk":0`) })
		ada.says(attempt, "c", 1, `"type": "message", "step": "clarify", "text": "How many new links are there?"`, `"type": "hint", "step": "clarify"`).want(200)
		next(t, frames, "the question", func(f frame) bool { return f.name == "message" && strings.Contains(f.data, `"turn":1,`) })
		next(t, frames, "its answer", func(f frame) bool {
			return f.name == "message" && strings.Contains(f.data, `"turn":2,"step":"clarify","from":"interviewer","text":"Take 100 million`)
		})
		next(t, frames, "the hint", func(f frame) bool { return f.name == "message" && strings.Contains(f.data, `"turn":3,`) })
		for range 2 { // sent again it changes nothing
			said, hints := ada.dialogue(attempt, "clarify")
			want := []string{"candidate: How many new links are there?", newLinks}
			if diff := cmp.Diff(want, said); diff != "" || hints != 1 {
				t.Errorf("%d hints, want 1; said (-want +got):\n%s", hints, diff)
			}
			ada.says(attempt, "c", 1, `"type": "message", "step": "clarify", "text": "How many new links are there?"`, `"type": "hint", "step": "clarify"`).want(200)
		}
		if body := ada.get(attempt + "/transcript.json").body; strings.Contains(body, "clarification") {
			t.Error("the transcript tells entries of the bank")
		}
		if page := ada.get(attempt).body; !strings.Contains(page, "Before you design anything") || !strings.Contains(page, "Hint 2 of 3") {
			t.Error("the room has lost the hint")
		}
		ada.post(attempt+"/submit", nil).want(303)
		ada.grade(attempt)
		ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
		report := ada.get(attempt).want(200).body
		for _, want := range []string{"How many new links are there?", "Take 100 million new ones a month.", "hint taken"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q", want)
			}
		}
	})
}

// In disguise the interviewer, the hints and the room keep to the other story, whose
// words are understood and graded; the transcript says which story it was.
func TestADisguiseIsKept(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview", "coach", "1", "disguised", "1")
		ada.says(attempt, "c", 1, `"type": "message", "step": "clarify", "text": "How many visits does a mark get, on average?"`,
			`"type": "message", "step": "clarify", "text": "How long do marks live?"`, `"type": "hint", "step": "clarify"`).want(200)
		said, hints := ada.dialogue(attempt, "clarify")
		got := strings.Join(said, "\n")
		for _, want := range []string{"About a hundred visits for each mark made", "a mark is expected to work"} {
			if !strings.Contains(got, want) {
				t.Errorf("the conversation lacks %q:\n%s", want, got)
			}
		}
		page := ada.get(attempt).want(http.StatusOK).body
		_, main, _ := strings.Cut(page, "<main")
		main, _, _ = strings.Cut(main, "</main>")
		if want := "shops that make marks, and readers who type them in"; !strings.Contains(main, want) {
			t.Errorf("the room lacks the hint %q", want)
		}
		for what, text := range map[string]string{"the conversation": got, "the room": main} {
			for _, word := range []string{"short link", "links", "shortener", "a link"} {
				if strings.Contains(strings.ToLower(text), word) {
					t.Errorf("%s names %q", what, word)
				}
			}
		}
		if hints != 1 || !strings.Contains(ada.get(attempt+"/transcript.json").body, `"disguised": true`) && !strings.Contains(ada.get(attempt+"/transcript.json").body, `"disguised":true`) {
			t.Errorf("%d hints, and the transcript: %s", hints, ada.get(attempt+"/transcript.json").body)
		}
	})
}

func TestMessagesRefuse(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		coached := ada.begin("rate-limiter", "practice")
		long := strings.Repeat("é", 2_001)
		many := make([]string, 21)
		for i := range many {
			many[i] = `"type": "message", "step": "clarify", "text": "Why?"`
		}
		for _, test := range []struct {
			name, attempt string
			parts         []string
			status        int
			error, says   string
		}{
			{"no text", attempt, []string{`"type": "message", "step": "clarify"`}, 400, "malformed", "says nothing"},
			{"a blank text", attempt, []string{`"type": "message", "step": "clarify", "text": " \n "`}, 400, "malformed", "says nothing"},
			{"a long text", attempt, []string{`"type": "message", "step": "clarify", "text": "` + long + `"`}, 413, "too-large", "2000 characters"},
			{"U+0000", attempt, []string{`"type": "message", "step": "clarify", "text": "a\u0000"`}, 400, "malformed", "character 2"},
			{"a carriage return", attempt, []string{`"type": "message", "step": "clarify", "text": "a\r"`}, 400, "malformed", "character 2"},
			{"a key", attempt, []string{`"type": "message", "step": "clarify", "text": "a", "key": "é"`}, 400, "malformed", "printable"},
			{"a later step", attempt, []string{`"type": "message", "step": "map", "text": "a"`}, 409, "step-not-open", ""},
			{"an unknown step", attempt, []string{`"type": "hint", "step": "x"`}, 400, "malformed", "the steps are"},
			{"the server's own", attempt, []string{`"type": "interviewer", "step": "clarify", "text": "a"`}, 400, "malformed", "the types are"},
			{"many messages", attempt, many, 413, "too-large", "up to 20"},
			{"a hint in an exam", attempt, []string{`"type": "hint", "step": "clarify"`}, 400, "malformed", "exam"},
			{"a fourth hint", coached, slicesOf(`"type": "hint", "step": "map"`, 4), 400, "malformed", "All 3 hints"},
			{"hint 3 before hint 1", coached, []string{`"type": "hint", "step": "map", "rung": 3`}, 400, "malformed", "comes after"},
		} {
			got := ada.says(test.attempt, "c", 1, test.parts...)
			var body struct{ Error string }
			if got.into(&body); got.status != test.status || body.Error != test.error || !strings.Contains(got.body, test.says) {
				t.Errorf("%s = %d %.300s, want %d, %q and %q", test.name, got.status, got.body, test.status, test.error, test.says)
			}
		}
		for _, a := range []string{attempt, coached} {
			if said, _ := ada.dialogue(a, "clarify"); len(said) > 0 {
				t.Errorf("refused messages left %q", said)
			}
		}
		ada.says(coached, "c", 1, slicesOf(`"type": "hint", "step": "map"`, 3)...).want(200)
		ada.says(coached, "c", 4, `"type": "hint", "step": "map", "rung": 2`).want(200)
		if _, hints := ada.dialogue(coached, "map"); hints != 3 {
			t.Errorf("hints = %d, want 3", hints)
		}

		clock.Advance(time.Hour)
		ada.says(attempt, "c", 1, `"type": "message", "step": "clarify", "text": "Is it too late?"`).want(http.StatusGone)
		ada.grade(attempt)
		ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
		if report := ada.get(attempt).want(200).body; strings.Count(report, "Is it too late?") != 1 {
			t.Errorf("the report has the late message %d times, want once, as a note", strings.Count(report, "Is it too late?"))
		}
	})
}

func slicesOf(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

// In a pause the interviewer asks something by itself, once, and the pages hear it.
func TestTheInterviewerAsksInAPause(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		frames, leave := ada.listen(attempt, "")
		defer leave()
		next(t, frames, "a beginning", func(f frame) bool { return f.name == "clock" })
		ada.save(attempt, "c", 1, 0, "clarify", "Who makes links, and how many?").want(200)
		clock.Advance(time.Minute)
		next(t, frames, "a probe", func(f frame) bool {
			return f.name == "message" && strings.Contains(f.data, "You have a monthly figure.")
		})
		clock.Advance(time.Minute)
		ada.says(attempt, "c", 2, `"type": "message", "step": "clarify", "text": "About 39 a second."`).want(200)
		next(t, frames, "a nod", func(f frame) bool {
			return f.name == "message" && strings.Contains(f.data, `"turn":3,"step":"clarify","from":"interviewer"`)
		})
		if said, _ := ada.dialogue(attempt, "clarify"); len(said) != 3 {
			t.Errorf("said %q, want one probe, the reply and a nod", said)
		}
		ada.post(attempt+"/submit", nil).want(303)
		// Somebody else is asked, who is quiet for as long: so everybody has been looked at.
		bob := r.person(t, "bob")
		running := bob.begin("url-shortener", "interview")
		asked, close := bob.listen(running, "")
		defer close()
		next(t, asked, "a beginning", func(f frame) bool { return f.name == "clock" })
		bob.save(running, "c", 1, 0, "clarify", "Who makes links, and how many?").want(200)
		clock.Advance(time.Minute)
		next(t, asked, "a probe", func(f frame) bool { return f.name == "message" && strings.Contains(f.data, `"from":"interviewer"`) })
		if said, _ := ada.dialogue(attempt, "clarify"); len(said) != 3 {
			t.Errorf("after the end it says %q", said)
		}
	})
}

// Whoever was at it when the program was started again is asked in their next pause
// as before, even if no page of theirs comes back.
func TestThePauseOutlastsARestart(t *testing.T) {
	t.Parallel()
	database, clock := dbtest.SQLite(t), dbtest.NewClock()
	at := func(_ *config, s *serving) { s.now = clock.Now }
	r := start(t, database, at)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "interview")
	ada.save(attempt, "c", 1, 0, "clarify", "Who makes links, and how many?").want(200)
	r.stop()
	clock.Advance(time.Minute)
	r = start(t, database, at)
	events, err := sql.Open("sqlite", strings.TrimPrefix(database, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer events.Close()
	asked := 0
	for end := time.Now().Add(20 * time.Second); asked == 0 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		// Not by a page, which would make the program read the attempt.
		if err := events.QueryRow("SELECT count(*) FROM events WHERE type = 'interviewer'").Scan(&asked); err != nil {
			t.Fatal(err)
		}
	}
	ada.base = r.url
	if said, _ := ada.dialogue(attempt, "clarify"); asked != 1 || len(said) != 1 {
		t.Errorf("asked %d times: %q, want one question", asked, said)
	}
}
