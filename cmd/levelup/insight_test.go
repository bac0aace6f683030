package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

const metricsToken = "canary-of-the-figures"

// read parses what GET /metrics says, by Prometheus' own reader.
func read(t testing.TB, text string) map[string]*dto.MetricFamily {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("the figures cannot be read: %v\n%.2000s", err, text)
	}
	return families
}

// counted is the sum of a name's figures with all these labels, "route=/", and how many
// there are. Of a histogram it is how often something was measured.
func counted(families map[string]*dto.MetricFamily, name string, labels ...string) (sum float64, n int) {
	for _, m := range families[name].GetMetric() {
		has := map[string]bool{}
		for _, l := range m.GetLabel() {
			has[l.GetName()+"="+l.GetValue()] = true
		}
		fits := true
		for _, l := range labels {
			fits = fits && has[l]
		}
		if fits {
			n++
			sum += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return sum, n
}

// until waits for a figure: some are of a moment ago.
func (b *browser) until(want float64, name string, labels ...string) {
	b.t.Helper()
	var got float64
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if got, _ = counted(read(b.t, b.get("/metrics").want(http.StatusOK).body), name, labels...); got == want {
			return
		}
	}
	b.t.Fatalf("%s%v = %v, want %v", name, labels, got, want)
}

// What is done moves the figures: saves, grades, questions to a model that answers and
// that fails, streams, pages, and addresses at which nothing is.
func TestTheFiguresMove(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, fake := startModel(t, address(t), 0, llmtest.Honest)
			ada, prometheus := r.person(t, "ada"), r.visitor(t)
			attempt := ada.begin("chat", "practice")
			frames, leave := ada.listen(attempt, "")
			next(t, frames, "a beginning", func(f frame) bool { return f.name == "clock" })
			prometheus.until(1, "levelup_streams_open", "of=attempts")
			prometheus.until(1, "levelup_attempts_running")
			prometheus.until(1, "levelup_people")

			before := read(t, prometheus.get("/metrics").want(http.StatusOK).body)
			ada.save(attempt, "c", 1, 0, "clarify", "Who makes links?").want(http.StatusOK)
			ada.json(attempt+"/events", `{"client": "c", "events": [
				{"n": 2, "type": "answer", "step": "clarify", "base": 1, "at": 0, "delete": 0, "insert": "a"},
				{"n": 3, "type": "answer", "step": "clarify", "base": 2, "at": 0, "delete": 0, "insert": "b"}]}`).want(http.StatusOK)
			ada.save(attempt, "c", 3, 2, "clarify", "").want(http.StatusOK) // is there already
			ada.save(attempt, "c", 9, 0, "clarify", "x").want(http.StatusConflict)
			for _, nowhere := range []string{"/nowhere", "/prompts/a/b/c", "/wp-login.php?a=b"} {
				prometheus.get(nowhere).want(http.StatusNotFound)
			}
			prometheus.get("/prompts/no-such-prompt").want(http.StatusNotFound)
			after := read(t, prometheus.get("/metrics").want(http.StatusOK).body)
			for _, moved := range []struct {
				by     float64
				name   string
				labels []string
			}{
				{3, "levelup_requests_total", []string{"route=/attempts/{id}/events", "method=POST", "status=2xx"}},
				{1, "levelup_requests_total", []string{"route=/attempts/{id}/events", "method=POST", "status=4xx"}},
				{4, "levelup_request_duration_seconds", []string{"route=/attempts/{id}/events"}},
				{3, "levelup_requests_total", []string{"route=other", "status=4xx"}},
				{1, "levelup_requests_total", []string{"route=/prompts/{slug}", "status=4xx"}},
				{2, "levelup_saves_total", nil},
				{3, "levelup_events_total", nil},
			} {
				was, _ := counted(before, moved.name, moved.labels...)
				if is, _ := counted(after, moved.name, moved.labels...); is-was != moved.by {
					t.Errorf("%s%v moved by %v, want %v", moved.name, moved.labels, is-was, moved.by)
				}
			}
			for _, name := range []string{"levelup_commit_duration_seconds", "levelup_commit_batch_size"} {
				was, _ := counted(before, name)
				if is, _ := counted(after, name); is < was+2 {
					t.Errorf("%s moved from %v to %v, want two transactions or more", name, was, is)
				}
			}

			leave()
			prometheus.until(0, "levelup_streams_open", "of=attempts")
			prometheus.until(1, "levelup_requests_total", "route=/attempts/{id}/stream")
			if _, n := counted(read(t, prometheus.get("/metrics").body), "levelup_request_duration_seconds", "route=/attempts/{id}/stream"); n != 0 {
				t.Error("how long a stream was open counts as how long an answer took")
			}

			first := ada.interview("")
			ada.settled(first)
			prometheus.until(1, "levelup_grades_total", "grader=rubric", "outcome=done")
			prometheus.until(1, "levelup_grades_total", "grader=model", "outcome=done")
			prometheus.until(5, "levelup_model_questions_total", "use=chat", "outcome=answered")
			graded := read(t, prometheus.get("/metrics").body)
			for _, direction := range []string{"in", "out"} {
				if n, _ := counted(graded, "levelup_model_tokens_total", "direction="+direction); n < 5 {
					t.Errorf("%v tokens %s for five questions", n, direction)
				}
			}
			fake.Behave(llmtest.Unauthorized)
			ada.settled(ada.interview(""))
			prometheus.until(1, "levelup_grades_total", "grader=model", "outcome=failed")
			prometheus.until(5, "levelup_model_questions_total", "use=chat", "outcome=refused")
			prometheus.until(1, "levelup_grades_failed", "grader=model")
			prometheus.until(0, "levelup_grades_queued", "grader=model")
			prometheus.until(1, "levelup_attempts_running")
		})
	}
}

// All that is written can be read, is named as Prometheus' own rules will have it, and
// has no label that a visitor, a person or an attempt could be told by.
func TestTheFiguresAreWellFormed(t *testing.T) {
	t.Parallel()
	r, _ := startModel(t, dbtest.SQLite(t), 0, llmtest.Honest)
	ada, visitor := r.person(t, "zenobia"), r.visitor(t)
	attempt := ada.interview("")
	ada.settled(attempt)
	for n := range 50 {
		visitor.get(fmt.Sprintf("/no-such-place-%d", n))
		visitor.do(fmt.Sprintf("VERB%d", n), "/", nil, nil)
	}
	res := visitor.get("/metrics").want(http.StatusOK)
	if kind := res.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
		t.Errorf("Content-Type = %q", kind)
	}
	problems, err := promlint.New(strings.NewReader(res.body)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	families := read(t, res.body)
	for _, name := range []string{"levelup_build_info", "levelup_database_up", "levelup_database_size_bytes", "levelup_database_wal_size_bytes",
		"levelup_grades_oldest_age_seconds", "levelup_spans_dropped_total", "go_goroutines", "process_resident_memory_bytes"} {
		if _, n := counted(families, name); n == 0 {
			t.Errorf("there is no %s", name)
		}
	}
	if bytes, _ := counted(families, "levelup_database_size_bytes"); bytes < 4096 {
		t.Errorf("a database of %v bytes", bytes)
	}
	if _, n := counted(families, "levelup_requests_total", "route=other"); n > 2 { // GET and what is no method that we know
		t.Errorf("addresses at which nothing is have %d rows, want one a method", n)
	}
	for _, said := range []string{"no-such-place", "VERB", "zenobia", strings.TrimPrefix(attempt, "/attempts/"), "url-shortener"} {
		if strings.Contains(res.body, said) {
			t.Errorf("the figures hold %q", said)
		}
	}
	zipped := visitor.do("GET", "/metrics", nil, map[string]string{"Accept-Encoding": "gzip"})
	if got := zipped.header.Values("Content-Encoding"); len(got) != 1 || got[0] != "gzip" || !strings.HasPrefix(zipped.body, "\x1f\x8b") {
		t.Errorf("asked for gzip, it is encoded %q", got)
	}
}

// V13.4.5: the figures are for this machine, or for whoever has the token; to anybody
// else there are none.
func TestV13_4_5WhoMayReadTheFigures(t *testing.T) {
	t.Parallel()
	forwarded := []map[string]string{
		{"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=203.0.113.9"}, {"X-Real-Ip": "203.0.113.9"},
		{"X-Forwarded-Host": "levelup.example.org"}, {"X-Forwarded-Proto": "https"}, {"Via": "1.1 proxy"}, {"Origin": "https://levelup.example.org"},
	}
	closed := start(t, dbtest.SQLite(t), nil)
	visitor := closed.visitor(t)
	visitor.get("/metrics").want(http.StatusOK)
	for _, h := range forwarded {
		got := visitor.do("GET", "/metrics", nil, h).want(http.StatusNotFound)
		if strings.Contains(got.body, "levelup_") || !strings.Contains(got.body, "There is no page at this address.") {
			t.Errorf("%v: the answer is not that of an address at which nothing is", h)
		}
		h["Authorization"] = "Bearer " + metricsToken
		visitor.do("GET", "/metrics", nil, h).want(http.StatusNotFound)
		delete(h, "Authorization")
	}
	rebound, err := http.NewRequest("GET", closed.url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	rebound.Host = "evil.example" // whose name leads to this machine
	res, err := http.DefaultClient.Do(rebound)
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.StatusCode != http.StatusNotFound {
		t.Errorf("a foreign name for this machine gets %d", res.StatusCode)
	}

	open := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.metricsToken = metricsToken })
	visitor = open.visitor(t)
	visitor.get("/metrics").want(http.StatusOK)
	for _, h := range forwarded {
		for authorization, want := range map[string]int{
			"Bearer " + metricsToken: http.StatusOK, "": http.StatusUnauthorized, "Bearer ": http.StatusUnauthorized, metricsToken: http.StatusUnauthorized,
			"Basic " + metricsToken: http.StatusUnauthorized, "Bearer " + metricsToken[1:]: http.StatusUnauthorized, "Bearer " + metricsToken + "x": http.StatusUnauthorized,
		} {
			h["Authorization"] = authorization
			got := visitor.do("GET", "/metrics", nil, h).want(want)
			if asks := got.header.Get("WWW-Authenticate"); want == http.StatusUnauthorized && (!strings.HasPrefix(asks, "Bearer ") || strings.Contains(got.body, "levelup_")) {
				t.Errorf("%v: asks %q, %.80q", h, asks, got.body)
			}
		}
	}
	visitor.do("POST", "/metrics", nil, nil).want(http.StatusNotFound)
	if strings.Contains(open.log.String(), metricsToken) {
		t.Error("the token is in the log")
	}
}

// Who is not on this machine is told apart by the connection, whatever the request says.
func TestV13_4_5AForeignPeerHasNoFigures(t *testing.T) {
	t.Parallel()
	var site http.Handler
	start(t, dbtest.SQLite(t), func(_ *config, s *serving) { s.mounted = func(h http.Handler) { site = h } })
	for peer, want := range map[string]int{"127.0.0.1:50000": 200, "[::1]:50000": 200, "203.0.113.9:50000": 404, "[2001:db8::9]:50000": 404, "10.0.0.1:50000": 404} {
		r := httptest.NewRequest("GET", "http://localhost:8080/metrics", nil)
		r.RemoteAddr = peer
		for _, authorization := range []string{"", "Bearer "} { // an empty token opens nothing where none is set
			r.Header.Set("Authorization", authorization)
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s with %q gets %d, want %d", peer, authorization, w.Code, want)
			}
		}
	}
}

func TestTheMetricsTokenIsRead(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", metricsToken: "", strings.Repeat("x", 16): "", strings.Repeat("x", 15): "needs 16 or more", "with a space in the middle": "no header can carry", "sixteen-letters-ü": "no header can carry",
	} {
		_, err := readConfig(func(name string) string { return map[string]string{"LEVELUP_METRICS_TOKEN": value}[name] }, "")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), value)) {
			t.Errorf("LEVELUP_METRICS_TOKEN=%q: %v, want %q, and the token not repeated", value, err, want)
		}
	}
}
