package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
	"levelup/web/site"
)

// V3.4.3, V3.4.4, V3.4.5, V3.4.6, V4.1.1 and V14.3.2: what every answer carries,
// whoever asks and whatever for.
func TestV3_4_3EveryAnswerProtectsTheBrowser(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada, visitor := r.person(t, "ada"), r.visitor(t)
	attempt := ada.begin("url-shortener", "interview")
	for _, test := range []struct {
		who   *browser
		path  string
		kind  string
		cache string
	}{
		{visitor, "/", "text/html; charset=utf-8", "no-store"},
		{visitor, "/nowhere", "text/html; charset=utf-8", "no-store"},
		{visitor, "/healthz", "text/plain; charset=utf-8", "no-store"},
		{visitor, "/sample", "text/html; charset=utf-8", "no-store"},
		{visitor, "/sample.md", "text/markdown; charset=utf-8", "no-store"},
		{ada, attempt, "text/html; charset=utf-8", "no-store"},
		{ada, attempt + "/transcript.json", "application/json; charset=utf-8", "no-store"},
		{ada, "/attempts/none/grades.json", "application/json; charset=utf-8", "no-store"},
	} {
		h := test.who.get(test.path).header
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s: %s", test.path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy allows what is unsafe: %s", test.path, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Content-Type": test.kind,
			"Cache-Control": test.cache, "Access-Control-Allow-Origin": "", "Strict-Transport-Security": ""} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", test.path, name, got, want)
			}
		}
		if got, want := h.Get("Permissions-Policy"), microphone(test.path); !strings.HasPrefix(got, "camera=(), geolocation=(), ") || !strings.HasSuffix(got, want) {
			t.Errorf("%s: Permissions-Policy = %q, want no camera, no place, and %s", test.path, got, want)
		}
		if h.Get("X-Request-Id") == "" {
			t.Errorf("%s: no request id", test.path)
		}
	}
}

// microphone is who may ask for it: the room alone, for dictation.
func microphone(path string) string {
	if strings.HasPrefix(path, "/attempts/") {
		return "microphone=(self)"
	}
	return "microphone=()"
}

// V3.5.1: what another site makes a browser do changes nothing, on any route.
func TestV3_5_1ForeignOriginsChangeNothing(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "interview")
	for _, path := range []string{"/attempts", attempt + "/advance", attempt + "/submit", attempt + "/discard", attempt + "/answer", attempt + "/events", attempt + "/board", "/settings", "/settings/theme", "/settings/link", "/settings/unlink", "/settings/sessions", "/settings/admin", "/signout", "/signin/local"} {
		for _, h := range []map[string]string{
			{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
			{"Origin": "", "Sec-Fetch-Site": "same-site"},
			{"Origin": "null", "Sec-Fetch-Site": ""},
			{"Origin": "", "Sec-Fetch-Site": ""},
		} {
			h["Content-Type"] = "application/x-www-form-urlencoded"
			ada.do("POST", path, strings.NewReader("prompt=url-shortener&from=clarify&theme=dark&name=Eve&email=eve@example.org"), h).want(http.StatusForbidden)
		}
	}
	if page := ada.get("/settings").want(200); !strings.Contains(page.body, "ada") {
		t.Error("the settings were changed")
	}
	if got := ada.json(attempt+"/events", `{"client": "c", "events": []}`); got.status != 200 {
		t.Errorf("the attempt was changed: %d %s", got.status, got.body)
	}
}

// V3.3.1, V3.3.2, V3.3.4 and V7.2.4: the session's cookie, and a new token at each sign-in.
func TestV3_3_1TheCookieOfASession(t *testing.T) {
	t.Parallel()
	database := dbtest.SQLite(t)
	r := start(t, database, nil)
	form := url.Values{"email": {"ada@example.org"}, "name": {"Ada"}}
	first := r.visitor(t).post("/signin/local", form).want(303).header.Get("Set-Cookie")
	second := r.visitor(t).post("/signin/local", form).want(303).header.Get("Set-Cookie")
	for _, want := range []string{"levelup=", "Path=/", "HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(first, want) {
			t.Errorf("Set-Cookie = %q, want %s in it", first, want)
		}
	}
	if first == second {
		t.Error("two sign-ins got one token")
	}
	ada := r.person(t, "ada")
	ada.post("/signout", nil).want(303)
	ada.get("/settings").want(303)

	addr := freeAddr(t)
	secure := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.addr, c.baseURL = addr, &url.URL{Scheme: "https", Host: "127.0.0.1"}
	})
	secure.url = "http://" + addr // as the proxy in front of it asks
	answer := secure.visitor(t).post("/signin/local", form).want(303)
	if got := answer.header.Get("Set-Cookie"); !strings.HasPrefix(got, "__Host-levelup=") || !strings.Contains(got, "Secure") {
		t.Errorf("under TLS Set-Cookie = %q, want the prefix and Secure", got)
	}
	if got := answer.header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=31536000") {
		t.Errorf("under TLS Strict-Transport-Security = %q", got)
	}
}

// Local sign-in under auto is for this machine alone.
func TestLocalSigninIsForThisMachine(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	body := "email=ada@example.org&name=Ada"
	for _, h := range []map[string]string{
		{"X-Forwarded-For": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}, {"X-Real-Ip": "203.0.113.9"}, {"Via": "1.1 proxy"},
		{"Origin": "https://levelup.example.org"},
		{"Referer": "https://levelup.example.org/signin"},
	} {
		h["Content-Type"] = "application/x-www-form-urlencoded"
		r.visitor(t).do("POST", "/signin/local", strings.NewReader(body), h).want(http.StatusNotFound)
	}
	off := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.local = site.LocalOff })
	off.visitor(t).post("/signin/local", url.Values{"email": {"ada@example.org"}, "name": {"Ada"}}).want(http.StatusNotFound)
	if page := off.visitor(t).get("/signin").want(200); strings.Contains(page.body, `action="/signin/local"`) {
		t.Error("the form is shown where local sign-in is off")
	}
}

// V2.4.1: who asks too often is told when to come back; others are not held up.
func TestV2_4_1Limits(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.limits = site.DefaultLimits })
	ada, bob := r.person(t, "ada"), r.person(t, "bob")
	var last *answer
	for range site.DefaultLimits.StartsPerHour + 1 {
		last = ada.post("/attempts", url.Values{"prompt": {"url-shortener"}})
	}
	if last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") == "" {
		t.Errorf("the start after the last allowed one = %d, Retry-After %q", last.status, last.header.Get("Retry-After"))
	}
	bob.begin("url-shortener", "interview")
	visitor := r.visitor(t)
	for range site.DefaultLimits.SigninsPerMinute {
		last = visitor.post("/signin/local", url.Values{"email": {"nobody"}})
	}
	if last.status != http.StatusTooManyRequests {
		t.Errorf("sign-ins beyond the limit = %d, want 429", last.status)
	}
}

// V2.2.1: a list of naughty strings through every field is never our fault.
func TestV2_2_1NaughtyInputIsNeverOurFault(t *testing.T) {
	t.Parallel()
	r := start(t, dbtest.SQLite(t), nil)
	ada := r.person(t, "ada")
	attempt := ada.begin("url-shortener", "practice")
	naughty := []string{"", "\x00", "undefined", "../../etc/passwd", "' OR 1=1 --", "<svg onload=alert(1)>", strings.Repeat("🙂", 3000), "\u202e", "%00", "{{.}}", "\r\nSet-Cookie: a=b", "NaN", "-1", "1e309", "\xff\xfe"}
	for _, s := range naughty {
		for path, fields := range map[string][]string{
			"/attempts": {"prompt", "mode", "level", "minutes", "step", "disguised"}, "/settings": {"name", "extra_time", "theme"}, "/settings/theme": {"theme", "next"},
			"/settings/link": {"offer"}, "/settings/unlink": {"way"}, "/settings/sessions": {"end"}, "/settings/admin": {"code"},
			"/signin/local": {"email", "name", "next"}, attempt + "/answer": {"step", "base", "text", "worksheet", "sheet", "board", "boardbase", "take", "tool", "pane"}, attempt + "/advance": {"from", "text", "step", "base"},
		} {
			for _, field := range fields {
				form := url.Values{"prompt": {"url-shortener"}, "email": {"ada@example.org"}, "name": {"Ada"}, "theme": {"dark"}, "step": {"clarify"}, "base": {"0"}, "text": {"x"}, "sheet": {"0"}, "boardbase": {"0"}}
				form.Set(field, s)
				got := ada.post(path, form)
				if got.status >= 500 {
					t.Errorf("%s with %s=%.40q = %d", path, field, s, got.status)
				}
				if to := got.header.Get("Location"); to != "" && !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
					t.Errorf("%s with %s=%.40q leads to %q", path, field, s, to)
				}
			}
		}
		for _, path := range []string{"/prompts/", "/prompts?level=", "/prompts?chapter=", attempt + "?step=", attempt + "/board?step=", attempt + "/board/", "/attempts/", "/static/", "/signin?next=", "/auth/", "/auth/github?next=", "/auth/github/callback?state="} {
			if got := ada.get(path + url.QueryEscape(s)); got.status >= 500 {
				t.Errorf("GET %s%.40q = %d", path, s, got.status)
			}
		}
	}
}
