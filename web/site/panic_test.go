package site

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/web/respond"
	"levelup/web/ui"
)

// F36: a handler that panics is answered with a failure that can be found in the log,
// as a page or in JSON; where its answer had begun the connection is cut. The process
// lives on.
func TestF36APanicIsAnswered(t *testing.T) {
	t.Parallel()
	var log lockedLog
	s := &site{log: slog.New(slog.NewTextHandler(&log, nil)), now: time.Now}
	s.respond = respond.New(ui.ErrorPage, s.log, requestID)
	breaks := func(http.ResponseWriter, *http.Request) error { panic("hunter2") }
	routes := http.NewServeMux()
	routes.Handle("/page", s.respond.Pages(breaks))
	routes.Handle("/api", s.api(breaks))
	routes.Handle("/half", s.respond.Pages(func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, strings.Repeat("half ", 1000))
		panic("hunter2")
	}))
	routes.Handle("/well", s.respond.Pages(func(w http.ResponseWriter, _ *http.Request) error {
		_, err := io.WriteString(w, "well")
		return err
	}))
	server := httptest.NewServer(s.logged(routes))
	defer server.Close()
	ask := func(path string) (status int, id, body string, err error) {
		t.Helper()
		res, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		return res.StatusCode, res.Header.Get("X-Request-Id"), string(text), err
	}
	for range 2 { // the second is answered by the same process
		for _, path := range []string{"/page", "/api"} {
			status, id, body, err := ask(path)
			if err != nil || status != http.StatusInternalServerError || id == "" || !strings.Contains(body, id) || strings.Contains(body, "hunter2") {
				t.Errorf("%s = %d %s, %v; want 500 with the reference %q", path, status, body, err, id)
			}
			if !strings.Contains(log.String(), "msg=panic request="+id) || !strings.Contains(log.String(), "hunter2") {
				t.Errorf("the log does not tell of %s", id)
			}
			var failure struct{ Error, Message, Reference string }
			if path == "/api" && (json.Unmarshal([]byte(body), &failure) != nil || failure.Error != "internal" || failure.Message == "" || failure.Reference != id) {
				t.Errorf("%s = %s, want a failure in JSON", path, body)
			}
		}
		if _, _, body, err := ask("/half"); err == nil {
			t.Errorf("half an answer of %d bytes is taken for the whole", len(body))
		}
		if _, _, body, err := ask("/well"); body != "well" || err != nil {
			t.Errorf("afterwards = %q, %v", body, err)
		}
	}
}

type lockedLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
