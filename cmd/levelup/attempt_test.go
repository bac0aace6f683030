package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// The main job, by forms alone: what a browser without JavaScript does.
func TestAnInterviewByForms(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.visitor(t)
		ada.post("/signin/local", url.Values{"email": {"ada@example.org"}, "name": {"Ada"}, "next": {"/prompts/url-shortener"}}).want(303)
		ada.get("/prompts/url-shortener").want(200)
		attempt := ada.begin("url-shortener", "interview", "level", "mid")
		steps := []string{"clarify", "map", "deep-dive", "trade-offs", "synthesize"}
		for i, step := range steps {
			ada.get(attempt).want(200)
			text := "In the step " + step + " the candidate writes down a few sentences of their own, so that it is not empty."
			ada.post(attempt+"/answer", url.Values{"step": {step}, "base": {"0"}, "text": {text}}).want(303)
			if got := ada.answerOf(attempt, step); got != text {
				t.Errorf("%s = %q, want %q", step, got, text)
			}
			if i < len(steps)-1 {
				ada.post(attempt+"/advance", url.Values{"from": {step}}).want(303)
			}
		}
		ada.post(attempt+"/advance", url.Values{"from": {"synthesize"}}).want(303)
		ada.post(attempt+"/submit", nil).want(303)
		if g := ada.grade(attempt); g.State != "done" || g.Grader != "rubric" || g.Overall < 1 || len(g.Criteria) != 5 {
			t.Errorf("grade = %+v, want a finished one of five criteria", g)
		}
		if asked := ada.get(attempt).want(200); !strings.Contains(asked.body, "score.communication") {
			t.Error("the own scores are not asked for before the report")
		}
		wrong := ada.post(attempt+"/self", url.Values{"score.communication": {"3"}}).want(http.StatusUnprocessableEntity)
		if !strings.Contains(wrong.body, "checked") {
			t.Error("the choice that was made is lost in the form with mistakes")
		}
		ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
		report := strings.ToLower(ada.get(attempt).want(200).body)
		for _, want := range []string{"not calibrated here yet", "mid level", "built-in grader"} {
			if !strings.Contains(report, want) {
				t.Errorf("the report lacks %q", want)
			}
		}
		// What is over stays over.
		ada.save(attempt, "late", 1, 1, "clarify", "later words").want(http.StatusGone)
		if report := ada.get(attempt).want(200).body; !strings.Contains(report, "later words") {
			t.Error("the late words are not kept as a note under the report")
		}
		if got := ada.answerOf(attempt, "clarify"); strings.Contains(got, "later words") {
			t.Error("the late words are in the transcript")
		}
		ada.post(attempt+"/submit", nil).want(303)
		ada.post(attempt+"/grade", url.Values{"grader": {"rubric"}}).want(303)
		var list struct{ Grades []gradeRow }
		if ada.get(attempt + "/grades.json").into(&list); len(list.Grades) != 1 {
			t.Errorf("grades = %d after 'grade again', want the one that is done", len(list.Grades))
		}
	})
}

func TestAnswerShowsBothTextsOfAConflict(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		ada.save(attempt, "c", 1, 0, "clarify", "from the other tab").want(200)
		page := ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "base": {"0"}, "text": {"from this form"}}).want(http.StatusConflict)
		for _, want := range []string{"from the other tab", "from this form"} {
			if !strings.Contains(page.body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if got := ada.answerOf(attempt, "clarify"); got != "from the other tab" {
			t.Errorf("text = %q: it was overwritten", got)
		}
		ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "base": {"1"}, "text": {"both"}}).want(303)
		ada.post(attempt+"/answer", url.Values{"step": {"map"}, "base": {"0"}, "text": {"early"}}).want(http.StatusConflict)
		ada.post(attempt+"/answer", url.Values{"step": {"lunch"}, "base": {"0"}, "text": {"x"}}).want(http.StatusBadRequest)
		ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "base": {"-1"}, "text": {"x"}}).want(http.StatusBadRequest)
		if got := ada.answerOf(attempt, "clarify"); got != "both" {
			t.Errorf("text = %q, want %q", got, "both")
		}
	})
}

// What is too large to be saved comes back in its field with the reason, and what
// fits beside it is saved.
func TestAnswerGivesBackWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		form := url.Values{"step": {"clarify"}, "base": {"0"}, "text": {strings.Repeat("w", 65_537)}, "sheet": {"0"}, "worksheet": {"2 + 2"}}
		page := ada.post(attempt+"/answer", form).want(http.StatusRequestEntityTooLarge)
		if !strings.Contains(page.body, form.Get("text")) || !strings.Contains(page.body, "65536") {
			t.Errorf("the page lacks the text or the limit: %.300s", page.body)
		}
		wantCalculations(t, ada, attempt, "clarify", "2 + 2 = 4")

		form = url.Values{"step": {"clarify"}, "base": {"0"}, "text": {"short"}, "sheet": {"1"}, "worksheet": {"2 + 2\n" + strings.Repeat("3", 2001)}, "tool": {"Calculator"}}
		page = ada.post(attempt+"/answer", form).want(http.StatusRequestEntityTooLarge)
		if !strings.Contains(page.body, strings.Repeat("3", 2001)) || !strings.Contains(page.body, "2000") {
			t.Errorf("the page lacks the lines or the limit: %.300s", page.body)
		}
		if got := ada.answerOf(attempt, "clarify"); got != "short" {
			t.Errorf("text = %q, want it saved beside lines that are not", got)
		}
		wantCalculations(t, ada, attempt, "clarify", "2 + 2 = 4")
	})
}

// A form brings text, lines and a result that goes into the text; the page that
// follows shows what the form showed.
func TestAnswerTakesLinesAndResults(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		for _, test := range []struct{ form, to, text string }{
			{"text=Readers.&base=0&sheet=0&worksheet=3*4&tool=Calculator&pane=Calculator", "?pane=Calculator&step=clarify&tool=Calculator", "Readers."},
			{"text=Readers.&base=1&sheet=1&worksheet=3*4&tool=Calculator&pane=Calculator&take=3*4+%3D+12", "?step=clarify&tool=Calculator", "Readers.\n3*4 = 12\n"},
			{"text=&base=2&sheet=1&worksheet=3*4&take=3*4+%3D+12", "?step=clarify", "3*4 = 12\n"},
			{"text=Plain.&base=3&tool=Prompt&pane=Write", "?step=clarify", "Plain."},
			{"text=Odd.&base=4&tool=Hammer&pane=%22", "?step=clarify", "Odd."},
		} {
			form, err := url.ParseQuery(test.form + "&step=clarify")
			if err != nil {
				t.Fatal(err)
			}
			if to := ada.post(attempt+"/answer", form).want(303).header.Get("Location"); to != attempt+test.to {
				t.Errorf("%s leads to %q, want %q", test.form, to, attempt+test.to)
			}
			if got := ada.answerOf(attempt, "clarify"); got != test.text {
				t.Errorf("%s: text = %q, want %q", test.form, got, test.text)
			}
		}
		wantCalculations(t, ada, attempt, "clarify", "3*4 = 12")
		ada.post(attempt+"/answer", url.Values{"step": {"clarify"}, "base": {"5"}, "text": {"x"}, "worksheet": {"1"}}).want(http.StatusBadRequest)
		to := ada.post(attempt+"/advance", url.Values{"from": {"clarify"}, "step": {"clarify"}, "base": {"5"}, "text": {"On."}, "sheet": {"1"}, "worksheet": {"3*5"}, "tool": {"Calculator"}}).want(303).header.Get("Location")
		if to != attempt+"?tool=Calculator" {
			t.Errorf("going on leads to %q, want the current step with the calculator", to)
		}
		wantCalculations(t, ada, attempt, "clarify", "3*5 = 15")
	})
}

func TestStartRefusesAndResumes(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		for _, test := range []struct {
			form   string
			status int
		}{
			{"prompt=none", 404},
			{"prompt=url-shortener&mode=exam", 400},
			{"prompt=url-shortener&level=chief", 400},
			{"prompt=url-shortener&minutes=41", 400},
			{"prompt=url-shortener&minutes=ten", 400},
			{"prompt=url-shortener&mode=drill", 400},
			{"prompt=url-shortener&mode=drill&step=lunch", 400},
		} {
			form, err := url.ParseQuery(test.form)
			if err != nil {
				t.Fatal(err)
			}
			ada.post("/attempts", form).want(test.status)
		}
		attempt := ada.begin("url-shortener", "interview", "minutes", "60")
		if again := ada.begin("url-shortener", "practice"); again != attempt {
			t.Errorf("a second start = %s, want the running %s", again, attempt)
		}
		ada.post(attempt+"/discard", nil).want(303)
		ada.save(attempt, "c", 1, 0, "clarify", "x").want(http.StatusGone)
		if page := ada.get(attempt).want(200); !strings.Contains(page.body, "/restore") {
			t.Error("the page of a discarded attempt offers no way back")
		}
		if next := ada.begin("url-shortener", "drill", "step", "trade-offs"); next == attempt {
			t.Error("a discarded attempt was resumed")
		}
		ada.post(attempt+"/restore", nil).want(303)
		if g := ada.grade(attempt); g.State != "done" || g.Overall != 1 {
			t.Errorf("the grade of an empty, restored attempt = %+v, want 1.00", g)
		}
	})
}

func TestAnAttemptIsNotFoundByOthers(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada, eve := r.person(t, "ada"), r.person(t, "eve")
		attempt := ada.begin("url-shortener", "interview")
		for _, path := range []string{"", "/stream", "/transcript.json", "/grades.json"} {
			mine, none := eve.get(attempt+path).want(404), eve.get("/attempts/NONE"+path).want(404)
			if strings.ReplaceAll(mine.body, attempt, "/attempts/NONE") != none.body {
				t.Errorf("GET %s tells a foreign attempt from a missing one:\n%s\n%s", path, mine.body, none.body)
			}
		}
		for _, path := range []string{"/answer", "/advance", "/submit", "/discard", "/restore", "/self", "/grade", "/events"} {
			eve.post(attempt+path, url.Values{"step": {"clarify"}, "base": {"0"}, "text": {"x"}}).want(404)
		}
		if got := r.visitor(t).get(attempt).want(303).header.Get("Location"); got != "/signin?next="+url.QueryEscape(attempt) {
			t.Errorf("a visitor is sent to %s", got)
		}
	})
}

// F16: whoever clicks fifty times gets one of each.
func TestF16ParallelPosts(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada := r.person(t, "ada")
		together := func(f func()) {
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(f)
			}
			wg.Wait()
		}
		var mu sync.Mutex
		seen := map[string]bool{}
		together(func() {
			at := ada.begin("url-shortener", "interview")
			mu.Lock()
			defer mu.Unlock()
			seen[at] = true
		})
		if len(seen) != 1 {
			t.Fatalf("50 starts made %d attempts", len(seen))
		}
		attempt := ada.begin("url-shortener", "interview")
		together(func() { ada.post(attempt+"/advance", url.Values{"from": {"clarify"}}).want(303) })
		ada.save(attempt, "c", 1, 0, "map", "x").want(200)
		ada.save(attempt, "c", 2, 0, "deep-dive", "x").want(409)
		together(func() { ada.post(attempt+"/submit", nil).want(303) })
		together(func() { ada.post(attempt+"/grade", url.Values{"grader": {"rubric"}}).want(303) })
		ada.grade(attempt)
		var list struct{ Grades []gradeRow }
		if ada.get(attempt + "/grades.json").into(&list); len(list.Grades) != 1 {
			t.Errorf("grades = %d, want 1", len(list.Grades))
		}
		newcomer := r.visitor(t)
		together(func() {
			newcomer.post("/signin/local", url.Values{"email": {"same@example.org"}, "name": {"Same"}}).want(303)
		})
	})
}

// F12: with nobody online an attempt ends by itself and is graded.
func TestF12TheDeadlineWithNobodyOnline(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		ada := r.person(t, "ada")
		attempt := ada.begin("url-shortener", "drill", "step", "clarify")
		clock.Advance(5*time.Minute + 11*time.Second)
		if g := ada.grade(attempt); g.State != "done" {
			t.Errorf("grade = %+v", g)
		}
		if page := ada.get(attempt).want(200); strings.Contains(page.body, `id="room-data"`) {
			t.Error("the room is shown after the deadline")
		}
	})
}

// F13: the server is down over the deadline; the attempt ends at the next start.
func TestF13TheDeadlineWhileTheServerIsDown(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, clock := address(t), dbtest.NewClock()
			at := func(_ *config, s *serving) { s.now = clock.Now }
			first := start(t, database, at)
			ada := first.person(t, "ada")
			attempt := ada.begin("url-shortener", "interview")
			ada.save(attempt, "c", 1, 0, "clarify", "before").want(200)
			clock.Advance(39 * time.Minute)
			first.stop()
			clock.Advance(4 * time.Minute)
			second := start(t, database, at)
			ada.base = second.url
			if g := ada.grade(attempt); g.State != "done" {
				t.Errorf("grade = %+v", g)
			}
			ada.save(attempt, "c", 2, 1, "clarify", "after").want(http.StatusGone)
			ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(303)
			if report := ada.get(attempt).want(200).body; !strings.Contains(report, "after") || ada.answerOf(attempt, "clarify") != "before" {
				t.Error("the late words are not kept apart from the transcript")
			}
		})
	}
}
