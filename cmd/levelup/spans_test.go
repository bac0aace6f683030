package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/db/dbtest"
	"levelup/internal/llm/llmtest"
)

// span is one as a collector gets it.
type span struct {
	TraceID, SpanID, ParentSpanID, Name string
	Kind                                int
	StartTimeUnixNano, EndTimeUnixNano  json.Number
	Status                              struct{ Code int }
	Attributes                          []struct {
		Key   string
		Value struct {
			StringValue string
			IntValue    json.Number
		}
	}
}

func (s span) attr(key string) string {
	for _, a := range s.Attributes {
		if a.Key == key {
			return a.Value.StringValue + a.Value.IntValue.String()
		}
	}
	return ""
}

// collector takes spans as a collector of OpenTelemetry does.
type collector struct {
	*httptest.Server
	mu    sync.Mutex
	spans []span
	said  string // all that came
	wrong []string
}

func newCollector(t *testing.T) *collector {
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		c.mu.Lock()
		defer c.mu.Unlock()
		if err != nil || r.Method != http.MethodPost || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" {
			c.wrong = append(c.wrong, r.Method+" "+r.URL.String()+" "+r.Header.Get("Content-Type"))
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		var in struct {
			ResourceSpans []struct {
				ScopeSpans []struct{ Spans []span }
			}
		}
		if err := json.Unmarshal(body, &in); err != nil {
			c.wrong = append(c.wrong, err.Error())
		}
		c.said += string(body)
		for _, of := range in.ResourceSpans {
			for _, scope := range of.ScopeSpans {
				c.spans = append(c.spans, scope.Spans...)
			}
		}
		_, _ = io.WriteString(w, `{"partialSuccess":{}}`)
	}))
	t.Cleanup(c.Close)
	return c
}

// named are the spans of a name so far.
func (c *collector) named(name string) (out []span) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.spans {
		if s.Name == name {
			out = append(out, s)
		}
	}
	return out
}

func (c *collector) at(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Requests, transactions, grades and the questions asked for them arrive, the questions
// below their grade; what people wrote, their attempts and the key do not. What is left
// when the program stops is sent.
func TestSpansReachTheCollector(t *testing.T) {
	t.Parallel()
	to := newCollector(t)
	model := httptest.NewServer(llmtest.New(llmtest.Honest))
	t.Cleanup(model.Close)
	r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
		c.model, c.collector = modelConfig{baseURL: model.URL + "/v1", name: "fake", key: canaryKey, samples: 1}, to.at(t)
	})
	ada := r.person(t, "zenobia")
	attempt := ada.interview("")
	ada.settled(attempt)
	ada.get("/prompts/url-shortener?q=canarywords").want(http.StatusOK)
	last := ada.get("/nowhere/canarywords").want(http.StatusNotFound)
	r.stop()

	if to.wrong != nil {
		t.Fatalf("the collector cannot read: %q", to.wrong)
	}
	pages := to.named("GET /prompts/{slug}")
	if len(pages) != 1 || pages[0].Kind != 2 || pages[0].attr("http.route") != "/prompts/{slug}" || pages[0].attr("http.response.status_code") != "200" || pages[0].ParentSpanID != "" {
		t.Errorf("the request of a page = %+v", pages)
	}
	ends := to.named("GET other")
	if len(ends) != 1 || ends[0].attr("levelup.request") != last.header.Get("X-Request-Id") {
		t.Errorf("the last request = %+v, want one with the id %s", ends, last.header.Get("X-Request-Id"))
	}
	if saves := to.named("POST /attempts/{id}/events"); len(saves) != 3 {
		t.Errorf("%d spans of three saves", len(saves))
	}
	if commits := to.named("commit"); len(commits) < 3 || commits[0].attr("levelup.writes") == "" {
		t.Errorf("%d transactions", len(commits))
	}
	grades := map[string]span{}
	for _, g := range to.named("grade") {
		grades[g.attr("levelup.grader")] = g
		begun, err1 := g.StartTimeUnixNano.Int64()
		ended, err2 := g.EndTimeUnixNano.Int64()
		if err1 != nil || err2 != nil || ended < begun || time.Since(time.Unix(0, begun)) > time.Hour {
			t.Errorf("the grade of %s lasts from %s to %s", g.attr("levelup.grader"), g.StartTimeUnixNano, g.EndTimeUnixNano)
		}
	}
	if len(grades) != 2 || len(to.named("grade")) != 2 {
		t.Fatalf("grades = %+v, want one by each grader", grades)
	}
	questions := to.named("ask model")
	for _, q := range questions {
		if above := grades["model"]; q.TraceID != above.TraceID || q.ParentSpanID != above.SpanID || q.Kind != 3 || q.attr("levelup.outcome") != "answered" {
			t.Errorf("a question = %+v, want it below the model's grade %+v", q, above)
		}
	}
	if len(questions) != 5 {
		t.Errorf("%d questions, want five", len(questions))
	}
	for _, canary := range []string{canaryKey, canaryWords, "zenobia", strings.TrimPrefix(attempt, "/attempts/"), "url-shortener"} {
		if strings.Contains(to.said, canary) {
			t.Errorf("the collector was told %q", canary)
		}
	}
}

// Where a request belongs is believed of a trusted proxy alone.
func TestTraceparentIsTheProxys(t *testing.T) {
	t.Parallel()
	const trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for trusted, want := range map[bool][2]string{true: {trace, parent}, false: {"", ""}} {
		to := newCollector(t)
		r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) {
			c.collector = to.at(t)
			if trusted {
				c.proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
			}
		})
		visitor := r.visitor(t)
		visitor.do("GET", "/healthz", nil, map[string]string{"Traceparent": "00-" + trace + "-" + parent + "-01"}).want(http.StatusOK)
		visitor.do("GET", "/calculator", nil, map[string]string{"Traceparent": "00-" + trace + "-" + parent + "-00"}).want(http.StatusOK)
		visitor.do("GET", "/learn", nil, map[string]string{"Traceparent": "00-00000000000000000000000000000000-" + parent + "-01"}).want(http.StatusOK)
		r.stop()
		health, learn := to.named("GET /healthz"), to.named("GET /learn")
		if len(health) != 1 || (health[0].TraceID == trace) != trusted || health[0].ParentSpanID != want[1] {
			t.Errorf("trusted %v: the span is %+v, want it below %q", trusted, health, want)
		}
		if unsampled := len(to.named("GET /calculator")); (unsampled == 0) != trusted {
			t.Errorf("trusted %v: %d spans of a request that its caller does not follow", trusted, unsampled)
		}
		if len(learn) != 1 || learn[0].ParentSpanID != "" || strings.Trim(learn[0].TraceID, "0") == "" {
			t.Errorf("trusted %v: with a header that means nothing: %+v", trusted, learn)
		}
	}
}

// A collector that is away or hangs costs nobody anything: pages and saves go on, what
// is lost is counted, one line says so, and a stop does not wait for it.
func TestACollectorThatIsAway(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(hangs.Close)
	t.Cleanup(func() { close(release) })
	away := newCollector(t)
	away.Close()
	for name, address := range map[string]string{"away": away.URL, "hangs": hangs.URL} {
		t.Run(name, func(t *testing.T) {
			to, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			r := start(t, dbtest.SQLite(t), func(c *config, _ *serving) { c.collector = to })
			ada := r.person(t, "ada")
			attempt := ada.begin("chat", "practice")
			for n := range 20 {
				ada.save(attempt, "c", n+1, n, "clarify", "x").want(http.StatusOK)
			}
			for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
				if lost, _ := counted(read(t, ada.get("/metrics").want(http.StatusOK).body), "levelup_spans_dropped_total"); lost >= 20 {
					break
				}
				if time.Now().After(end) {
					t.Fatal("what was lost is not counted")
				}
			}
			r.stop()
			if n := strings.Count(r.log.String(), "the collector of traces does not take them"); n != 1 {
				t.Errorf("the log says so %d times, want once a minute", n)
			}
		})
	}
}
