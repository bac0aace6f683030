package main

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

// quick is by how much the times of a model are shortened here: what may last three
// minutes ends within two seconds.
const quick = 100

// startQuick runs the program with a fake model, whose times are shortened.
func startQuick(t *testing.T, database string, samples int, behaviours ...string) (*running, *llmtest.Server) {
	t.Helper()
	model := llmtest.New(behaviours...)
	web := httptest.NewServer(model)
	t.Cleanup(web.Close)
	return start(t, database, func(c *config, s *serving) {
		c.model, s.pace = modelConfig{baseURL: web.URL + "/v1", name: "fake", key: canaryKey, samples: samples}, quick
	}), model
}

// F18 in the running program, for everything that the fake model can do: about one
// criterion, then about all, then well again. The grade is made, or says what fell
// back, or has failed and can be asked for again; never more than three tries a
// question; and somebody else's saves go on meanwhile.
func TestF18EveryFaultInTheRunningProgram(t *testing.T) {
	t.Parallel()
	const graded, missing, failed, held = "graded", "missing", "failed", "held back"
	ends := map[string]string{
		llmtest.Honest: graded, llmtest.Gullible: graded, llmtest.Fenced: graded, llmtest.NoSchema: graded, llmtest.Wavers: graded,
		llmtest.Designs: graded, llmtest.Chatters: graded, // faults of an interviewer alone
		llmtest.Invented: missing, llmtest.Stern: missing, llmtest.Obedient: held,
		llmtest.Refuses: failed, llmtest.Hangs: failed, llmtest.Busy: failed, llmtest.BusyUntil: failed, llmtest.Fails: failed,
		llmtest.CutOff: failed, llmtest.Prose: failed, llmtest.WrongKeys: failed, llmtest.Truncated: failed, llmtest.Huge: failed,
		llmtest.UnknownPoints: failed, llmtest.UnknownCriteria: failed, llmtest.OutOfRange: failed, llmtest.Drips: failed,
		llmtest.Unauthorized: failed, llmtest.Elsewhere: failed, llmtest.Page: failed,
	}
	for _, behave := range llmtest.Behaviours {
		t.Run(behave, func(t *testing.T) {
			t.Parallel()
			want, known := ends[behave]
			if !known {
				t.Fatal("nobody has said how this ends")
			}
			r, model := startQuick(t, dbtest.SQLite(t), 1)
			ada, ben := r.person(t, "ada"), r.person(t, "ben")
			typing := ben.begin("chat", "practice")
			saves := 0
			// settle waits for the model's grade of an attempt, and for the built-in one that
			// the report sets beside it, while ben types.
			settle := func(attempt string) row {
				t.Helper()
				for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) { // 50 saves a second are allowed
					saves++
					ben.save(typing, "c", saves, saves-1, "clarify", "x").want(200)
					var list struct{ Grades []row }
					ada.get(attempt + "/grades.json").want(200).into(&list)
					i := slices.IndexFunc(list.Grades, func(r row) bool { return r.Grader == "model" })
					both := len(list.Grades) == 2 && !slices.ContainsFunc(list.Grades, func(r row) bool { return r.State == "queued" || r.State == "running" })
					if both && (list.Grades[i].State == "done" || list.Grades[i].State == "failed") {
						return list.Grades[i]
					}
				}
				t.Fatal("it does not end")
				return row{}
			}
			report := func(attempt string, wants ...string) {
				t.Helper()
				page := ada.get(attempt).want(200).body
				for _, want := range wants {
					if !strings.Contains(page, want) {
						t.Errorf("the report lacks %q", want)
					}
				}
			}
			tries := func() (most, all int) { // of one question: requests with the same words
				byBody := map[string]int{}
				for _, c := range model.Calls() {
					body, _, _ := strings.Cut(c.Body, `,"response_format"`) // left out after a 400
					body, _, _ = strings.Cut(body, `,"max_tokens"`)
					byBody[body]++
					most = max(most, byBody[body])
				}
				return most, len(model.Calls())
			}

			if want == failed {
				model.Only(`\"criterion\":\"prioritization\"`, behave)
				attempt := ada.interview("")
				m := settle(attempt)
				if m.State != "done" || !slices.Equal(m.Flags, []string{"fallback:prioritization"}) {
					t.Fatalf("with one criterion of no use: %+v, want a grade that says what fell back", m)
				}
				report(attempt, "The model would", "The model gave no usable answer on prioritization, so the built-in grader scored that criterion.", "(by the built-in grader)")
			}
			model.Behave(behave)
			attempt := ada.interview("")
			m := settle(attempt)
			switch {
			case want == failed:
				if m.State != "failed" || !strings.Contains(m.Failure, "The built-in grade stands") || strings.Contains(m.Failure, canaryKey) || strings.Contains(m.Failure, canaryWords) {
					t.Errorf("of no use at all: %+v, want a failure with a sentence that repeats nothing", m)
				}
				report(attempt, "The built-in grader would", "A grade by the model could not be made", "Grade again")
			case m.State != "done" || m.Model == nil || m.Model.Calls != 5:
				t.Errorf("%+v, want a grade of five questions", m)
			case want == missing && m.Overall > 1.5:
				t.Errorf("%.2f for what nobody wrote", m.Overall)
			case want == held:
				report(attempt, "The built-in grader would", "held back until a coach has looked")
			default:
				report(attempt, "The model would", "The graders side by side")
			}
			if most, all := tries(); most > 3 {
				t.Errorf("a question was asked %d times in %d requests, want three tries at most", most, all)
			}
			if want == failed { // the server is well again; the way to it opens by itself
				model.Behave(llmtest.Honest)
				for end := time.Now().Add(20 * time.Second); m.State != "done"; time.Sleep(50 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("asked again, with the server well: %+v", m)
					}
					ada.post(attempt+"/grade", url.Values{"grader": {"model"}}).want(303)
					m = settle(attempt)
				}
				report(attempt, "The model would")
			}
			if got := ben.answerOf(typing, "clarify"); got != strings.Repeat("x", saves) {
				t.Errorf("of %d saves %d are there", saves, len(got))
			}
			r.stop()
			for _, canary := range []string{canaryKey, canaryWords} {
				if strings.Contains(r.log.String(), canary) {
					t.Errorf("the log holds %q", canary)
				}
			}
		})
	}
}

// F19 in the running program: 200 grades wait for a server that hangs. Nobody waits for
// them, a stop gives back what was begun, and after the start all of them end, with a
// server that drips: never more than eight questions at once at the one that hangs, and
// far fewer of the other than were to be asked, since nobody is asked for a while after five failures.
func TestF19TwoHundredQueued(t *testing.T) {
	t.Parallel()
	const many = 200
	database := dbtest.SQLite(t)
	slow, first := startModel(t, database, 0, llmtest.Hangs)
	ada := slow.person(t, "ada")
	attempts := make([]string, many)
	for i := range attempts {
		attempt := ada.begin("url-shortener", "practice", "level", "mid")
		ada.save(attempt, "c", 1, 0, "clarify", "We keep the hot links in memory, since each of them is read far more often than it is written.").want(200)
		ada.post(attempt+"/submit", nil).want(303)
		attempts[i] = attempt
	}
	count := func(b *browser) map[string]int {
		t.Helper()
		states := map[string]int{}
		for _, attempt := range attempts {
			var list struct{ Grades []row }
			b.get(attempt + "/grades.json").want(200).into(&list)
			for _, r := range list.Grades {
				states[r.Grader+" "+r.State]++
			}
		}
		return states
	}
	until := func(b *browser, what string, n int) map[string]int {
		t.Helper()
		for end := time.Now().Add(60 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			states := count(b)
			if states[what] == n {
				return states
			}
			if time.Now().After(end) {
				t.Fatalf("%v, want %d %s", states, n, what)
			}
		}
	}
	if states := until(ada, "rubric done", many); states["model queued"] != many-modelWorkers || states["model running"] != modelWorkers {
		t.Errorf("%v, want %d with the hanging model and the others queued", states, modelWorkers)
	}
	if page := ada.get("/admin").want(200).body; !strings.Contains(page, fmt.Sprintf("%d grades waiting, %d of %d being made", many-modelWorkers, modelWorkers, modelWorkers)) || !strings.Contains(page, "the oldest since") {
		t.Error("the admin's page does not tell how many wait, and since when")
	}
	slow.stop()
	if first.Most() > 8 {
		t.Errorf("%d questions at once, want 8 at most", first.Most())
	}

	r, second := startQuick(t, database, 1, llmtest.Drips)
	ada = &browser{t, r.url, ada.client}
	if states := until(ada, "model failed", many); len(states) != 2 || states["rubric done"] != many {
		t.Errorf("in the end: %v", states)
	}
	// How many are asked at once is not counted here: a server notices late that nobody
	// listens to its drops any more.
	if n := len(second.Calls()); n > many {
		t.Errorf("%d requests, want far fewer than %d", n, many*5*3)
	}
	t.Logf("%d requests for %d grades of five questions", len(second.Calls()), many)
	second.Behave(llmtest.Honest)
	time.Sleep(time.Second / 2) // the way opens again
	ada.post(attempts[0]+"/grade", url.Values{"grader": {"model"}}).want(303)
	until(ada, "model done", 1)
}
