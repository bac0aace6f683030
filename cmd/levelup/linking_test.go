package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
	"levelup/web/site"
)

// field is the value of a form's field, or of the button with that name and label.
func (a *answer) field(t *testing.T, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(a.body)
	if found == nil {
		t.Fatalf("%s has nothing like %s", a.what, pattern)
	}
	return found[1]
}

const (
	offerField = `name="offer" value="([^"]+)"`
	wayButton  = `name="way" value="([^"]+)" aria-label="Unlink `
	endButton  = `name="end" value="([^"]+)" aria-label="Sign out `
)

// V6.8.1: a second account elsewhere opens this one only when whoever is signed in has
// gone there, come back and said yes. V7.2.4: the session's token is another afterwards.
func TestV6_8_1LinkingIsConfirmed(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc gitlab", func(t *testing.T, r *running, fake *fakeProvider, clock *dbtest.Clock) {
		fake.is("ada", "ada@example.org", true)
		ada := r.visitor(t)
		ada.through("oidc").want(http.StatusSeeOther)
		attempt := ada.begin("url-shortener", "practice")
		ada.get("/settings").has("nick-ada").lacks(`action="/settings/unlink"`) // the last way in stays

		fake.is("ada-at-gitlab", "ada@example.org", true)
		other := r.visitor(t)
		other.through("gitlab").want(http.StatusConflict)

		link := func() *answer {
			t.Helper()
			ada.comeBack(ada.leave("/auth/gitlab?link&next=/prompts")).want(http.StatusSeeOther)
			return ada.get("/settings/link").want(200)
		}
		if to := ada.comeBack(ada.leave("/auth/gitlab?link&next=/prompts")).header.Get("Location"); to != "/settings/link" {
			t.Fatalf("the way back leads to %q, want the question", to)
		}
		page := ada.get("/settings/link").want(200).has("nick-ada-at-gitlab", "Say yes only if that is you")
		r.visitor(t).through("gitlab").want(http.StatusConflict) // not yet
		other.get("/settings/link").want(http.StatusSeeOther)

		offer := page.field(t, offerField)
		offer2 := link().field(t, offerField)
		ada.post("/settings/link", url.Values{"offer": {offer}}).want(http.StatusNotFound) // asked about an older one
		ada.post("/settings/link", url.Values{}).want(http.StatusNotFound)
		eve := r.visitor(t)
		fake.is("eve", "eve@example.org", true)
		eve.through("oidc").want(http.StatusSeeOther)
		eve.post("/settings/link", url.Values{"offer": {offer2}}).want(http.StatusNotFound) // somebody else's

		old := ada.cookie("levelup")
		if to := ada.post("/settings/link", url.Values{"offer": {offer2}}).want(http.StatusSeeOther).header.Get("Location"); to != "/settings?linked" {
			t.Errorf("linking leads to %q", to)
		}
		ada.post("/settings/link", url.Values{"offer": {offer2}}).want(http.StatusNotFound) // once
		if ada.cookie("levelup") == old {
			t.Error("the token is the same after linking")
		}
		thief := r.visitor(t)
		thief.carry("levelup", old)
		thief.get("/settings").want(http.StatusSeeOther)
		settings := ada.get("/settings?linked").want(200).has("Linked", "nick-ada-at-gitlab", "nick-ada<")

		fake.is("ada-at-gitlab", "", false)
		second := r.visitor(t)
		second.through("gitlab").want(http.StatusSeeOther)
		second.get(attempt).want(200)

		// What opens an account already is linked to no other, and not twice.
		fake.is("ada-at-gitlab", "", false)
		eve.comeBack(eve.leave("/auth/gitlab?link")).want(http.StatusConflict).has("opens another account here", `href="/settings"`)
		ada.comeBack(ada.leave("/auth/gitlab?link")).want(http.StatusConflict).has("linked to yours already")

		// Unlinking signs out whoever came in that way, and somebody else's are not found.
		way := settings.field(t, `value="([^"]+)" aria-label="Unlink [^"]*nick-ada-at-gitlab`)
		missing := eve.post("/settings/unlink", url.Values{"way": {"nothing"}}).want(http.StatusNotFound)
		if foreign := eve.post("/settings/unlink", url.Values{"way": {way}}).want(http.StatusNotFound); foreign.body != missing.body {
			t.Error("somebody else's way in and none at all are told apart")
		}
		ada.post("/settings/unlink", url.Values{"way": {way}}).want(http.StatusSeeOther)
		second.get("/settings").want(http.StatusSeeOther)
		ada.get("/settings?unlinked").want(200).has("nick-ada").lacks("nick-ada-at-gitlab", `action="/settings/unlink"`)
		fake.is("ada-at-gitlab", "ada@example.org", true)
		r.visitor(t).through("gitlab").want(http.StatusConflict)

		// Ten minutes later it takes a new sign-in (V7.5.1).
		offer = link().field(t, offerField)
		clock.Advance(9 * time.Minute)
		ada.get("/settings/link").want(200)
		clock.Advance(account.FreshFor - 9*time.Minute + time.Second)
		for _, path := range []string{"/settings/link", "/settings/unlink"} {
			if to := ada.post(path, url.Values{"offer": {offer}, "way": {"x"}}).want(http.StatusSeeOther).header.Get("Location"); to != "/signin?again&next=/settings" {
				t.Errorf("%s leads to %q, want to the sign-in page", path, to)
			}
		}
		if to := ada.get("/auth/gitlab?link").want(http.StatusSeeOther).header.Get("Location"); to != "/signin?again&next=/settings" {
			t.Errorf("linking leads to %q, want to the sign-in page", to)
		}
		ada.get("/signin?again&next=/settings").want(200).has("Sign in again", `href="/auth/oidc?next=%2Fsettings"`)
		fake.is("ada", "ada@example.org", true)
		ada.through("oidc").want(http.StatusSeeOther)
		ada.post("/settings/link", url.Values{"offer": {offer}}).want(http.StatusNotFound) // it has run out as well
		fake.is("ada-at-gitlab", "", false)
		offer = link().field(t, offerField)
		ada.post("/settings/link", url.Values{"offer": {offer}}).want(http.StatusSeeOther)
	})
}

// The last way in stays, even when the last two are taken away at once.
func TestTheLastWayInStays(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc gitlab", func(t *testing.T, r *running, fake *fakeProvider, _ *dbtest.Clock) {
		fake.is("ada", "ada@example.org", true)
		first := r.visitor(t)
		first.through("oidc").want(http.StatusSeeOther)
		second := r.visitor(t)
		second.through("oidc").want(http.StatusSeeOther)
		first.comeBack(first.leave("/auth/gitlab?link")).want(http.StatusSeeOther)
		first.post("/settings/link", url.Values{"offer": {first.get("/settings/link").field(t, offerField)}}).want(http.StatusSeeOther)
		ways := regexp.MustCompile(wayButton).FindAllStringSubmatch(first.get("/settings").body, -1)
		if len(ways) != 2 {
			t.Fatalf("there are %d buttons to unlink, want 2", len(ways))
		}
		var wait sync.WaitGroup
		for i, b := range []*browser{first, second} {
			wait.Go(func() { b.post("/settings/unlink", url.Values{"way": {ways[i][1]}}) })
		}
		wait.Wait()
		ada := r.visitor(t)
		in := 0
		for _, kind := range []string{"oidc", "gitlab"} {
			if a := ada.through(kind); a.status == http.StatusSeeOther {
				in++
				ada.get("/settings").want(200).has("ada@example.org")
				way := regexp.MustCompile(wayButton).FindStringSubmatch(ada.get("/settings").body)
				if way != nil {
					t.Error("the last way in has a button to unlink it")
				}
			}
		}
		if in != 1 {
			t.Errorf("%d ways lead into the account, want the one that stays", in)
		}
		for _, way := range ways {
			if a := ada.post("/settings/unlink", url.Values{"way": {way[1]}}); a.status != http.StatusConflict && a.status != http.StatusNotFound {
				t.Errorf("unlinking the last way in = %d", a.status)
			}
		}
	})
}

// A way back to link an account counts only where its person is still signed in.
func TestLinkingIsForWhoBegan(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc", "gitlab")
	fake.is("ada", "ada@example.org", true)
	b := r.visitor(t)
	b.through("oidc").want(http.StatusSeeOther)
	back := b.leave("/auth/gitlab?link")
	fake.is("bob", "bob@example.org", true)
	b.through("oidc").want(http.StatusSeeOther)
	b.comeBack(back).want(http.StatusBadRequest)
	b.get("/settings/link").want(http.StatusNotFound)
	back = b.leave("/auth/gitlab?link")
	b.post("/signout", nil)
	b.comeBack(back).want(http.StatusBadRequest)
	if to := r.visitor(t).get("/auth/gitlab?link").want(http.StatusSeeOther).header.Get("Location"); !strings.HasPrefix(to, "/signin") {
		t.Errorf("a visitor who wants to link is sent to %q, want to sign in", to)
	}
}

// V7.4.3, V7.5.2: the settings list the browsers that are signed in; one or all others
// can be ended, and somebody else's are not found.
func TestV7_5_2BrowsersAreListedAndEnded(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc", func(t *testing.T, r *running, fake *fakeProvider, clock *dbtest.Clock) {
		fake.is("ada", "ada@example.org", true)
		var browsers []*browser
		for range 4 {
			b := r.visitor(t)
			b.through("oidc").want(http.StatusSeeOther)
			browsers = append(browsers, b)
			clock.Advance(time.Minute)
		}
		fake.is("bob", "bob@example.org", true)
		bob := r.visitor(t)
		bob.through("oidc").want(http.StatusSeeOther)
		ada := browsers[0]
		page := ada.get("/settings").want(200).has("(this one)", "Another program", "Sign out all others")
		ends := regexp.MustCompile(endButton).FindAllStringSubmatch(page.body, -1)
		if len(ends) != 3 || strings.Count(page.body, "(this one)") != 1 {
			t.Fatalf("%d others are listed, want 3", len(ends))
		}
		for _, token := range []string{ada.cookie("levelup"), browsers[1].cookie("levelup")} {
			page.lacks(token)
		}
		missing := bob.post("/settings/sessions", url.Values{"end": {"nothing"}}).want(http.StatusNotFound)
		if foreign := bob.post("/settings/sessions", url.Values{"end": {ends[0][1]}}).want(http.StatusNotFound); foreign.body != missing.body {
			t.Error("somebody else's browser and none at all are told apart")
		}
		ada.post("/settings/sessions", url.Values{"end": {ends[0][1]}}).want(http.StatusSeeOther)
		alive := 0
		for _, b := range browsers {
			if b.get("/settings").status == 200 {
				alive++
			}
		}
		if alive != 3 {
			t.Errorf("%d browsers are signed in after one was ended, want 3", alive)
		}
		ada.post("/settings/sessions", url.Values{"end": {"others"}}).want(http.StatusSeeOther)
		ada.get("/settings?ended").want(200).lacks("Sign out all others")
		for _, b := range browsers[1:] {
			b.get("/settings").want(http.StatusSeeOther)
		}
		bob.get("/settings").want(200)
	})
}

// V6.3.1, V6.8.1: a name typed into local sign-in opens no account that a provider opens.
func TestLocalSigninOpensNoProvidedAccount(t *testing.T) {
	t.Parallel()
	fake, database := newFakeProvider(t), dbtest.SQLite(t)
	r := startProvided(t, database, fake, func(c *config, _ *serving) {
		c.local, c.signup = site.LocalOn, account.Signup{Invited: true} // which local sign-in does not ask about
	}, "oidc")
	levelup(t, database, "user", "add", "ada@example.org", "Ada")
	fake.is("ada", "ada@example.org", true)
	ada := r.visitor(t)
	ada.through("oidc").want(http.StatusSeeOther)
	eve := r.visitor(t)
	eve.post("/signin/local", url.Values{"email": {"ada@example.org"}, "name": {"Eve"}}).want(http.StatusUnprocessableEntity).has("opened through a provider", `value="Eve"`)
	eve.get("/settings").want(http.StatusSeeOther)
	eve.post("/signin/local", url.Values{"email": {"oidc-1234@no-address.invalid"}, "name": {"Eve"}}).want(http.StatusUnprocessableEntity)
	eve.post("/signin/local", url.Values{"email": {"eve@example.org"}, "name": {"Eve"}}).want(http.StatusSeeOther)
	eve.get("/settings").want(200).has("Local sign-in is on", "Local sign-in")
	eve.get("/signin?again").want(200).has(`href="/auth/oidc"`, `action="/signin/local"`, "Local sign-in is on: anyone")
	fake.is("eve", "eve@example.org", true)
	r.visitor(t).through("oidc").want(http.StatusConflict)
	eve.comeBack(eve.leave("/auth/oidc?link")).want(http.StatusSeeOther)
	eve.post("/settings/link", url.Values{"offer": {eve.get("/settings/link").field(t, offerField)}}).want(http.StatusSeeOther)
	provided := r.visitor(t)
	provided.through("oidc").want(http.StatusSeeOther)
	provided.get("/settings").want(200).has("eve@example.org")
}
