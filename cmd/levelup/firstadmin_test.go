package main

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/web/site"
)

var codeLine = regexp.MustCompile(`/settings/admin and type this code within 24 hours: ([A-Z2-7]{26})$`)

// V6.3.2: where nobody could become an admin otherwise, the start prints a code; it makes
// one person an admin, once, within a day, and is in neither the log nor the database.
func TestV6_3_2TheFirstAdmin(t *testing.T) {
	t.Parallel()
	fake, database, clock := newFakeProvider(t), dbtest.SQLite(t), dbtest.NewClock()
	var printed []string
	begin := func() *running {
		return startProvided(t, database, fake, func(_ *config, s *serving) {
			s.now = clock.Now
			s.tell = func(line string) { printed = append(printed, line) }
		}, "oidc")
	}
	last := func() string {
		t.Helper()
		found := codeLine.FindStringSubmatch(printed[len(printed)-1])
		if found == nil {
			t.Fatalf("the start printed %q, want a code", printed)
		}
		return found[1]
	}
	signIn := func(r *running, who string) *browser {
		t.Helper()
		fake.is(who, who+"@example.org", true)
		b := r.visitor(t)
		b.through("oidc").want(http.StatusSeeOther)
		return b
	}
	r := begin()
	old := last()
	if doc, err := os.ReadFile(strings.TrimPrefix(database, "sqlite:")); err != nil || strings.Contains(string(doc), old) || strings.Contains(r.log.String(), old) {
		t.Errorf("the code is in the database or in the log (%v)", err)
	}
	r.visitor(t).post("/settings/admin", url.Values{"code": {old}}).want(http.StatusSeeOther)
	clock.Advance(24*time.Hour + time.Second)
	ada := signIn(r, "ada")
	ada.post("/settings/admin", url.Values{"code": {old}}).want(http.StatusNotFound)
	ada.get("/settings").want(200).lacks("Nobody is an admin here yet")
	r.stop()

	r = begin()
	ada, bob := signIn(r, "ada"), signIn(r, "bob")
	code := last()
	if code == old {
		t.Error("the second start printed the same code")
	}
	ada.get("/settings").want(200).has(`href="/settings/admin"`)
	ada.get("/settings/admin").want(200)
	for _, wrong := range []string{"", "x", old, strings.Repeat("A", 26), code[:25], "' OR 1=1"} {
		ada.post("/settings/admin", url.Values{"code": {wrong}}).want(http.StatusUnprocessableEntity).has("That is not the code")
	}
	ada.get("/admin").want(http.StatusForbidden)
	elsewhere := signIn(r, "ada")
	token := ada.cookie("levelup")
	typed := strings.ToLower(code[:13]) + " - " + code[13:] + " "
	if to := ada.post("/settings/admin", url.Values{"code": {typed}}).want(http.StatusSeeOther).header.Get("Location"); to != "/admin" {
		t.Errorf("the code leads to %q", to)
	}
	ada.get("/admin").want(200)
	ada.get("/admin/audit").want(200).has("Name of ada", "learner, admin") // V16.3.1
	if ada.cookie("levelup") == token {
		t.Error("the token is the same after a change of roles")
	}
	elsewhere.get("/settings").want(http.StatusSeeOther)
	bob.post("/settings/admin", url.Values{"code": {code}}).want(http.StatusNotFound)
	bob.get("/settings/admin").want(http.StatusNotFound)
	bob.get("/admin").want(http.StatusForbidden)
	clock.Advance(13 * time.Hour) // an admin's session ends by itself sooner
	ada.get("/settings").want(http.StatusSeeOther)
	bob.get("/settings").want(200)
	r.stop()

	before := len(printed)
	begin()
	if len(printed) != before {
		t.Errorf("with an admin there, the start printed %q", printed[before:])
	}
}

// Where local sign-in is on, or there is no provider, nothing is printed.
func TestACodeIsPrintedOnlyWhereItIsNeeded(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*config){
		"local sign-in":  func(c *config) { c.local = site.LocalOn },
		"without others": func(c *config) { c.providers = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			startProvided(t, dbtest.SQLite(t), newFakeProvider(t), func(c *config, s *serving) {
				s.tell = func(line string) { t.Errorf("the start printed %q", line) }
				change(c)
			}, "oidc")
		})
	}
}

// V6.3.1: the code cannot be guessed at leisure.
func TestV6_3_1GuessingTheCode(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, func(_ *config, s *serving) {
		s.limits.CodesPerHour = site.DefaultLimits.CodesPerHour
		s.tell = func(string) {}
	}, "oidc")
	fake.is("eve", "eve@example.org", true)
	eve := r.visitor(t)
	eve.through("oidc").want(http.StatusSeeOther)
	for range site.DefaultLimits.CodesPerHour {
		eve.post("/settings/admin", url.Values{"code": {"x"}}).want(http.StatusUnprocessableEntity)
	}
	if a := eve.post("/settings/admin", url.Values{"code": {"x"}}).want(http.StatusTooManyRequests); a.header.Get("Retry-After") == "" {
		t.Error("there is no Retry-After")
	}
}
