package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/internal/oauth"
)

// F25: whatever a provider does, people are told what to do, nobody is signed in or made,
// and whoever is signed in notices nothing. V10.5.1 (nonce), V10.5.2 (sub), V10.5.4 (aud).
func TestF25AProviderThatMisbehaves(t *testing.T) {
	t.Parallel()
	says := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}
	}
	hangs := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, "{")
		http.NewResponseController(w).Flush() //nolint:errcheck // it goes on hanging all the same
		<-r.Context().Done()
	}
	elsewhere := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}
	huge := says(200, "application/json", `{"access_token": "`+strings.Repeat("x", 2<<20)+`"}`)
	at := func(path string, h http.HandlerFunc) func(*fakeProvider) {
		return func(f *fakeProvider) { f.instead = map[string]http.HandlerFunc{path: h} }
	}
	claim := func(change func(map[string]any)) func(*fakeProvider) {
		return func(f *fakeProvider) { f.claims = change }
	}
	meta := func(name string, value any) func(*fakeProvider) {
		return func(f *fakeProvider) { f.meta = func(m map[string]any) { m[name] = value } }
	}
	const wellKnown = "/.well-known/openid-configuration"
	all := map[string]func(*fakeProvider){
		"description: 500":                        at(wellKnown, says(500, "text/html", "<h1>down</h1>")),
		"description: garbage":                    at(wellKnown, says(200, "application/json", "<html>")),
		"description: hangs":                      at(wellKnown, hangs),
		"description: huge":                       meta("padding", strings.Repeat("x", 2<<20)),
		"description: leads elsewhere":            at(wellKnown, elsewhere),
		"description: another issuer":             meta("issuer", "https://evil.example"),
		"description: no token endpoint":          meta("token_endpoint", ""),
		"description: token endpoint is no https": meta("token_endpoint", "http://192.0.2.1/token"),
		"description: endpoint of another kind":   meta("userinfo_endpoint", "file:///etc/passwd"),

		"token: 500":               at("/token", says(500, "text/plain", "no")),
		"token: 401":               at("/token", says(401, "application/json", `{"error": "invalid_client"}`)),
		"token: garbage":           at("/token", says(200, "application/json", "\x00\xff{")),
		"token: empty":             at("/token", says(200, "application/json", "{}")),
		"token: hangs":             at("/token", hangs),
		"token: huge":              at("/token", huge),
		"token: leads elsewhere":   at("/token", elsewhere),
		"token: no ID token":       at("/token", says(200, "application/json", `{"access_token": "ACCESS-0", "token_type": "Bearer"}`)),
		"token: ID token a number": at("/token", says(200, "application/json", `{"access_token": "ACCESS-0", "token_type": "Bearer", "id_token": 7}`)),
		"token: ID token garbage":  at("/token", says(200, "application/json", `{"access_token": "ACCESS-0", "token_type": "Bearer", "id_token": "a.b.c"}`)),

		"profile: 500":             at("/userinfo", says(500, "text/plain", "no")),
		"profile: garbage":         at("/userinfo", says(200, "application/json", "[]")),
		"profile: hangs":           at("/userinfo", hangs),
		"profile: huge":            at("/userinfo", says(200, "application/json", strings.Repeat(" ", 2<<20)+`{"sub": "one"}`)),
		"profile: leads elsewhere": at("/userinfo", elsewhere),
		"profile: somebody else's": at("/userinfo", says(200, "application/json", `{"sub": "two", "email": "two@example.org"}`)),
		"profile: nobody's":        at("/userinfo", says(200, "application/json", `{"email": "two@example.org"}`)),

		"V10.5.1 no nonce":                   claim(func(c map[string]any) { delete(c, "nonce") }),
		"V10.5.1 an empty nonce":             claim(func(c map[string]any) { c["nonce"] = "" }),
		"V10.5.1 another nonce":              claim(func(c map[string]any) { c["nonce"] = strings.Repeat("0", 64) }),
		"V10.5.2 no subject":                 claim(func(c map[string]any) { delete(c, "sub") }),
		"V10.5.2 subject a number":           claim(func(c map[string]any) { c["sub"] = 1 }),
		"V10.5.2 a long subject":             claim(func(c map[string]any) { c["sub"] = strings.Repeat("x", 256) }),
		"V10.5.4 another audience":           claim(func(c map[string]any) { c["aud"] = "another-program" }),
		"V10.5.4 no audience":                claim(func(c map[string]any) { delete(c, "aud") }),
		"V10.5.4 made for others":            claim(func(c map[string]any) { c["aud"] = []string{"another-program", "a-third"} }),
		"V10.5.4 given to another":           claim(func(c map[string]any) { c["aud"], c["azp"] = []string{"the-key", "another-program"}, "another-program" }),
		"V10.5.4 for several, given to none": claim(func(c map[string]any) { c["aud"] = []string{"the-key", "another-program"} }),
		"another issuer":                     claim(func(c map[string]any) { c["iss"] = "https://evil.example" }),
		"no issuer":                          claim(func(c map[string]any) { delete(c, "iss") }),
		"expired":                            claim(func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() }),
		"without end":                        claim(func(c map[string]any) { delete(c, "exp") }),
		"end in other letters":               claim(func(c map[string]any) { c["EXP"] = c["exp"]; delete(c, "exp") }),
		"end in words":                       claim(func(c map[string]any) { c["exp"] = "tomorrow" }),
	}
	// What a provider says of itself is remembered, so that it can be wrong at first only.
	shared := newMisbehaving(t)
	for name, breaks := range all {
		t.Run(name, func(t *testing.T) {
			m := shared
			if strings.HasPrefix(name, "description") {
				t.Parallel()
				m = newMisbehaving(t)
			}
			m.try(t, breaks)
		})
	}
}

// misbehaving is the program with a provider that is to misbehave, another that does not,
// and Ada, who came through that one.
type misbehaving struct {
	fake     *fakeProvider
	database string
	r        *running
	ada      *browser
}

func newMisbehaving(t *testing.T) *misbehaving {
	m := &misbehaving{fake: newFakeProvider(t), database: dbtest.SQLite(t)}
	m.r = startProvided(t, m.database, m.fake, func(c *config, s *serving) {
		s.provider = time.Second
		well := newFakeProvider(t)
		well.is("ada", "ada@example.org", true)
		c.providers = append(c.providers, oauth.Config{Kind: "gitlab", Key: "the-key", Secret: "the-secret", URL: well.URL})
	}, "oidc")
	m.fake.is("one", "one@example.org", true)
	m.ada = m.r.visitor(t)
	m.ada.through("gitlab").want(http.StatusSeeOther)
	return m
}

// try has the provider misbehave in one way, and then be well again.
func (m *misbehaving) try(t *testing.T, breaks func(*fakeProvider)) {
	before := levelup(t, m.database, "user", "list")
	m.fake.set(breaks)
	eve := m.r.visitor(t)
	page := eve.get("/auth/oidc")
	if to := page.header.Get("Location"); page.status == http.StatusSeeOther {
		page = eve.comeBack(eve.at(to))
	}
	eve.refused(page, http.StatusBadGateway)
	page.has("nobody was signed in", "Try again in a minute, or sign in another way", `href="/auth/gitlab"`)
	if people := levelup(t, m.database, "user", "list"); people != before {
		t.Errorf("afterwards there are %q, want %q", people, before)
	}
	m.ada.get("/settings").want(200)
	eve.through("gitlab").want(http.StatusSeeOther)
	if m.fake.times("/elsewhere") > 0 {
		t.Error("a redirect was followed")
	}
	if log := m.r.log.String(); !strings.Contains(log, "why=provider") || !strings.Contains(log, "cause=") {
		t.Error("the log does not say what was wrong")
	}
	m.fake.set(func(f *fakeProvider) { f.instead, f.claims, f.meta = nil, nil, nil })
	b := m.r.visitor(t)
	b.through("oidc").want(http.StatusSeeOther)
	b.get("/settings").want(200)
}

// F25: GitHub's own ways of failing.
func TestF25GitHubMisbehaves(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string][2]string{
		"refuses with 200":    {"/login/oauth/access_token", `{"error": "bad_verification_code", "error_description": "SECRET"}`},
		"no token":            {"/login/oauth/access_token", `{}`},
		"profile of nobody":   {"/api/v3/user", `{"login": "octo"}`},
		"profile is garbage":  {"/api/v3/user", `nope`},
		"addresses are none":  {"/api/v3/user/emails", `{"message": "no"}`},
		"subject is too long": {"/api/v3/user", `{"id": 99999999999999999999999}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, database := newFakeProvider(t), dbtest.SQLite(t)
			r := startProvided(t, database, fake, nil, "github")
			fake.set(func(f *fakeProvider) {
				f.instead = map[string]http.HandlerFunc{answer[0]: func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					fmt.Fprint(w, answer[1])
				}}
			})
			b := r.visitor(t)
			b.through("github").want(http.StatusBadGateway).has("GitHub does not answer as it should")
			b.get("/settings").want(http.StatusSeeOther)
			if people := levelup(t, database, "user", "list"); people != "" {
				t.Errorf("afterwards there are %q, want nobody", people)
			}
		})
	}
}

// F25: a provider that is not there keeps no server from starting, and nobody waiting.
func TestF25AProviderThatIsNotThere(t *testing.T) {
	t.Parallel()
	gone := newFakeProvider(t)
	gone.Close()
	r := startProvided(t, dbtest.SQLite(t), gone, nil, "oidc")
	b := r.visitor(t)
	b.refused(b.get("/auth/oidc"), http.StatusBadGateway)
	b.get("/signin").want(200).has(`href="/auth/oidc"`)
	if log := r.log.String(); !strings.Contains(log, "could not be reached") {
		t.Error("the log does not say that it could not be reached")
	}
}

// An answer that another provider gave is refused, where the provider says who it is
// (RFC 9207).
func TestAnAnswerSaysWhoGaveIt(t *testing.T) {
	t.Parallel()
	fake := newFakeProvider(t)
	fake.is("ada", "ada@example.org", true)
	r := startProvided(t, dbtest.SQLite(t), fake, nil, "oidc")
	b := r.visitor(t)
	for _, iss := range [][]string{{}, {""}, {"https://evil.example"}, {fake.URL + "/"}, {fake.URL, fake.URL}} {
		b.refused(b.comeBack(with(t, b.leave("/auth/oidc"), "iss", iss...)), http.StatusBadGateway)
	}
	if fake.times("/token") > 0 {
		t.Error("the code was shown although another had answered")
	}
}
