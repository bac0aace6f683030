package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

// V16.2.5: after everything that one can write here was written, by a learner, a coach
// and an author, and read by a model that answers and by one that fails, the log holds
// none of it, no secret, and nothing that the model was told or said; but it tells which
// attempt each grade and each question was about.
func TestV16_2_5TheLogHoldsNobodysWords(t *testing.T) {
	t.Parallel()
	r, model := startSpeaker(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.metricsToken, c.webhookSecret = metricsToken, hookSecret
	}, llmtest.Honest)
	cara := r.person(t, "caracanary") // the first one has all roles
	ada := r.visitor(t)
	ada.post("/signin/local", url.Values{"email": {"mailcanary@example.org"}, "name": {"Name Canary"}}).want(http.StatusSeeOther)

	attempt := ada.begin("url-shortener", "practice", "level", "mid", "interviewer", "model")
	ada.save(attempt, "c", 1, 0, "clarify", "answercanary: we keep the hot links in memory, since each of them is read far more often than it is written.").want(http.StatusOK)
	ada.json(attempt+"/events", `{"client": "c", "events": [{"n": 2, "type": "message", "step": "clarify", "text": "messagecanary, how many new links are there?"}]}`).want(http.StatusOK)
	said := ada.hears(attempt, "clarify", 2)
	ada.post(attempt+"/answer", url.Values{"step": {"map"}, "base": {"0"}, "text": {"formcanary"}, "worksheet": {"sheetcanary = 3 * 4"}, "sheet": {"0"},
		"board": {"[service] boardcanary"}, "boardbase": {"0"}, "message": {"secondcanary"}}).want(http.StatusSeeOther)
	ada.json(attempt+"/events", `{"client": "brokencanary", "events": [{"n": "textcanary"}]`).want(http.StatusBadRequest)
	ada.post(attempt+"/submit", nil).want(http.StatusSeeOther)
	ada.save(attempt, "c", 3, 1, "clarify", "latecanary").want(http.StatusGone)
	ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(http.StatusSeeOther)
	if m := ada.settled(attempt)["model"]; m.State != "done" {
		t.Fatalf("the model's grade = %+v", m)
	}
	answers := len(model.Calls())
	model.Behave(llmtest.Unauthorized, llmtest.Prose)
	failing := ada.interview("wordscanary")
	ada.settled(failing)

	ada.post(attempt+"/argue", url.Values{"point": {pointsOf(ada.get(attempt).want(http.StatusOK).body)[0]}, "text": {"arguecanary"}}).want(http.StatusSeeOther)
	ada.share(attempt, "caracanary@example.org", "questioncanary").want(http.StatusSeeOther)
	cara.post(reviewOf(attempt)+"/claim", nil).want(http.StatusSeeOther)
	cara.comment(attempt, "commentcanary", "step", "clarify", "from", "0", "to", "5").want(http.StatusSeeOther)
	cara.post(reviewOf(attempt)+"/note", url.Values{"note": {"notecanary"}}).want(http.StatusSeeOther)
	cara.post(reviewOf(attempt)+"/grade", url.Values{"score.communication": {"3"}, "reason.communication": {"reasoncanary"}}).want(http.StatusSeeOther)
	cara.post(reviewOf(attempt)+"/publish", nil).want(http.StatusSeeOther)
	cara.post("/author/prompt/url-shortener/try", url.Values{"text": {"trycanary"}, "step": {"clarify"}, "level": {"mid"}}).want(http.StatusOK)
	ada.post("/settings", url.Values{"name": {"Renamed Canary"}, "extra_time": {"100"}, "theme": {"dark"}}).want(http.StatusSeeOther)
	ada.get("/search?q=searchcanary").want(http.StatusOK)
	ada.post("/calculator", url.Values{"worksheet": {"paddcanary = 3"}}).want(http.StatusOK)
	ada.do("GET", "/metrics", nil, map[string]string{"Authorization": "Bearer bearercanary", "X-Forwarded-For": "203.0.113.9"}).want(http.StatusUnauthorized)
	r.visitor(t).do("GET", "/settings", nil, map[string]string{"Cookie": "levelup=cookiecanary"}).want(http.StatusSeeOther)
	ada.do("POST", "/hooks/content", strings.NewReader("hookcanary"), map[string]string{"X-Hub-Signature-256": "sha256=signcanary"})
	session := ada.cookie("levelup")
	r.stop()

	log := r.log.String()
	if at := strings.Index(strings.ToLower(log), "canary"); at >= 0 {
		t.Errorf("the log holds a word that was planted: …%.300s…", log[max(0, at-150):])
	}
	prompt := strings.Fields(model.Calls()[0].Body)
	for what, secret := range map[string]string{
		"the session": session, "the model's key": canaryKey, "the webhook's secret": hookSecret,
		"what the model is told": strings.Join(prompt[len(prompt)/2:len(prompt)/2+6], " "), "the grader's instructions": "one criterion of a system-design interview",
		"what the interviewer said": strings.TrimPrefix(said[1], "interviewer: "), "a verdict": "cannot-tell", "a mail address": "@example.org",
	} {
		if secret == "" || strings.Contains(log, secret) {
			t.Errorf("the log holds %s, %q", what, secret)
		}
	}
	if answers < 6 {
		t.Errorf("the model was asked %d times before it failed, want one turn and five criteria", answers)
	}

	lines := strings.Split(log, "\n")
	tells := func(id string, parts ...string) {
		t.Helper()
		if !slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, "attempt="+strings.TrimPrefix(id, "/attempts/")) && !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(line, p) })
		}) {
			t.Errorf("no line about %s has %q", id, parts)
		}
	}
	tells(attempt, "a question to the model", "outcome=answered")
	tells(attempt, "graded by a model")
	tells(attempt, "graded", "grader=rubric")
	tells(failing, "a question to the model", "level=WARN", "outcome=refused")
	tells(failing, "grading failed", "grader=model")
}
