package main

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

// The page of the instance is for admins alone; it shows what the model took and
// from whom, and neither the key, nor the path of the server, nor an attempt.
func TestTheInstance(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, model := startModel(t, address(t), 120_000, llmtest.Honest)
			admin, ben, visitor := r.person(t, "ada"), r.person(t, "ben"), r.visitor(t)
			if got := visitor.get("/admin"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/signin?next=%2Fadmin") {
				t.Errorf("a visitor gets %d to %q", got.status, got.header.Get("Location"))
			}
			if got := ben.get("/admin").want(http.StatusForbidden); !strings.Contains(got.body, "role of admin") {
				t.Error("a learner is not told who may see the page")
			}
			for who, want := range map[*browser]bool{admin: true, ben: false, visitor: false} {
				if got := strings.Contains(who.get("/").want(200).body, `href="/admin"`); got != want {
					t.Errorf("the menu has the page: %v, want %v", got, want)
				}
			}
			shows := func(page string, wants ...string) {
				t.Helper()
				for _, want := range wants {
					if !strings.Contains(page, want) {
						t.Errorf("the page lacks %q", want)
					}
				}
			}
			kind := map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[name]
			admin.awaitPage("/admin", " sections") // the index of the search is made beside
			shows(admin.get("/admin").want(200).body, kind, "schema 11", "10 chapters", "no problems", "2 accounts", "0 attempts running",
				"Nothing has been asked of a model yet", "No learner has had anything", "<b>fake</b> at <code>127.0.0.1:", "120,000 tokens a learner", ">Ready<",
				" sections", "found by words", " of memory", " goroutines", "0 streams open", "0 saves in the last minute", "for this machine alone, since LEVELUP_METRICS_TOKEN is not set. Traces go nowhere")

			attempt := ben.interview("")
			if page := admin.get("/admin").want(200).body; !regexp.MustCompile(`>[1-9] saves in the last minute<`).MatchString(page) {
				t.Error("the saves of just now are not counted")
			}
			if m := ben.settled(attempt)["model"]; m.State != "done" {
				t.Fatalf("the model's grade = %+v", m)
			}
			model.Behave(llmtest.Fails)
			ben.settled(ben.interview("")) // fails, and the way to the model closes
			page := admin.get("/admin").want(200).body
			shows(page, "ben@example.org", "left alone", ">Left alone<", "1 grade that the learner can ask for again")
			for _, secret := range []string{canaryKey, canaryWords, "/v1", "levelup.db", "postgres:", strings.TrimPrefix(attempt, "/attempts/")} {
				if strings.Contains(page, secret) {
					t.Errorf("the page holds %q", secret)
				}
			}
			if got := admin.get(attempt); got.status != http.StatusNotFound {
				t.Errorf("an admin gets %d for somebody's attempt, want 404", got.status)
			}
		})
	}
}

// Whoever spent the day's tokens is marked, and only they.
func TestWhoIsOverTheBudgetIsMarked(t *testing.T) {
	t.Parallel()
	r, _ := startModel(t, dbtest.SQLite(t), 30_000, llmtest.Honest)
	admin, ben := r.person(t, "ada"), r.person(t, "ben")
	if m := ben.settled(ben.interview(""))["model"]; m.State != "failed" {
		t.Fatalf("the model's grade = %+v, want none with so few tokens", m)
	}
	page := admin.get("/admin").want(200).body
	if !strings.Contains(page, "1 grade refused for want of tokens") || strings.Count(page, `class="over"`) != 1 {
		t.Error("the page does not mark who was refused, and them alone")
	}
}

// Without a model the page says how to set one up; the rest is there.
func TestTheInstanceWithoutAModel(t *testing.T) {
	t.Parallel()
	page := start(t, dbtest.SQLite(t), nil).person(t, "ada").get("/admin").want(200).body
	if wants := []string{"No model is set up", "LEVELUP_MODEL_BASE_URL=", "the built-in grader alone"}; slices.ContainsFunc(wants, func(s string) bool { return !strings.Contains(page, s) }) {
		t.Errorf("the page lacks one of %q", wants)
	}
}

// The layer of the search says what makes the vectors, and that they are owed as long as
// their server does not answer.
func TestTheInstanceOnItsSearch(t *testing.T) {
	t.Parallel()
	e := &embeddings{models: make(map[string]bool)}
	e.down.Store(true)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	begin := func() *browser {
		return start(t, dbtest.SQLite(t), func(c *config, s *serving) {
			c.model, s.pace = modelConfig{baseURL: server.URL + "/v1", embedding: "small-embedder"}, quick
		}).person(t, "ada")
	}
	shows := func(admin *browser, want string) {
		t.Helper()
		for end := time.Now().Add(60 * time.Second); !strings.Contains(admin.get("/admin").want(200).body, want); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("the page lacks %q", want)
			}
		}
	}
	shows(begin(), "vectors are being made by small-embedder")
	e.down.Store(false)
	shows(begin(), "vectors by small-embedder")
}
