package settings_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/settings"
)

// ada signs in; send posts a form as her.
func ada(t *testing.T) (pages *settings.Pages, now func() account.Person, send func(string, url.Values) *http.Request) {
	t.Helper()
	accounts := account.NewStore(dbtest.Open(t, nil), nil)
	session, err := accounts.SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Trusted)
	if err != nil {
		t.Fatal(err)
	}
	now = func() account.Person {
		p, err := accounts.Resume(t.Context(), session.Token)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	send = func(path string, form url.Values) *http.Request {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r.WithContext(account.With(r.Context(), now()))
	}
	return settings.New(accounts, nil, false), now, send
}

func TestSave(t *testing.T) {
	t.Parallel()
	pages, now, send := ada(t)
	for _, extra := range interview.ExtraTimes { // whatever the engine allows is offered
		w := httptest.NewRecorder()
		form := url.Values{"name": {" Ada  Lovelace "}, "extra_time": {strconv.Itoa(extra)}, "theme": {"dark"}, "roles": {"admin"}, "email": {"other@example.org"}}
		if err := pages.Save(w, send("/settings", form)); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != "/settings?saved" {
			t.Fatalf("Save(extra time %d) = %d to %q, want 303 to /settings?saved", extra, w.Code, got)
		}
		p := now()
		if p.Name != "Ada Lovelace" || p.ExtraTime != extra || p.Theme != "dark" || p.Email != "ada@example.org" {
			t.Errorf("Save(extra time %d) stored %+v", extra, p)
		}
	}
}

func TestSaveMistakes(t *testing.T) {
	t.Parallel()
	pages, now, send := ada(t)
	for _, form := range []url.Values{
		{"name": {""}, "extra_time": {"100"}, "theme": {"dark"}},
		{"name": {"Ada"}, "extra_time": {"130"}, "theme": {"dark"}},
		{"name": {"Ada"}, "extra_time": {"1e2"}, "theme": {"dark"}},
		{"name": {"Ada"}, "extra_time": {"100"}, "theme": {"<pink>"}},
		{"name": {strings.Repeat("x", 201)}},
		{},
	} {
		w := httptest.NewRecorder()
		if err := pages.Save(w, send("/settings", form)); err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `aria-invalid="true"`) {
			t.Errorf("Save(%v) = %d, want 422 with a field marked", form, w.Code)
		}
		if name := form.Get("name"); name != "" && !strings.Contains(w.Body.String(), `value="`+name+`"`) {
			t.Errorf("Save(%v) does not keep the name", form)
		}
	}
	if p := now(); p.Name != "Ada" || p.Theme != "system" {
		t.Errorf("after mistakes the person is %+v, want it unchanged", p)
	}
}

func TestTheme(t *testing.T) {
	t.Parallel()
	pages, now, send := ada(t)
	w := httptest.NewRecorder()
	if err := pages.Theme(w, send("/settings/theme", url.Values{"theme": {"light"}, "next": {"/prompts?level=mid"}})); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Location"); got != "/prompts?level=mid" || now().Theme != "light" {
		t.Errorf("Theme(light) goes to %q with theme %q", got, now().Theme)
	}
	err := pages.Theme(httptest.NewRecorder(), send("/settings/theme", url.Values{"theme": {"pink"}}))
	if fault.KindOf(err) != fault.Invalid || now().Theme != "light" {
		t.Errorf("Theme(pink) = %v with theme %q, want an invalid fault and light", err, now().Theme)
	}
}

func TestForm(t *testing.T) {
	t.Parallel()
	pages, now, _ := ada(t)
	r := httptest.NewRequest(http.MethodGet, "/settings", nil)
	w := httptest.NewRecorder()
	if err := pages.Form(w, r.WithContext(account.With(r.Context(), now()))); err != nil {
		t.Fatal(err)
	}
	body := w.Body.String()
	if !strings.Contains(body, `value="Ada"`) || strings.Contains(body, "Saved.") {
		t.Error("the form lacks the name, or says that something was saved")
	}
}
