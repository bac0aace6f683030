package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/oauth"
	"levelup/web/site"
)

// fakeProvider is a provider on this machine that speaks OpenID Connect and GitHub's
// API, keeps strictly to what it is owed (PKCE, the exact redirect_uri, codes that work
// once), and misbehaves where a test says so.
type fakeProvider struct {
	*httptest.Server
	t *testing.T

	mu      sync.Mutex
	who     map[string]any              // the claims of whoever signs in next
	claims  func(map[string]any)        // changes an ID token before it is written
	instead map[string]http.HandlerFunc // stands in for what is at a path
	meta    func(map[string]any)        // changes the description
	codes   map[string]url.Values       // code → the request for it
	asked   map[string]int              // how often each path was asked for
	emails  []map[string]any            // GitHub's list
	tokens  []string                    // every token that was given out
	wrong   func(format string, args ...any)
}

func newFakeProvider(t *testing.T) *fakeProvider {
	f := &fakeProvider{t: t, codes: map[string]url.Values{}, asked: map[string]int{}, wrong: t.Errorf}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", f.describe)
	mux.HandleFunc("GET /authorize", f.authorize)
	mux.HandleFunc("POST /token", f.exchange)
	mux.HandleFunc("GET /userinfo", f.profile)
	mux.HandleFunc("GET /login/oauth/authorize", f.authorize)
	mux.HandleFunc("POST /login/oauth/access_token", f.exchange)
	mux.HandleFunc("GET /api/v3/user", f.profile)
	mux.HandleFunc("GET /api/v3/user/emails", func(w http.ResponseWriter, _ *http.Request) { tellJSON(w, f.emails) })
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.asked[r.URL.Path]++
		if instead := f.instead[r.URL.Path]; instead != nil {
			f.mu.Unlock() // it may take its time
			instead(w, r)
			return
		}
		defer f.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func tellJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// set changes the provider between two requests.
func (f *fakeProvider) set(change func(*fakeProvider)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

// is says who signs in next.
func (f *fakeProvider) is(subject, email string, verified bool) {
	f.set(func(f *fakeProvider) {
		f.who = map[string]any{"sub": subject, "email": email, "email_verified": verified, "name": "Name of " + subject, "preferred_username": "nick-" + subject}
		if email == "" {
			delete(f.who, "email")
		}
	})
}

func (f *fakeProvider) times(path string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[path]
}

func (f *fakeProvider) describe(w http.ResponseWriter, _ *http.Request) {
	m := map[string]any{"issuer": f.URL, "authorization_endpoint": f.URL + "/authorize", "token_endpoint": f.URL + "/token", "userinfo_endpoint": f.URL + "/userinfo",
		"authorization_response_iss_parameter_supported": true}
	if f.meta != nil {
		f.meta(m)
	}
	tellJSON(w, m)
}

// authorize sends whoever is asked for back at once, as if they had agreed.
func (f *fakeProvider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("response_type") != "code" {
		f.wrong("the request for a code has no PKCE: %v", q)
	}
	if strings.HasPrefix(r.URL.Path, "/authorize") && len(q.Get("nonce")) < 32 {
		f.wrong("the request for a code has no nonce: %v", q)
	}
	if len(q.Get("state")) < 26 {
		f.wrong("the state is short: %q", q.Get("state"))
	}
	code := fmt.Sprintf("code-%d-%s", len(f.codes), q.Get("state")[:6])
	f.codes[code] = q
	back := url.Values{"code": {code}, "state": {q.Get("state")}}
	if strings.HasPrefix(r.URL.Path, "/authorize") {
		back.Set("iss", f.URL)
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

// exchange gives a token for a code, once, to whoever asked for it.
func (f *fakeProvider) exchange(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	asked, ok := f.codes[r.PostForm.Get("code")]
	delete(f.codes, r.PostForm.Get("code"))
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	key, secret, basic := r.BasicAuth()
	if !basic {
		key, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	switch {
	case !ok, key != "the-key", secret != "the-secret",
		base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge"),
		r.PostForm.Get("redirect_uri") != asked.Get("redirect_uri"):
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		tellJSON(w, map[string]any{"error": "invalid_grant", "error_description": "SECRET-DESCRIPTION"})
		return
	}
	claims := map[string]any{"iss": f.URL, "aud": "the-key", "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "nonce": asked.Get("nonce")}
	for k, v := range f.who {
		claims[k] = v
	}
	if f.claims != nil {
		f.claims(claims)
	}
	access, id := fmt.Sprintf("ACCESS-%d", len(f.tokens)), unsigned(claims)
	f.tokens = append(f.tokens, access, id)
	tellJSON(w, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": id, "refresh_token": "REFRESH-TOKEN"})
}

// unsigned is an ID token whose signature is never looked at.
func unsigned(claims map[string]any) string {
	doc, _ := json.Marshal(claims)
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + base64.RawURLEncoding.EncodeToString(doc) + ".c2ln"
}

// profile is who signed in, as OpenID Connect and as GitHub put it.
func (f *fakeProvider) profile(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ACCESS-") || r.URL.RawQuery != "" {
		f.wrong("the profile is asked for with %q and the query %q", r.Header.Get("Authorization"), r.URL.RawQuery)
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		tellJSON(w, map[string]any{"id": 4711, "login": "octo", "name": "Octo", "email": f.who["email"]})
		return
	}
	tellJSON(w, f.who)
}

// startProvided runs the program with the fake as its provider of some kinds, and
// without local sign-in unless change says otherwise.
func startProvided(t *testing.T, database string, f *fakeProvider, change func(*config, *serving), kinds ...string) *running {
	t.Helper()
	addr := freeAddr(t)
	return start(t, database, func(c *config, s *serving) {
		c.addr, c.local, c.baseURL = addr, site.LocalOff, &url.URL{Scheme: "http", Host: addr}
		for _, kind := range kinds {
			c.providers = append(c.providers, oauth.Config{Kind: kind, Key: "the-key", Secret: "the-secret", URL: f.URL})
		}
		if change != nil {
			change(c, s)
		}
	})
}

// at follows a redirect to wherever it leads, as the same browser, and returns where it
// leads on.
func (b *browser) at(address string) string {
	b.t.Helper()
	res, err := b.client.Get(address)
	if err != nil {
		b.t.Fatalf("GET %s: %v", address, err)
	}
	defer res.Body.Close()
	return res.Header.Get("Location")
}

// leave begins to sign in and returns the address of the way back, which the browser has
// not gone yet.
func (b *browser) leave(path string) (back string) {
	b.t.Helper()
	return b.at(b.get(path).want(http.StatusSeeOther).header.Get("Location"))
}

// comeBack goes the way back.
func (b *browser) comeBack(back string) *answer {
	b.t.Helper()
	path, ok := strings.CutPrefix(back, b.base)
	if !ok {
		b.t.Fatalf("the way back is %q, want one below %s", back, b.base)
	}
	return b.get(path)
}

// through signs in by way of a provider.
func (b *browser) through(kind string) *answer {
	b.t.Helper()
	return b.comeBack(b.leave("/auth/" + kind))
}
