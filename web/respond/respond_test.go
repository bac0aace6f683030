package respond_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"levelup/internal/fault"
	"levelup/web/respond"
)

func page(_ int, title, message, reference string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, title+"|"+message+"|"+reference)
		return err
	})
}

// V16.5.1: what is ours is logged with a reference and never shown.
func TestV16_5_1FailuresBecomeAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err    error
		status int
		code   string
		shown  string
	}{
		{fault.New(fault.Invalid, "Mend it."), 400, "invalid", "Mend it."},
		{fault.New(fault.Forbidden, "No."), 403, "forbidden", "No."},
		{fault.New(fault.NotFound, "Gone."), 404, "not-found", "Gone."},
		{fault.New(fault.Conflict, "Again."), 409, "conflict", "Again."},
		{fault.Coded(fault.Conflict, "gap", "Earlier first."), 409, "gap", "Earlier first."},
		{fault.Coded(fault.Conflict, "ended", "Over."), 410, "ended", "Over."},
		{fault.Coded(fault.Invalid, "too-large", "Less."), 413, "too-large", "Less."},
		{fault.Coded(fault.Invalid, "too-fast", "Slower."), 429, "too-fast", "Slower."},
		{fault.Coded(fault.Internal, "busy", "Busy."), 503, "busy", "Busy."},
		{fault.Coded(fault.Internal, "full", "Full."), 507, "full", "Full."},
		{errors.New("pq: password is hunter2"), 500, "internal", "on our side"},
		{fault.Wrap(errors.New("hunter2"), fault.Internal, ""), 500, "internal", "on our side"},
	} {
		var log bytes.Buffer
		re := respond.New(page, slog.New(slog.NewTextHandler(&log, nil)), func(*http.Request) string { return "REF" })
		fails := func(http.ResponseWriter, *http.Request) error { return test.err }
		for name, h := range map[string]http.HandlerFunc{"page": re.Pages(fails), "API": re.API(fails)} {
			w := httptest.NewRecorder()
			h(w, httptest.NewRequest("GET", "/x", nil))
			body := w.Body.String()
			if w.Code != test.status || !strings.Contains(body, test.shown) || strings.Contains(body, "hunter2") {
				t.Errorf("%s of %v = %d %s, want %d and %q", name, test.err, w.Code, body, test.status, test.shown)
			}
			if got := strings.Contains(body, "REF"); got != (test.status >= 500) {
				t.Errorf("%s of %v: a reference is shown: %v", name, test.err, got)
			}
			if name == "API" && !strings.Contains(body, `"error":"`+test.code+`"`) {
				t.Errorf("API of %v = %s, want the code %s", test.err, body, test.code)
			}
			if wait := w.Header().Get("Retry-After"); (wait != "") != (test.status == 429 || test.status == 503) {
				t.Errorf("%s of %v: Retry-After = %q", name, test.err, wait)
			}
		}
		if got := strings.Contains(log.String(), "hunter2") || strings.Contains(log.String(), "REF"); got != (test.status >= 500) {
			t.Errorf("%v: logged %v: %s", test.err, got, log.String())
		}
	}
}

func TestSignedOutPeopleAreSentToTheDoorAndBack(t *testing.T) {
	t.Parallel()
	re := respond.New(page, slog.New(slog.DiscardHandler), func(*http.Request) string { return "" })
	h := re.Pages(func(http.ResponseWriter, *http.Request) error { return fault.New(fault.Unauthenticated, "Sign in.") })
	for method, want := range map[string]string{"GET": "/signin?next=%2Fattempts%2FX%3Fstep%3Dmap", "POST": "/signin?next=%2F"} {
		w := httptest.NewRecorder()
		h(w, httptest.NewRequest(method, "/attempts/X?step=map", nil))
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%s = %d to %s, want %s", method, w.Code, got, want)
		}
	}
}
