package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/web/respond"
	"levelup/web/site"
)

// running is the whole program in this process, on a port of its own.
type running struct {
	url  string
	log  *lockedBuffer
	stop func() // waits for its end
}

// start runs the program on a database. The clock is the test's, the rest is real.
func start(t *testing.T, database string, change func(*config, *serving)) *running {
	t.Helper()
	log := &lockedBuffer{}
	conf := config{addr: "127.0.0.1:0", databaseURL: database, local: site.LocalAuto, blind: true}
	address := make(chan string, 1)
	s := serving{
		log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})), now: time.Now, tick: 20 * time.Millisecond,
		limits: site.Limits{SigninsPerMinute: 10_000, StartsPerHour: 10_000, GradingsPerHour: 10_000, TriesPerMinute: 10_000, ExportsPerHour: 10_000, CodesPerHour: 10_000, HooksPerMinute: 10_000, SearchesPerMinute: 10_000, BodyWithin: 30 * time.Second, TakeWithin: respond.TakeWithin},
		ready:  func(a string) { address <- a },
	}
	if change != nil {
		change(&conf, &s)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, conf, s) }()
	r := &running{log: log}
	select {
	case r.url = <-address:
		r.url = strings.Replace(r.url, "localhost", "127.0.0.1", 1)
	case err := <-ended:
		cancel()
		t.Fatalf("serve: %v\n%s", err, log)
	}
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	t.Cleanup(r.stop)
	return r
}

// startEach runs a test against the program on SQLite and on PostgreSQL.
func startEach(t *testing.T, f func(t *testing.T, r *running, clock *dbtest.Clock)) {
	t.Helper()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := dbtest.NewClock()
			f(t, start(t, address(t), func(_ *config, s *serving) { s.now = clock.Now }), clock)
		})
	}
}

// browser is somebody's browser without a screen: it keeps cookies and sends
// what a browser sends.
type browser struct {
	t      testing.TB
	base   string
	client *http.Client
}

func (r *running) visitor(t testing.TB) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, r.url, &http.Client{Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// person is a browser that has signed in as name.
func (r *running) person(t testing.TB, name string) *browser {
	t.Helper()
	b := r.visitor(t)
	b.post("/signin/local", url.Values{"email": {name + "@example.org"}, "name": {name}}).want(http.StatusSeeOther)
	return b
}

// answer is what came back.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	body   string
}

func (b *browser) do(method, path string, body io.Reader, header map[string]string) *answer {
	b.t.Helper()
	req, err := http.NewRequest(method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if method != http.MethodGet {
		req.Header.Set("Origin", b.base)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for k, v := range header {
		if v == "" {
			req.Header.Del(k)
		} else {
			req.Header.Set(k, v)
		}
	}
	res, err := b.client.Do(req)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
	return &answer{b.t, method + " " + path, res.StatusCode, res.Header, string(text)}
}

func (b *browser) get(path string) *answer { b.t.Helper(); return b.do("GET", path, nil, nil) }

func (b *browser) post(path string, form url.Values) *answer {
	b.t.Helper()
	return b.do("POST", path, strings.NewReader(form.Encode()), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
}

func (b *browser) json(path, body string) *answer {
	b.t.Helper()
	return b.do("POST", path, strings.NewReader(body), map[string]string{"Content-Type": "application/json"})
}

// begin starts an attempt and returns its path.
func (b *browser) begin(prompt, mode string, more ...string) string {
	b.t.Helper()
	form := url.Values{"prompt": {prompt}, "mode": {mode}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return b.post("/attempts", form).want(http.StatusSeeOther).header.Get("Location")
}

// save sends one splice and returns what came back.
func (b *browser) save(attempt, client string, n, base int, step, insert string) *answer {
	b.t.Helper()
	text, err := json.Marshal(insert)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.json(attempt+"/events", fmt.Sprintf(`{"client": %q, "events": [{"n": %d, "type": "answer", "step": %q, "base": %d, "at": 0, "delete": 0, "insert": %s}]}`,
		client, n, step, base, text))
}

func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s = %d, want %d\n%.600s", a.what, a.status, status, a.body)
	}
	return a
}

// into decodes a JSON answer.
func (a *answer) into(v any) *answer {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		a.t.Fatalf("%s: %v in %.300s", a.what, err, a.body)
	}
	return a
}

// answerOf is a step's text as transcript.json has it.
func (b *browser) answerOf(attempt, step string) string {
	b.t.Helper()
	var t struct {
		Steps []struct{ Step, Answer string }
	}
	b.get(attempt + "/transcript.json").want(http.StatusOK).into(&t)
	for _, s := range t.Steps {
		if s.Step == step {
			return s.Answer
		}
	}
	return ""
}

// grade waits for the first grade of an attempt.
func (b *browser) grade(attempt string) (g gradeRow) {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var list struct{ Grades []gradeRow }
		b.get(attempt + "/grades.json").want(http.StatusOK).into(&list)
		if len(list.Grades) > 0 && (list.Grades[0].State == "done" || list.Grades[0].State == "failed") {
			return list.Grades[0]
		}
	}
	b.t.Fatalf("%s was not graded in time", attempt)
	return g
}

type gradeRow struct {
	ID, State, Grader, Verdict string
	Overall                    float64
	Criteria                   []struct {
		Criterion string
		Score     int
	}
}

// lockedBuffer is a log that may be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
