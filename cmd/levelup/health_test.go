package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"levelup/internal/db/dbtest"
)

// health runs the command against the server of an address.
func health(t *testing.T, addr string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	env := func(name string) string {
		if name == "LEVELUP_ADDR" {
			return addr
		}
		return ""
	}
	code = run(t.Context(), append([]string{"health"}, args...), env, strings.NewReader(""), &out, &complaints)
	return code, out.String(), complaints.String()
}

// The program is asked where it listens, also where that is every address.
func TestHealthOfTheProgram(t *testing.T) {
	t.Parallel()
	addr := strings.TrimPrefix(start(t, dbtest.SQLite(t), nil).url, "http://")
	port := addr[strings.LastIndex(addr, ":"):]
	for _, listens := range []string{addr, "0.0.0.0" + port, port, "localhost" + port} {
		if code, out, complaints := health(t, listens); code != exitDone || out != "ready\n" {
			t.Errorf("with LEVELUP_ADDR=%s: exit %d, %q, %q", listens, code, out, complaints)
		}
	}
	if code, out, complaints := health(t, "127.0.0.1:1", "--addr", addr); code != exitDone || out != "ready\n" {
		t.Errorf("with --addr: exit %d, %q, %q", code, out, complaints)
	}
}

// Whatever is not the word of a server that is ready is a failure.
func TestHealthFails(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(elsewhere.Close)
	for name, answer := range map[string]http.HandlerFunc{
		"503 Service Unavailable": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"302 Found":               func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
	} {
		s := httptest.NewServer(answer)
		t.Cleanup(s.Close)
		if code, out, complaints := health(t, s.Listener.Addr().String()); code != exitFailed || out != "" || !strings.Contains(complaints, name) {
			t.Errorf("where it answers %s: exit %d, %q, %q", name, code, out, complaints)
		}
	}
	nobody := freeAddr(t)
	if code, _, complaints := health(t, nobody); code != exitFailed || !strings.Contains(complaints, "levelup serve") || !strings.Contains(complaints, nobody) {
		t.Errorf("where nobody listens: exit %d, %q", code, complaints)
	}
	if code, _, complaints := health(t, "nowhere"); code != exitFailed || !strings.Contains(complaints, "LEVELUP_ADDR") {
		t.Errorf("with a wrong address: exit %d, %q", code, complaints)
	}
}
