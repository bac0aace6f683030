package main

import (
	"bufio"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
)

// An admin finds people, sets their roles, and each change ends what they had and is
// told in the log.
func TestAdminChangesPeople(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, clock *dbtest.Clock) {
		boss, ada := r.person(t, "boss"), r.person(t, "ada")
		id := personID(t, boss, "ada")
		page := boss.get("/admin/users").want(http.StatusOK).body
		for _, part := range []string{"ada@example.org", "boss@example.org", "signed in in 1 browser"} {
			if !strings.Contains(page, part) {
				t.Errorf("the list of people lacks %q", part)
			}
		}
		if page := boss.get("/admin/users?q=%25").want(http.StatusOK).body; !strings.Contains(page, "Nobody of that name") {
			t.Error("a percent sign finds everybody")
		}

		ada.get("/author").want(http.StatusForbidden)
		to := boss.post("/admin/users/"+id+"/roles", url.Values{"role": {"learner", "author"}, "back": {"q=ada"}}).want(http.StatusSeeOther).header.Get("Location")
		if to != "/admin/users?done=roles&q=ada" {
			t.Errorf("afterwards it goes to %s", to)
		}
		if page := boss.get(to).want(http.StatusOK).body; !strings.Contains(page, "The roles are set") || strings.Contains(page, `mail">boss@example.org`) {
			t.Error("the list does not come back as it was, with what was done")
		}
		clock.Advance(2 * time.Second)
		ada.get("/settings").want(http.StatusSeeOther) // signed out
		ada = r.person(t, "ada")
		ada.get("/author").want(http.StatusOK)

		boss.post("/admin/users/"+id+"/roles", url.Values{"role": {"king"}}).want(http.StatusBadRequest)
		boss.post("/admin/users/none/roles", url.Values{"role": {"learner"}}).want(http.StatusNotFound)
		own := personID(t, boss, "boss")
		if a := boss.post("/admin/users/"+own+"/roles", url.Values{"role": {"learner"}}).want(http.StatusConflict); !strings.Contains(a.body, "is the only admin") {
			t.Error("the last admin is not told why")
		}
		boss.post("/admin/users/"+own+"/disable", nil).want(http.StatusConflict)

		boss.post("/admin/users/"+id+"/disable", nil).want(http.StatusSeeOther)
		clock.Advance(2 * time.Second)
		ada.get("/settings").want(http.StatusSeeOther)
		if a := r.visitor(t).post("/signin/local", url.Values{"email": {"ada@example.org"}, "name": {"Ada"}}).want(http.StatusForbidden); !strings.Contains(a.body, "switched off") {
			t.Error("who is switched off is not told so")
		}
		boss.post("/admin/users/"+id+"/enable", nil).want(http.StatusSeeOther)
		boss.post("/admin/users/"+id+"/enable", nil).want(http.StatusSeeOther) // twice is no mistake, and one line
		ada = r.person(t, "ada")
		boss.post("/admin/users/"+id+"/signout", nil).want(http.StatusSeeOther)
		clock.Advance(2 * time.Second)
		ada.get("/settings").want(http.StatusSeeOther)

		// V7.5.1: after ten minutes it is asked who it is, and nothing is changed.
		clock.Advance(11 * time.Minute)
		to = boss.post("/admin/users/"+id+"/disable", url.Values{"back": {"q=ada"}}).want(http.StatusSeeOther).header.Get("Location")
		if to != "/signin?again&next=%2Fadmin%2Fusers%3Fq%3Dada" {
			t.Errorf("who has signed in long ago goes to %s", to)
		}
		ada = r.person(t, "ada")
		ada.get("/settings").want(http.StatusOK)

		log := strings.Join(strings.Fields(boss.get("/admin/audit?of="+id).want(http.StatusOK).body), " ")
		rest := log
		for _, part := range []string{"signed out everywhere", "switched on", "switched off", "set the roles of", "to learner, author"} {
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Fatalf("the audit log lacks %q, or has it elsewhere", part)
			}
			rest = after
		}
		if strings.Count(log, "switched on ") != 1 {
			t.Error("switching on twice stands in the log twice")
		}
		boss.get("/admin/audit?of=none").want(http.StatusNotFound)
	})
}

// V7.4.1: who is switched off is gone from open streams too.
func TestV7_4_1StreamsEndWithTheSession(t *testing.T) {
	t.Parallel()
	startEach(t, func(t *testing.T, r *running, _ *dbtest.Clock) {
		boss, ada, eve := r.person(t, "boss"), r.person(t, "ada"), r.person(t, "eve")
		id := personID(t, boss, "ada")
		open := func(b *browser) *bufio.Reader {
			t.Helper()
			res, err := b.client.Get(b.base + b.begin("url-shortener", "practice") + "/stream")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { res.Body.Close() }) //nolint:errcheck // a stream has no end of its own
			stream := bufio.NewReader(res.Body)
			if line, err := stream.ReadString('\n'); err != nil || !strings.HasPrefix(line, "id: ") {
				t.Fatalf("the stream begins with %q, %v", line, err)
			}
			return stream
		}
		hers, another := open(ada), open(eve)
		boss.post("/admin/users/"+id+"/disable", nil).want(http.StatusSeeOther)
		for {
			if _, err := hers.ReadString('\n'); err != nil {
				break // within the client's time, or the test fails by it
			}
		}
		alive := make(chan error, 1)
		go func() {
			for {
				if _, err := another.ReadString('\n'); err != nil {
					alive <- err
					return
				}
			}
		}()
		select {
		case err := <-alive:
			t.Errorf("another person's stream has ended too: %v", err)
		default:
		}
	})
}
