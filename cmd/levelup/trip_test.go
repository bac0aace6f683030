package main

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/internal/oauth"
)

// with is an address with a parameter set to other values, or taken out.
func with(t *testing.T, address, name string, values ...string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q[name] = values
	if len(values) == 0 {
		q.Del(name)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// refused says that a way back led nowhere: the page says what to do, and nobody is
// signed in.
func (b *browser) refused(a *answer, status int) {
	b.t.Helper()
	a.want(status).has(`class="notice bad"`, `href="/auth/oidc`)
	b.get("/settings").want(http.StatusSeeOther)
}

// V10.1.2, V10.2.1 and the attacks (a) to (c) and (h): a state is ours, is used once,
// within ten minutes, by the browser that left and from the provider it left for.
func TestV10_1_2TheStateIsBound(t *testing.T) {
	t.Parallel()
	eachDatabase(t, "oidc gitlab github", func(t *testing.T, r *running, fake *fakeProvider, clock *dbtest.Clock) {
		fake.is("one", "ada@example.org", true)
		fake.set(func(f *fakeProvider) { f.emails = []map[string]any{} })
		bad := http.StatusBadRequest

		ada := r.visitor(t)
		back := ada.leave("/auth/oidc")
		for _, state := range [][]string{{}, {""}, {"x"}, {strings.Repeat("A", 26)}, {strings.Repeat("x", 9000)}} {
			ada.refused(ada.comeBack(with(t, back, "state", state...)), bad)
		}
		ada.comeBack(back).want(http.StatusSeeOther) // which the guesses did not use up
		ada.post("/signout", nil)
		ada.refused(ada.comeBack(back), bad) // (c) once

		eve := r.visitor(t) // (b) login CSRF: Eve's own way back in Ada's browser, with and without a trip of hers
		forged := eve.leave("/auth/oidc")
		bob := r.visitor(t)
		bob.refused(bob.comeBack(forged), bad)
		eve.refused(eve.comeBack(forged), bad) // it was seen elsewhere, so it is spent
		forged = eve.leave("/auth/oidc")
		bob.leave("/auth/oidc")
		bob.refused(bob.comeBack(forged), bad)

		for _, chosen := range []string{"/auth/oidc?state=KNOWN", "/auth/oidc?state=KNOWN&nonce=x&redirect_uri=http://evil.example&code_challenge=x&scope=x&client_id=x"} {
			to := eve.get(chosen).want(http.StatusSeeOther).header.Get("Location")
			if strings.Contains(to, "KNOWN") || strings.Contains(to, "evil") {
				t.Errorf("GET %s leads to %s: what the query says goes along", chosen, to)
			}
		}

		// (h) the way back of one provider, taken to another's address.
		for _, other := range []string{"gitlab", "github"} {
			carol := r.visitor(t)
			back := carol.leave("/auth/oidc")
			carol.refused(carol.comeBack(strings.Replace(back, "/auth/oidc/", "/auth/"+other+"/", 1)), bad)
			carol.refused(carol.comeBack(back), bad)
		}

		late := r.visitor(t)
		back = late.leave("/auth/oidc")
		clock.Advance(10*time.Minute + time.Second)
		late.refused(late.comeBack(back), bad)

		twice := r.visitor(t)
		back = twice.leave("/auth/oidc")
		u, err := url.Parse(back)
		if err != nil {
			t.Fatal(err)
		}
		twice.refused(twice.comeBack(with(t, back, "state", u.Query().Get("state"), "x")), http.StatusBadGateway)

		two := r.visitor(t) // two tabs, both come back
		first, second := two.leave("/auth/oidc"), two.leave("/auth/oidc?next=/prompts")
		two.comeBack(first).want(http.StatusSeeOther)
		if to := two.comeBack(second); to.status != http.StatusBadRequest && to.header.Get("Location") != "/prompts" {
			t.Errorf("the second tab's way back = %d to %q", to.status, to.header.Get("Location"))
		}
	})
}

// V10.2.1: a code is worth nothing to whoever has not its verifier: what Eve was given
// in her browser cannot be put into Ada's way back.
func TestV10_2_1ACodeIsOfUseToItsBrowserAlone(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc")
	eve, ada := r.visitor(t), r.visitor(t)
	fake.is("eve", "eve@example.org", true)
	stolen, err := url.Parse(eve.leave("/auth/oidc"))
	if err != nil {
		t.Fatal(err)
	}
	fake.is("ada", "ada@example.org", true)
	back := ada.leave("/auth/oidc")
	ada.refused(ada.comeBack(with(t, back, "code", stolen.Query().Get("code"))), http.StatusBadGateway)
	for _, code := range [][]string{{}, {""}, {"x"}, {"a", "b"}} {
		ada.refused(ada.comeBack(with(t, ada.leave("/auth/oidc"), "code", code...)), http.StatusBadGateway)
	}
	if asked := fake.times("/token"); asked != 2 {
		t.Errorf("%d codes were shown to the provider, want the two that could be one", asked)
	}
}

// V10.2.2: each provider has a way back of its own, and it is ours to the byte,
// whatever the request says of the host. (g) of the attacks.
func TestV10_2_2TheWayBackIsOurs(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc", "github")
	for _, kind := range []string{"oidc", "github"} {
		for _, host := range []string{"", "evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost"} {
			req, err := http.NewRequest("GET", r.url+"/auth/"+kind+"?next=/prompts", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("X-Forwarded-Host", "evil.example")
			req.Header.Set("Forwarded", "host=evil.example;proto=https")
			if host != "" {
				req.Host = host
			}
			res, err := r.visitor(t).client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			to, err := url.Parse(res.Header.Get("Location"))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := to.Query().Get("redirect_uri"), r.url+"/auth/"+kind+"/callback"; got != want || to.Host != strings.TrimPrefix(fake.URL, "http://") {
				t.Errorf("with the host %q one is sent to %s with redirect_uri %q, want %q", host, to.Host, got, want)
			}
		}
	}
	ada := r.visitor(t)
	for path := range map[string]bool{"/auth/nobody": true, "/auth/OIDC": true, "/auth/google": true, "/auth/nobody/callback": true, "/auth/oidc/callback/": true, "/auth/": true} {
		ada.get(path).want(http.StatusNotFound)
	}
	ada.post("/auth/oidc", nil).want(http.StatusNotFound)
}

// (g) once more: a provider that is told another address by a byte gives no token, and
// nobody is signed in.
func TestAProviderThatSeesAnotherAddressGivesNoToken(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc")
	fake.is("ada", "ada@example.org", true)
	ada := r.visitor(t)
	to := ada.get("/auth/oidc").want(http.StatusSeeOther).header.Get("Location")
	back := ada.at(with(t, to, "redirect_uri", r.url+"/auth/oidc/callback/"))
	ada.refused(ada.comeBack(strings.Replace(back, "/callback/", "/callback", 1)), http.StatusBadGateway)
}

// (d): whoever says no is told so kindly, and the trip is over.
func TestSayingNoAtTheProvider(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc")
	fake.is("ada", "ada@example.org", true)
	ada := r.visitor(t)
	back := with(t, ada.leave("/auth/oidc?next=/prompts"), "error", "access_denied")
	page := ada.comeBack(back)
	page.has("you did not agree", `href="/auth/oidc?next=%2Fprompts"`)
	ada.refused(page, http.StatusForbidden)
	ada.refused(ada.comeBack(back), http.StatusBadRequest)
	for _, failure := range []string{"server_error", "temporarily_unavailable", "<script>alert(1)</script>"} {
		page := ada.comeBack(with(t, ada.leave("/auth/oidc"), "error", failure)).lacks("<script>alert")
		ada.refused(page, http.StatusBadGateway)
	}
	if fake.times("/token") > 0 {
		t.Error("a code was exchanged although the provider had said no")
	}
}

// V3.5.3: beginning to sign in, or coming back without having left, makes nobody.
func TestV3_5_3BeginningChangesNothing(t *testing.T) {
	t.Parallel()
	fake, database := newFakeProvider(t), dbtest.SQLite(t)
	r := startProvided(t, database, fake, nil, "oidc")
	b := r.visitor(t)
	for range 5 {
		if c := b.get("/auth/oidc").want(http.StatusSeeOther).header.Get("Set-Cookie"); !strings.HasPrefix(c, "levelup-signin=") || !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") {
			t.Errorf("the trip's cookie is %q", c)
		}
	}
	if people := levelup(t, database, "user", "list"); people != "" {
		t.Errorf("there are people: %s", people)
	}
}

// V3.3.1: under TLS the trip's cookie is tied to this host, so that no neighbour's page
// can set it.
func TestV3_3_1TheCookieOfATrip(t *testing.T) {
	t.Parallel()
	fake, addr := newFakeProvider(t), freeAddr(t)
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.addr, c.baseURL = addr, &url.URL{Scheme: "https", Host: "127.0.0.1"}
		c.providers = []oauth.Config{{Kind: "oidc", Key: "the-key", Secret: "the-secret", URL: fake.URL}}
	})
	r.url = "http://" + addr
	a := r.visitor(t).get("/auth/oidc").want(http.StatusSeeOther)
	if got := a.header.Get("Set-Cookie"); !strings.HasPrefix(got, "__Host-levelup-signin=") || !strings.Contains(got, "Secure") || !strings.Contains(got, "Path=/;") {
		t.Errorf("under TLS Set-Cookie = %q, want the prefix, Secure and the whole path", got)
	}
	if to := a.header.Get("Location"); !strings.Contains(to, url.QueryEscape("https://127.0.0.1/auth/oidc/callback")) {
		t.Errorf("under TLS the way back is %s, want https", to)
	}
}

// V3.7.2: where one goes afterwards is a page of this site, whatever was asked for.
func TestV3_7_2AfterTheProviderOneStaysHere(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc")
	fake.is("ada", "ada@example.org", true)
	for next, want := range map[string]string{
		"/prompts?level=mid": "/prompts?level=mid", "https://evil.example": "/", "//evil.example": "/", "/\\evil.example": "/", "/%09/evil.example": "/", "/auth/oidc": "/",
		"/auth/oidc/callback?code=x&state=y": "/", "/signin?next=//evil.example": "/", "/signout": "/", "javascript:alert(1)": "/", "/..//evil.example": "/", "\t//evil.example": "/", "": "/",
	} {
		b := r.visitor(t)
		if got := b.comeBack(b.leave("/auth/oidc?next=" + url.QueryEscape(next))).want(http.StatusSeeOther).header.Get("Location"); got != want {
			t.Errorf("with next=%q one ends at %q, want %q", next, got, want)
		}
	}
}

// V10.1.1, V13.3.1, V16.2.5: what opens an account elsewhere is in no cookie, page or
// log, and not in the database.
func TestV10_1_1TokensStayHere(t *testing.T) {
	t.Parallel()
	fake, database := newFakeProvider(t), dbtest.SQLite(t)
	r := startProvided(t, database, fake, nil, "oidc", "github")
	fake.is("ada", "ada@example.org", true)
	fake.set(func(f *fakeProvider) { f.emails = []map[string]any{} })
	ada := r.visitor(t)
	seen := ""
	note := func(a *answer) {
		seen += a.body
		for name, values := range a.header {
			if name != "Location" { // the way there has the state and the challenge in it, as it must
				seen += strings.Join(values, "\n")
			}
		}
	}
	for _, kind := range []string{"oidc", "github"} {
		back := ada.leave("/auth/" + kind)
		note(ada.comeBack(back))
		note(ada.comeBack(back))
		note(ada.get("/settings"))
		note(ada.comeBack(with(t, ada.leave("/auth/"+kind), "code", "SECRET-CODE")))
	}
	r.stop()
	file := strings.TrimPrefix(database, "sqlite:")
	for _, name := range []string{file, file + "-wal"} {
		if doc, err := os.ReadFile(name); err == nil {
			seen += string(doc)
		}
	}
	for what, canary := range map[string]string{
		"an access token": "ACCESS-", "a refresh token": "REFRESH-TOKEN", "an ID token": ".c2ln", "our secret": "the-secret",
		"a code": "SECRET-CODE", "a provider's words": "SECRET-DESCRIPTION",
	} {
		if strings.Contains(seen, canary) {
			t.Errorf("%s is in a page, a cookie or the database", what)
		}
		if strings.Contains(r.log.String(), canary) {
			t.Errorf("%s is in the log", what)
		}
	}
	for _, want := range []string{"signed in", "sign-in refused", "provider=oidc", "provider=github", "invalid_grant"} { // V16.3.1
		if !strings.Contains(r.log.String(), want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}
