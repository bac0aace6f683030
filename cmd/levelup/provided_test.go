package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
)

// eachDatabase runs a test against the program with a fake provider, on SQLite and on
// PostgreSQL.
func eachDatabase(t *testing.T, kinds string, f func(t *testing.T, r *running, fake *fakeProvider, clock *dbtest.Clock)) {
	t.Helper()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, clock := newFakeProvider(t), dbtest.NewClock()
			f(t, startProvided(t, address(t), fake, func(_ *config, s *serving) { s.now = clock.Now }, strings.Fields(kinds)...), fake, clock)
		})
	}
}

// V6.8.1: an account is found by provider and subject. An address opens none, verified
// or not, and an account keeps its own.
func TestV6_8_1AccountsAreFoundByProviderAndSubject(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc github", func(t *testing.T, r *running, fake *fakeProvider, _ *dbtest.Clock) {
		fake.is("one", "Ada@Example.org", true)
		ada := r.visitor(t)
		if to := ada.comeBack(ada.leave("/auth/oidc?next=/settings")).want(http.StatusSeeOther).header.Get("Location"); to != "/settings" {
			t.Errorf("after signing in one is at %q, want /settings", to)
		}
		ada.get("/settings").want(200).has("ada@example.org", "Name of one", "nick-one")
		attempt := ada.begin("url-shortener", "practice")

		fake.is("one", "other@example.org", true) // the same person, with another address now
		again := r.visitor(t)
		again.through("oidc").want(http.StatusSeeOther)
		again.get(attempt).want(200)
		again.get("/settings").want(200).has("ada@example.org").lacks("other@example.org")

		for _, verified := range []bool{true, false} { // (f) of the attacks
			fake.is("two", "ADA@example.org", verified)
			eve := r.visitor(t)
			eve.through("oidc").want(http.StatusConflict).has("There is an account with the address ada@example.org already", "Sign in the way you did before")
			eve.get("/settings").want(http.StatusSeeOther)
		}
		fake.set(func(f *fakeProvider) {
			f.who["email"] = "ada@example.org"
			f.emails = []map[string]any{{"email": "ada@example.org", "primary": true, "verified": true}}
		})
		eve := r.visitor(t)
		eve.through("github").want(http.StatusConflict)
		eve.get("/settings").want(http.StatusSeeOther)
	})
}

// Another provider under the same name has people of its own: who is "one" there is
// nobody who was "one" at the provider before.
func TestV6_8_1AnotherIssuerHasOtherPeople(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		for _, kind := range []string{"oidc", "gitlab", "github"} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				database, before, after := address(t), newFakeProvider(t), newFakeProvider(t)
				r := startProvided(t, database, before, nil, kind)
				before.is("one", "", false)
				ada := r.visitor(t)
				ada.through(kind).want(http.StatusSeeOther)
				attempt := ada.begin("url-shortener", "practice")
				r.stop()

				r = startProvided(t, database, after, nil, kind)
				after.is("one", "", false)
				eve := r.visitor(t)
				eve.through(kind).want(http.StatusSeeOther)
				eve.get(attempt).want(http.StatusNotFound)
			})
		}
	}
}

// An address that nobody vouches for stands in no account: roles are given and reports
// are shared by address.
func TestUnprovedAddressesStandInNoAccount(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc github", func(t *testing.T, r *running, fake *fakeProvider, _ *dbtest.Clock) {
		for subject, email := range map[string]string{"none": "", "unverified": "boss@example.org", "broken": "boss@example.org\r\nx", "reserved": "x@no-address.invalid"} {
			fake.is(subject, email, subject == "broken" || subject == "reserved")
			b := r.visitor(t)
			b.through("oidc").want(http.StatusSeeOther)
			b.get("/settings").want(200).has("without an address", "Name of "+subject).lacks(`class="address">boss@`)
		}
		fake.set(func(f *fakeProvider) {
			f.who["email"] = "written@example.org" // in the profile, which the person writes
			f.emails = []map[string]any{{"email": "written@example.org", "primary": true, "verified": false}, {"email": "second@example.org", "primary": false, "verified": true}}
		})
		octo := r.visitor(t)
		octo.through("github").want(http.StatusSeeOther)
		octo.get("/settings").want(200).has("without an address", "Octo")

		// Whoever proves it later gets it.
		fake.is("unverified", "boss@example.org", true)
		boss := r.visitor(t)
		boss.through("oidc").want(http.StatusSeeOther)
		boss.get("/settings").want(200).has("boss@example.org").lacks("without an address")
	})
}

// Who may be new, by LEVELUP_SIGNUP. Whoever is known, and whoever was added by hand and
// proves it, comes in under any rule.
func TestSignupRules(t *testing.T) {
	t.Parallel()
	const in, out = http.StatusSeeOther, http.StatusForbidden
	for _, test := range []struct {
		rule, email string
		verified    bool
		want        int
	}{
		{"open", "new@example.org", true, in},
		{"open", "new@example.org", false, in},
		{"open", "added@example.org", true, in},
		{"open", "added@example.org", false, http.StatusConflict},
		{"invite", "new@example.org", true, out},
		{"invite", "", false, out},
		{"invite", "added@example.org", true, in},
		{"invite", "Added@Example.org", true, in},
		{"invite", "added@example.org", false, http.StatusConflict},
		{"domain:example.org", "new@example.org", true, in},
		{"domain:Example.org", "new@EXAMPLE.org", true, in},
		{"domain:example.org", "new@example.org", false, out},
		{"domain:example.org", "", false, out},
		{"domain:example.org", "new@sub.example.org", true, out},
		{"domain:example.org", "new@example.org.evil.example", true, out},
		{"domain:example.org", "new@notexample.org", true, out},
		{"domain:other.example", "added@example.org", true, in},
	} {
		t.Run(test.rule+" "+test.email, func(t *testing.T) {
			t.Parallel()
			fake, database := newFakeProvider(t), dbtest.SQLite(t)
			rule, ok := account.ReadSignup(test.rule)
			if !ok {
				t.Fatalf("ReadSignup(%q) refuses it", test.rule)
			}
			r := startProvided(t, database, fake, func(c *config, _ *serving) { c.signup = rule }, "oidc")
			levelup(t, database, "user", "add", "added@example.org", "Added")
			levelup(t, database, "user", "role", "added@example.org", "coach", "learner")
			fake.is("s", test.email, test.verified)
			b := r.visitor(t)
			page := b.through("oidc").want(test.want)
			if test.want == in {
				b.get("/settings").want(200)
				fake.is("s", "elsewhere@example.net", false) // known now
				r.visitor(t).through("oidc").want(in)
				return
			}
			page.has(`class="notice bad"`, `href="/auth/oidc"`)
			b.get("/settings").want(http.StatusSeeOther)
			if people := levelup(t, database, "user", "list"); strings.Count(people, "\n") != 1 {
				t.Errorf("afterwards there are %q, want the one who was added", people)
			}
		})
	}
}

// levelup runs a command beside the server.
func levelup(t *testing.T, database string, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	env := func(name string) string {
		if name == "LEVELUP_DATABASE_URL" {
			return database
		}
		return ""
	}
	if code := run(t.Context(), args, env, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("levelup %s = %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// LEVELUP_ADMIN_EMAILS is for addresses that are proved.
func TestAdminsAreNamedByProvedAddresses(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, func(c *config, _ *serving) { c.admins = []string{"boss@example.org"} }, "oidc")
	fake.is("eve", "boss@example.org", false)
	eve := r.visitor(t)
	eve.through("oidc").want(http.StatusSeeOther)
	eve.get("/admin").want(http.StatusForbidden)
	fake.is("boss", "someone@example.org", true)
	boss := r.visitor(t)
	boss.through("oidc").want(http.StatusSeeOther)
	boss.get("/admin").want(http.StatusForbidden)
	fake.is("boss", "Boss@example.org", true)
	later := r.visitor(t)
	later.through("oidc").want(http.StatusSeeOther)
	later.get("/admin").want(200).has("local sign-in off, sign-in through "+strings.TrimPrefix(fake.URL, "http://")).lacks("the-secret", "the-key")
	boss.get("/settings").want(http.StatusSeeOther) // V7.2.4: no session goes on with the old roles
}

// V7.2.4: signing in ends the session that the browser had, and makes a new one.
func TestV7_2_4SigningInRenewsTheSession(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc")
	fake.is("one", "ada@example.org", true)
	ada := r.visitor(t)
	ada.through("oidc").want(http.StatusSeeOther)
	old := ada.cookie("levelup")
	ada.through("oidc").want(http.StatusSeeOther)
	if now := ada.cookie("levelup"); now == old || now == "" {
		t.Errorf("the second sign-in has the token %q after %q", now, old)
	}
	thief := r.visitor(t)
	thief.carry("levelup", old)
	thief.get("/settings").want(http.StatusSeeOther)
	for _, forged := range []string{"", "x", strings.Repeat("A", 26), strings.Repeat("A", 5000), "../../etc", "' OR 1=1 --"} {
		thief.carry("levelup", forged)
		thief.get("/settings").want(http.StatusSeeOther)
	}
}

func (b *browser) cookie(name string) string {
	b.t.Helper()
	u, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func (b *browser) carry(name, value string) {
	b.t.Helper()
	u, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func (a *answer) has(parts ...string) *answer {
	a.t.Helper()
	for _, part := range parts {
		if !strings.Contains(a.body, part) {
			a.t.Errorf("%s lacks %q", a.what, part)
		}
	}
	return a
}

func (a *answer) lacks(parts ...string) *answer {
	a.t.Helper()
	for _, part := range parts {
		if strings.Contains(a.body, part) {
			a.t.Errorf("%s has %q", a.what, part)
		}
	}
	return a
}

// V2.4.1, V6.3.1: ten thousand tries to sign in from one address are held back with a
// time to come back; another address is let in meanwhile.
func TestV6_3_1TenThousandTries(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	fake.is("one", "ada@example.org", true)
	r := startProvided(t, dbtest.SQLite(t), fake, func(c *config, s *serving) {
		c.proxies = readProxies("127.0.0.1", func(string, string, ...any) {})
		s.limits.SigninsPerMinute = 60
	}, "oidc")
	eve, let := r.visitor(t), 0
	for range 10_000 {
		a := eve.do("GET", "/auth/oidc/callback?state=guess&code=x", nil, map[string]string{"X-Forwarded-For": "203.0.113.9"})
		switch {
		case a.status == http.StatusBadRequest:
			let++
		case a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "":
			t.Fatalf("a try = %d with Retry-After %q, want 400, or 429 with a time", a.status, a.header.Get("Retry-After"))
		}
	}
	if let < 60 || let > 60*4 {
		t.Errorf("%d tries were let through, want about 60 a minute", let)
	}
	if fake.times("/token") > 0 {
		t.Error("a guessed state reached the provider")
	}
	ada := r.visitor(t)
	ada.through("oidc").want(http.StatusSeeOther)
	ada.get("/settings").want(200)
}

// V7.3.1, V7.3.2: nothing about how long a session lives is other with a provider.
func TestV7_3_2ProvidedSessionsEnd(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc", func(t *testing.T, r *running, fake *fakeProvider, clock *dbtest.Clock) {
		fake.is("one", "ada@example.org", true)
		ada := r.visitor(t)
		ada.through("oidc").want(http.StatusSeeOther)
		clock.Advance(13 * 24 * time.Hour)
		ada.get("/settings").want(200)
		clock.Advance(15 * 24 * time.Hour)
		ada.get("/settings").want(http.StatusSeeOther)
	})
}

// V7.4.2: whoever is switched off comes in no more through any provider, and what they
// had open is gone.
func TestV7_4_2SwitchedOffAtTheProvider(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, func(c *config, _ *serving) { c.admins = []string{"boss@example.org"} }, "oidc", "gitlab")
	signIn := func(who string) *browser {
		t.Helper()
		fake.is(who, who+"@example.org", true)
		b := r.visitor(t)
		b.through("oidc").want(http.StatusSeeOther)
		return b
	}
	boss, ada := signIn("boss"), signIn("ada")
	id := personID(t, boss, "ada")
	fake.is("ada-at-gitlab", "", false)
	ada.comeBack(ada.leave("/auth/gitlab?link")).want(http.StatusSeeOther)
	ada.post("/settings/link", url.Values{"offer": {ada.get("/settings/link").field(t, offerField)}}).want(http.StatusSeeOther)
	boss.post("/admin/users/"+id+"/disable", nil).want(http.StatusSeeOther)
	ada.get("/settings").want(http.StatusSeeOther)
	for kind, who := range map[string]string{"oidc": "ada", "gitlab": "ada-at-gitlab"} {
		fake.is(who, "ada@example.org", true)
		b := r.visitor(t)
		b.refused(b.through(kind).has("This account is switched off"), http.StatusForbidden)
	}
	boss.post("/admin/users/"+id+"/enable", nil).want(http.StatusSeeOther)
	signIn("ada").get("/settings").want(200)
	if log := r.log.String(); !strings.Contains(log, "why=disabled") {
		t.Error("the log does not say that somebody who is switched off was refused")
	}
}
