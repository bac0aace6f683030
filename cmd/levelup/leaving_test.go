package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// Somebody goes: in 14 days, with the time to come back, or at once. What is theirs is
// gone then, for them and for everybody.
func TestLeaving(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		boss, ada := r.person(t, "boss"), r.person(t, "ada")
		attempt := ada.begin("url-shortener", "interview")
		ada.save(attempt, "c", 1, 0, "clarify", "Who uses it?").want(http.StatusOK)
		if a := ada.get("/settings/export").want(http.StatusOK); a.header.Get("Content-Type") != "application/zip" || len(unzipped(t, []byte(a.body))) < 10 {
			t.Errorf("the export is %s", a.header.Get("Content-Type"))
		}
		ada.post("/settings/delete", nil).want(http.StatusUnprocessableEntity)
		if a := ada.post("/settings/delete", url.Values{"when": {"now"}}).want(http.StatusUnprocessableEntity); !strings.Contains(a.body, "Tick that you are sure") {
			t.Error("deletion at once does not ask")
		}
		ada.get(attempt).want(http.StatusOK)

		ada.post("/settings/delete", url.Values{"when": {"later"}}).want(http.StatusSeeOther)
		if page := ada.get("/settings").want(http.StatusOK).body; !strings.Contains(page, "Keep my account") {
			t.Error("nothing says that the account goes")
		}
		ada.post("/settings/stay", nil).want(http.StatusSeeOther)
		if page := ada.get("/settings").want(http.StatusOK).body; strings.Contains(page, "Keep my account") {
			t.Error("the account goes in spite of a change of mind")
		}

		// The last admin stays.
		if a := boss.post("/settings/delete", url.Values{"when": {"now"}, "sure": {"1"}}).want(http.StatusConflict); !strings.Contains(a.body, "is the only admin") {
			t.Error("the last admin is not told why they stay")
		}

		// V7.5.1: who has signed in long ago is asked to do so once more.
		clock.Advance(11 * time.Minute)
		if to := ada.post("/settings/delete", url.Values{"when": {"now"}, "sure": {"1"}}).want(http.StatusSeeOther).header.Get("Location"); !strings.HasPrefix(to, "/signin?again") {
			t.Errorf("it goes to %s", to)
		}
		ada = r.person(t, "ada")
		a := ada.post("/settings/delete", url.Values{"when": {"now"}, "sure": {"1"}}).want(http.StatusSeeOther)
		if a.header.Get("Location") != "/" || a.header.Get("Clear-Site-Data") == "" {
			t.Errorf("afterwards it goes to %s, Clear-Site-Data %q", a.header.Get("Location"), a.header.Get("Clear-Site-Data"))
		}
		clock.Advance(2 * time.Second)
		ada.get("/settings").want(http.StatusSeeOther)
		if page := boss.get("/admin/users").want(http.StatusOK).body; strings.Contains(page, "ada@example.org") {
			t.Error("she is in the list of people still")
		}
		ada = r.person(t, "ada") // anew
		ada.get(attempt).want(http.StatusNotFound)
		ada.save(attempt, "c", 2, 1, "clarify", "More.").want(http.StatusNotFound)
		clock.Advance(time.Hour) // past the deadline of what she left running
		time.Sleep(60 * time.Millisecond)
		if log := r.log.String(); strings.Contains(log, "level=ERROR") {
			t.Errorf("the log holds an error:\n%s", log[strings.Index(log, "level=ERROR"):])
		}
	})
}

// What a coach has published stays without their name where they choose so, and goes
// with them otherwise; the grade that counts is the learner's.
func TestACoachLeaves(t *testing.T) {
	t.Parallel()
	for keep, want := range map[string]bool{"1": true, "": false} {
		t.Run("keep "+keep, func(t *testing.T) {
			startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
				boss := r.person(t, "boss")
				r.person(t, "cara")
				boss.post("/admin/users/"+personID(t, boss, "cara")+"/roles", url.Values{"role": {"coach"}}).want(http.StatusSeeOther)
				ada, cara := r.person(t, "ada"), r.person(t, "cara")
				attempt := ada.begin("url-shortener", "practice")
				ada.save(attempt, "c", 1, 0, "clarify", "Hedgehogs hibernate in winter.").want(http.StatusOK)
				ada.post(attempt+"/submit", nil).want(http.StatusSeeOther)
				ada.grade(attempt)
				ada.post(attempt+"/self", url.Values{"skip": {"1"}}).want(http.StatusSeeOther)
				ada.post(attempt+"/share", url.Values{"coach": {"cara@example.org"}}).want(http.StatusSeeOther)
				review := strings.Replace(attempt, "/attempts/", "/review/", 1)
				cara.post(review+"/claim", nil).want(http.StatusSeeOther)
				cara.post(review+"/comments", url.Values{"step": {"clarify"}, "from": {"0"}, "to": {"9"}, "kind": {"good"}, "text": {"A fine animal."}}).want(http.StatusSeeOther)
				cara.post(review+"/grade", url.Values{"score.communication": {"3"}, "reason.communication": {"Clear."}}).want(http.StatusSeeOther)
				cara.post(review+"/publish", nil).want(http.StatusSeeOther)
				if page := ada.get(attempt).want(http.StatusOK).body; !strings.Contains(page, "A fine animal.") || !strings.Contains(page, "cara") {
					t.Fatal("the comment or its coach is missing before")
				}
				cara.post("/settings/delete", url.Values{"when": {"later"}, "keep": {keep}}).want(http.StatusSeeOther)
				clock.Advance(15 * 24 * time.Hour)
				ada = r.person(t, "ada")
				eventually(t, "the deletion", func() bool {
					return !strings.Contains(r.person(t, "boss").get("/admin/users").body, "cara@example.org")
				})
				page := ada.get(attempt).want(http.StatusOK).body
				if strings.Contains(page, "cara") {
					t.Error("the name of who has gone is on the report")
				}
				if got := strings.Contains(page, "A fine animal."); got != want {
					t.Errorf("the comment is there: %v, want %v", got, want)
				}
			})
		})
	}
}
