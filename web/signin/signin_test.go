package signin_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/web/signin"
	"levelup/web/ui"
)

type door struct {
	*signin.Pages
	accounts *account.Store
}

func open(t *testing.T, on bool) door {
	t.Helper()
	accounts := account.NewStore(dbtest.Open(t, nil), nil)
	local := func(*http.Request) (account.Local, bool) { return account.Trusted, on }
	return door{signin.New(accounts, local, false, signin.Providers{}, slog.New(slog.DiscardHandler)), accounts}
}

func post(path string, form url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.WithContext(ui.With(r.Context(), ui.Site{LocalSignin: true}))
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ next, want string }{
		{"/prompts/url-shortener", "/prompts/url-shortener"},
		{"", "/"},
		{"//evil.example", "/"},
		{"/signout", "/"},
	} {
		d := open(t, true)
		w := httptest.NewRecorder()
		if err := d.SignIn(w, post("/signin/local", url.Values{"email": {"Ada@Example.org"}, "name": {"Ada"}, "next": {tt.next}})); err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != tt.want {
			t.Errorf("SignIn(next %q) = %d to %q, want 303 to %q", tt.next, w.Code, w.Header().Get("Location"), tt.want)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		for _, c := range w.Result().Cookies() {
			r.AddCookie(c)
		}
		person, err := d.accounts.Resume(t.Context(), account.Token(r, false))
		if err != nil || person.Email != "ada@example.org" {
			t.Errorf("afterwards the browser speaks for %q (%v), want ada@example.org", person.Email, err)
		}
	}
}

func TestSignInKeepsTheWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		email, name string
		mistakes    int
	}{
		{"no address", "Ada", 1},
		{"ada@example.org", " \t ", 1},
		{`"><script>alert(1)</script>`, "", 2},
		{"ada@example.org", strings.Repeat("x", 201), 1},
		{"", "", 2},
		{"ada@example.org\r\nBcc: x@example.org", "Ada", 1},
	} {
		d := open(t, true)
		w := httptest.NewRecorder()
		if err := d.SignIn(w, post("/signin/local", url.Values{"email": {tt.email}, "name": {tt.name}, "next": {"/prompts"}})); err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusUnprocessableEntity || len(w.Result().Cookies()) > 0 {
			t.Errorf("SignIn(%q, %q) = %d with %d cookies, want 422 and none", tt.email, tt.name, w.Code, len(w.Result().Cookies()))
		}
		values, wrong := inputs(t, w.Body.String())
		// A browser drops line ends from a field of one line.
		want := map[string]string{"email": strings.NewReplacer("\r", "", "\n", "").Replace(tt.email), "name": tt.name, "next": "/prompts"}
		for name, value := range want {
			if got := strings.NewReplacer("\r", "", "\n", "").Replace(values[name]); got != value {
				t.Errorf("SignIn(%q, %q): the form has %s %q, want %q", tt.email, tt.name, name, got, value)
			}
		}
		if wrong != tt.mistakes {
			t.Errorf("SignIn(%q, %q) marks %d fields, want %d", tt.email, tt.name, wrong, tt.mistakes)
		}
	}
}

// inputs reads a form: the values of its fields, and how many are marked as wrong.
func inputs(t *testing.T, page string) (values map[string]string, wrong int) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	values = map[string]string{}
	for n := range root.Descendants() {
		if n.Data != "input" {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		values[attrs["name"]] = attrs["value"]
		if attrs["aria-invalid"] == "true" {
			wrong++
		}
	}
	return values, wrong
}

func TestSignInWhereItIsOff(t *testing.T) {
	t.Parallel()
	d := open(t, false)
	w := httptest.NewRecorder()
	err := d.SignIn(w, post("/signin/local", url.Values{"email": {"ada@example.org"}, "name": {"Ada"}}))
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("SignIn = %v, want a not-found fault", err)
	}
	people, err := d.accounts.List(t.Context())
	if err != nil || len(people) != 0 {
		t.Errorf("it made %d people (%v), want none", len(people), err)
	}

	w = httptest.NewRecorder()
	if err := d.Form(w, httptest.NewRequest(http.MethodGet, "/signin", nil)); err != nil {
		t.Fatal(err)
	}
	if body := w.Body.String(); strings.Contains(body, `method="post"`) || !strings.Contains(body, "LEVELUP_LOCAL_SIGNIN") {
		t.Error("the page offers a form, or does not say what to do")
	}
}

func TestFormSendsOnWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	d := open(t, true)
	r := httptest.NewRequest(http.MethodGet, "/signin?next=/settings", nil)
	w := httptest.NewRecorder()
	if err := d.Form(w, r.WithContext(account.With(r.Context(), account.Person{ID: "a"}))); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/settings" {
		t.Errorf("Form = %d to %q, want 303 to /settings", w.Code, got)
	}
}

// V7.4.1: signing out ends the session, not only the cookie.
func TestSignOut_V7_4_1(t *testing.T) {
	t.Parallel()
	d := open(t, true)
	w := httptest.NewRecorder()
	if err := d.SignIn(w, post("/signin/local", url.Values{"email": {"ada@example.org"}, "name": {"Ada"}})); err != nil {
		t.Fatal(err)
	}
	r := post("/signout", nil)
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	token := account.Token(r, false)
	for range 2 { // twice is no mistake
		w = httptest.NewRecorder()
		if err := d.SignOut(w, r); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/" {
			t.Errorf("SignOut = %d to %q, want 303 to /", w.Code, got)
		}
	}
	if _, err := d.accounts.Resume(t.Context(), token); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the old token gives %v, want unauthenticated", err)
	}
	if got := w.Header().Get("Clear-Site-Data"); got != `"storage"` {
		t.Errorf("Clear-Site-Data = %q, want the drafts cleared", got)
	}
	if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("cookies = %v, want the session's cleared", c)
	}
}
