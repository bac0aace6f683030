package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/browsertest"
	"levelup/internal/db/dbtest"
	"levelup/web/home"
)

// pointsOf are the points of a report, as its forms name them.
func pointsOf(page string) []string { return between(page, `name="point" value="`, `"`) }

// A learner argues with a verdict: the note stays beneath the point and in the file,
// can be changed and taken back, and is nobody else's.
func TestArguingWithAVerdict(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		ada, ben := r.person(t, "ada"), r.person(t, "ben")
		early := ada.begin("chat", "practice")
		attempt := ada.graded(someWords)
		points := pointsOf(ada.get(attempt).want(http.StatusOK).body)
		if len(points) < 10 {
			t.Fatalf("%d points can be argued with, want all of the report", len(points))
		}
		point := points[0]
		overall := ada.grade(attempt).Overall
		argue := func(who *browser, at, point, text string) *answer {
			t.Helper()
			return who.post(at+"/argue", url.Values{"point": {point}, "text": {text}})
		}
		shows := func(text string, want bool) {
			t.Helper()
			page, file := ada.get(attempt).want(http.StatusOK).body, ada.get(attempt+"/report.md").want(http.StatusOK).body
			escaped := strings.ReplaceAll(text, "<", "&lt;")
			escaped = strings.ReplaceAll(escaped, ">", "&gt;")
			if got := strings.Contains(page, escaped+"</p>"); got != want || text != escaped && strings.Contains(page, text) {
				t.Errorf("the report shows %.60q: %v, want %v, as text", text, got, want)
			}
			if got := strings.Contains(file, "  "+text+"\n"); got != want {
				t.Errorf("the file holds %.60q: %v, want %v", text, got, want)
			}
		}
		to := argue(ada, attempt, point, "  I did <i>ask</i> it.\r\n").want(http.StatusSeeOther).header.Get("Location")
		if !strings.HasPrefix(to, attempt+"#point-") || !strings.HasSuffix(to, "-"+point) {
			t.Errorf("the note leads to %q, want the point", to)
		}
		shows("I did <i>ask</i> it.", true)
		longest := strings.Repeat("é", 1998) + "\r\n𝄞" // 2,000 with the line end that browsers send as two
		argue(ada, attempt, point, longest).want(http.StatusSeeOther)
		shows("I did <i>ask</i> it.", false)
		long := strings.Repeat("𝄞", 2001)
		if page := argue(ada, attempt, point, long).want(http.StatusUnprocessableEntity).body; !strings.Contains(page, ">"+long+"</textarea>") || !strings.Contains(page, "up to 2000 characters; this one has 2001") {
			t.Error("a note that is too long comes back without its words or the reason")
		}
		if page := ada.post(attempt+"/argue", url.Values{"point": {point}, "text": {"too late"}, "grade": {"another"}}).want(http.StatusConflict).body; !strings.Contains(page, ">too late</textarea>") {
			t.Error("a note on a verdict that is no longer shown loses its words")
		}
		argue(ada, attempt, point, "a\x00b\xff").want(http.StatusSeeOther)
		shows("a\uFFFDb\uFFFD", true)
		argue(ada, attempt, "no-such-point", "x").want(http.StatusNotFound)
		argue(ada, attempt, "", "x").want(http.StatusNotFound)
		argue(ben, attempt, point, "x").want(http.StatusNotFound)
		argue(ada, "/attempts/none", point, "x").want(http.StatusNotFound)
		if page := argue(ada, early, point, "x").want(http.StatusConflict).body; !strings.Contains(page, "before the end of the attempt") {
			t.Error("a note while the attempt runs is refused for another reason")
		}
		ada.post(early+"/submit", nil).want(http.StatusSeeOther)
		ada.grade(early) // its report is not shown before the own scores
		argue(ada, early, pointsOf(ada.get(attempt).body)[0], "x").want(http.StatusConflict)
		argue(r.visitor(t), attempt, point, "x").want(http.StatusSeeOther)
		shows("a\uFFFDb\uFFFD", true)
		argue(ada, attempt, point, " \r\n ").want(http.StatusSeeOther)
		shows("a\uFFFDb\uFFFD", false)
		if got := ada.grade(attempt).Overall; got != overall {
			t.Errorf("the grade is %.2f after the notes and was %.2f", got, overall)
		}
	})
}

// By the page, with and without a script: fold out, write, save, and be back at the
// point with the note beneath it.
func TestBrowserArguesWithAVerdict(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	r := start(t, dbtest.SQLite(t), nil)
	for name, view := range map[string]browsertest.View{"wide": {Width: 1280, Height: 800}, "narrow, dark, no script": {Width: 390, Height: 844, Dark: true, NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			p := browser.Open(t, view)
			enter(p, r)
			who := r.visitor(t) // the same person elsewhere
			who.post("/signin/local", url.Values{"email": {home.LocalEmail}, "name": {home.LocalName}}).want(http.StatusSeeOther)
			p.Go(r.url + who.graded(someWords))
			const form = ".criterion[open] .points > li:first-child .argue"
			p.Click(form + " > summary")
			p.WaitVisible(form + " textarea")
			p.Axe()
			p.Fill(form+" textarea", "I wrote that down in the first step.")
			p.Click(form + " button")
			p.WaitURL("#point-")
			p.WaitText(".said-of", "I wrote that down in the first step.")
			p.Axe()
		})
	}
}
