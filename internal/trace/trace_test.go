package trace

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// collect runs a tracer against a collector that answers so, until use is done, and
// returns the bodies that came.
func collect(t *testing.T, answer func(http.ResponseWriter), use func(*Tracer)) (tracer *Tracer, bodies []string) {
	t.Helper()
	got := make(chan string, 100)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got <- r.URL.Path + " " + string(body)
		answer(w)
	}))
	defer web.Close()
	to, err := url.Parse(web.URL + "/behind/")
	if err != nil {
		t.Fatal(err)
	}
	tracer = New(to, "v1", slog.New(slog.DiscardHandler))
	use(tracer)
	tracer.Close()
	web.Close() // and with it whoever still writes
	close(got)
	for body := range got {
		bodies = append(bodies, body)
	}
	return tracer, bodies
}

func fine(w http.ResponseWriter) { _, _ = io.WriteString(w, "{}") }

// The request is that of the protocol: ids in hexadecimal, 64-bit numbers as text.
func TestTheRequestIsTheProtocols(t *testing.T) {
	t.Parallel()
	tracer, bodies := collect(t, fine, func(tracer *Tracer) {
		ctx := Remote(t.Context(), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
		ctx, outer := tracer.Start(ctx, "outer", Server)
		_, inner := tracer.Start(ctx, "inner", Client, Attr{"model", "m\"x"}, Attr{"tries", 3})
		inner.Fail()
		inner.End()
		outer.Name("GET /")
		outer.Set("status", 200)
		outer.End()
	})
	if tracer.Sent() != 2 || tracer.Dropped() != 0 || len(bodies) != 1 {
		t.Fatalf("%d sent, %d dropped, in %d requests, want 2 in one", tracer.Sent(), tracer.Dropped(), len(bodies))
	}
	doc, found := strings.CutPrefix(bodies[0], "/behind/v1/traces ")
	if !found {
		t.Errorf("it was sent to %.40s", bodies[0])
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(doc), &got); err != nil {
		t.Fatal(err)
	}
	// Ids and times are another each time; that they are right shows below.
	blank := func(spans []any) (ids [][2]any) {
		for _, one := range spans {
			s := one.(map[string]any)
			ids = append(ids, [2]any{s["spanId"], s["parentSpanId"]})
			for _, key := range []string{"startTimeUnixNano", "endTimeUnixNano"} {
				if text, ok := s[key].(string); !ok || len(text) != 19 {
					t.Errorf("%s = %v, want 19 digits as text", key, s[key])
				}
				delete(s, key)
			}
			delete(s, "spanId")
			delete(s, "parentSpanId")
		}
		return ids
	}
	of := got["resourceSpans"].([]any)[0].(map[string]any)
	attrs := of["resource"].(map[string]any)["attributes"].([]any)
	if diff := cmp.Diff([]any{map[string]any{"key": "service.name", "value": map[string]any{"stringValue": "levelup"}}, map[string]any{"key": "service.version", "value": map[string]any{"stringValue": "v1"}}}, attrs[:2]); diff != "" {
		t.Errorf("the resource (-want +got):\n%s", diff)
	}
	spans := of["scopeSpans"].([]any)[0].(map[string]any)["spans"].([]any)
	ids := blank(spans)
	want := []any{
		map[string]any{"traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "flags": 1.0, "name": "inner", "kind": 3.0, "status": map[string]any{"code": 2.0}, "attributes": []any{
			map[string]any{"key": "model", "value": map[string]any{"stringValue": "m\"x"}}, map[string]any{"key": "tries", "value": map[string]any{"intValue": "3"}}}},
		map[string]any{"traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "flags": 1.0, "name": "GET /", "kind": 2.0, "status": map[string]any{}, "attributes": []any{
			map[string]any{"key": "status", "value": map[string]any{"intValue": "200"}}}},
	}
	if diff := cmp.Diff(want, spans); diff != "" {
		t.Errorf("the spans (-want +got):\n%s", diff)
	}
	if ids[0][1] != ids[1][0] || ids[1][1] != "00f067aa0ba902b7" || len(ids[0][0].(string)) != 16 || ids[0][0] == ids[1][0] {
		t.Errorf("ids and parents = %v, want the inner below the outer, below the caller's", ids)
	}
}

func TestRemote(t *testing.T) {
	t.Parallel()
	const trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for header, want := range map[string]bool{
		"00-" + trace + "-" + parent + "-01": true, "00-" + trace + "-" + parent + "-ff": true, "01-" + trace + "-" + parent + "-01-later": true, "cc-" + trace + "-" + parent + "-01": true,
		"": false, "00": false, "00-" + trace + "-" + parent: false, "00-" + trace + "-" + parent + "-01-": false, "ff-" + trace + "-" + parent + "-01": false,
		"00-" + strings.Repeat("0", 32) + "-" + parent + "-01": false, "00-" + trace + "-" + strings.Repeat("0", 16) + "-01": false,
		"00-" + strings.ToUpper(trace) + "-" + parent + "-01": false, "00-" + trace[1:] + "-" + parent + "-01": false, "00-" + trace + "-" + parent + "-1": false, "zz-" + trace + "-" + parent + "-01": false,
		"00-" + trace[:30] + "é-" + parent + "-01": false,
	} {
		if at, ok := parse(header); ok != want || ok && at.sampled != true {
			t.Errorf("parse(%q) = %v, %v, want %v", header, at, ok, want)
		}
	}
}

// What the queue does not hold is dropped and counted, and whoever ends a span does not
// wait for a collector that hangs; nor does the end of the program, for longer than a
// second or so.
func TestNobodyWaitsForACollector(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	tracer, _ := collect(t, func(http.ResponseWriter) { <-release }, func(tracer *Tracer) {
		for range most + queued + 100 {
			_, s := tracer.Start(context.Background(), "x", Internal)
			s.End()
		}
		if tracer.Dropped() == 0 {
			t.Error("nothing was dropped of more than the queue holds")
		}
		closed := make(chan struct{})
		go func() {
			tracer.Close()
			close(closed)
		}()
		select {
		case <-closed:
		case <-time.After(30 * time.Second):
			t.Error("closing waits for a collector that hangs")
		}
		_, late := tracer.Start(context.Background(), "late", Internal)
		late.End()
		close(release)
	})
	if got := tracer.Dropped(); got != most+queued+101 || tracer.Sent() != 0 {
		t.Errorf("%d dropped and %d sent, want all dropped", got, tracer.Sent())
	}
}

// A collector's refusal, of all or of some, is counted.
func TestWhatACollectorRefuses(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]int64{`{}`: 0, ``: 0, `{"partialSuccess":{"rejectedSpans":"2","errorMessage":"no"}}`: 2, `{"partialSuccess":{"rejectedSpans":2}}`: 2, `{"partialSuccess":{"rejectedSpans":"99"}}`: 3, "429": 3, "302": 3} {
		tracer, bodies := collect(t, func(w http.ResponseWriter) {
			switch answer {
			case "429":
				w.WriteHeader(http.StatusTooManyRequests)
			case "302":
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(http.StatusFound)
			default:
				_, _ = io.WriteString(w, answer)
			}
		}, func(tracer *Tracer) {
			for range 3 {
				_, s := tracer.Start(context.Background(), "x", Internal)
				s.End()
			}
		})
		if tracer.Dropped() != want || tracer.Sent() != 3-want || len(bodies) != 1 {
			t.Errorf("after %q: %d dropped and %d sent in %d requests, want %d dropped", answer, tracer.Dropped(), tracer.Sent(), len(bodies), want)
		}
	}
}

// Without a collector everything is taken and nothing happens.
func TestNoTracer(t *testing.T) {
	t.Parallel()
	var tracer *Tracer
	ctx, span := tracer.Start(t.Context(), "x", Internal)
	span.Set("a", 1)
	span.Name("y")
	span.Fail()
	span.End()
	tracer.Note(ctx, "z", time.Now(), time.Second, false)
	tracer.Close()
	if ctx != t.Context() || span != nil || tracer.Sent()+tracer.Dropped() != 0 {
		t.Error("a tracer that is none follows something")
	}
}
