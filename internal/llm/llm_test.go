package llm_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"levelup/internal/llm"
	"levelup/internal/llm/llmtest"
)

const key = "sk-canary-5521"

// inBubble runs f with a client of a fake server, both on a clock of their own that
// jumps whenever all wait.
func inBubble(t *testing.T, behaviours []string, f func(t *testing.T, c *llm.Client, s *llmtest.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := llmtest.New(behaviours...)
		way, end := llmtest.Pipe(server)
		defer end()
		f(t, llm.New(llm.Options{
			BaseURL: "http://model.invalid/v1", Model: "fake", Key: key, Transport: way,
			Random: func() float64 { return 0.5 },
		}), server)
	})
}

var question = llm.Request{
	Messages:  []llm.Message{{Role: llm.User, Text: "canary-question"}},
	Schema:    &llm.Schema{Name: "s", Doc: []byte(`{"type": "object"}`)},
	MaxTokens: 100,
}

// F18, F19: every fault ends within its bounds, in our own words.
func TestF18EveryFaultEnds(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		behave []string
		kind   llm.Kind // "": an answer
		tries  int
		within time.Duration
	}{
		{[]string{llmtest.Honest}, "", 1, time.Second},
		{[]string{llmtest.Fails, llmtest.Honest}, "", 2, 2 * time.Second},
		{[]string{llmtest.Busy, llmtest.Busy, llmtest.Honest}, "", 3, 4 * time.Second},
		{[]string{llmtest.BusyUntil, llmtest.Honest}, "", 2, 9 * time.Second},
		{[]string{llmtest.CutOff, llmtest.Honest}, "", 2, 2 * time.Second},
		{[]string{llmtest.NoSchema}, "", 2, time.Second},
		{[]string{llmtest.Hangs, llmtest.Honest}, "", 2, 62 * time.Second},
		{[]string{llmtest.Refuses}, llm.Declined, 1, time.Second},
		{[]string{llmtest.Busy}, llm.Limited, 3, 4 * time.Second},
		{[]string{llmtest.BusyUntil}, llm.Limited, 3, 20 * time.Second},
		{[]string{llmtest.Fails}, llm.Down, 3, 4 * time.Second},
		{[]string{llmtest.CutOff}, llm.Down, 3, 4 * time.Second},
		{[]string{llmtest.Hangs}, llm.Slow, 3, 3*time.Minute + 4*time.Second},
		{[]string{llmtest.Drips}, llm.Slow, 3, time.Minute + 5*time.Second},
		{[]string{llmtest.Huge}, llm.TooLarge, 1, time.Second},
		{[]string{llmtest.Unauthorized}, llm.Refused, 1, time.Second},
		{[]string{llmtest.Elsewhere}, llm.Redirected, 1, time.Second},
		{[]string{llmtest.Page}, llm.Odd, 1, time.Second},
	} {
		t.Run(strings.Join(test.behave, ","), func(t *testing.T) {
			inBubble(t, test.behave, func(t *testing.T, c *llm.Client, s *llmtest.Server) {
				began := time.Now()
				a, err := c.Complete(t.Context(), question)
				took := time.Since(began)
				if n := len(s.Calls()); n != test.tries || took > test.within {
					t.Errorf("%d tries in %v, want %d within %v", n, took, test.tries, test.within)
				}
				if test.kind == "" {
					if err != nil || a.Text == "" || a.Tokens == 0 || a.Tries != test.tries || a.Spent != took {
						t.Errorf("Complete = %+v, %v; want an answer with its tokens, its %d tries and %v", a, err, test.tries, took)
					}
					return
				}
				if e, ok := errors.AsType[*llm.Error](err); !ok || e.Kind != test.kind {
					t.Fatalf("Complete = %v, want a fault of kind %s", err, test.kind)
				}
				for _, secret := range []string{key, "canary", "model.invalid"} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("the error holds %q: %v", secret, err)
					}
				}
			})
		})
	}
}

// The caller's time is kept whatever the server does.
func TestTheCallersTimeIsKept(t *testing.T) {
	t.Parallel()
	for _, behave := range []string{llmtest.Hangs, llmtest.Drips, llmtest.BusyUntil, llmtest.Fails} {
		t.Run(behave, func(t *testing.T) {
			inBubble(t, []string{behave}, func(t *testing.T, c *llm.Client, _ *llmtest.Server) {
				const mine = 3 * time.Second
				ctx, cancel := context.WithTimeout(t.Context(), mine)
				defer cancel()
				began := time.Now()
				if _, err := c.Complete(ctx, question); err == nil || time.Since(began) > mine {
					t.Errorf("Complete = %v after %v, want an error within %v", err, time.Since(began), mine)
				}
			})
		})
	}
}

// F19: the breaker opens after five failures in a row, lets one through after 30 s,
// and closes when that one has an answer.
func TestF19TheBreaker(t *testing.T) {
	t.Parallel()
	inBubble(t, []string{llmtest.Fails}, func(t *testing.T, c *llm.Client, s *llmtest.Server) {
		ask := func() error { _, err := c.Complete(t.Context(), question); return err }
		kind := func(err error) llm.Kind {
			e, ok := errors.AsType[*llm.Error](err)
			if !ok {
				return ""
			}
			return e.Kind
		}
		_ = ask()
		if got := kind(ask()); got != llm.Open || len(s.Calls()) != 5 {
			t.Fatalf("the second call ends as %q after %d tries in all, want open after 5", got, len(s.Calls()))
		}
		time.Sleep(29 * time.Second)
		if got := kind(ask()); got != llm.Open || len(s.Calls()) != 5 {
			t.Errorf("within 30 s: %q, %d tries; want open and nobody asked", got, len(s.Calls()))
		}
		time.Sleep(2 * time.Second)
		if got := kind(ask()); got != llm.Open || len(s.Calls()) != 6 {
			t.Errorf("half open: %q, %d tries; want one try, which fails, and open again", got, len(s.Calls()))
		}
		time.Sleep(31 * time.Second)
		s.Behave(llmtest.Honest)
		for range 2 {
			if err := ask(); err != nil {
				t.Errorf("after the server has come back: %v", err)
			}
		}
	})
}

// F19: 200 callers share eight slots, and none is forgotten.
func TestF19TheSlots(t *testing.T) {
	t.Parallel()
	inBubble(t, nil, func(t *testing.T, c *llm.Client, s *llmtest.Server) {
		var wg sync.WaitGroup
		for range 200 {
			wg.Go(func() {
				if _, err := c.Complete(t.Context(), question); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if len(s.Calls()) != 200 || s.Most() > 8 {
			t.Errorf("%d calls, %d at once; want 200, 8 at once at most", len(s.Calls()), s.Most())
		}
	})
}

func TestStream(t *testing.T) {
	t.Parallel()
	inBubble(t, []string{llmtest.Fails, llmtest.Honest}, func(t *testing.T, c *llm.Client, _ *llmtest.Server) {
		var pieces []string
		a, err := c.Stream(t.Context(), question, func(s string) { pieces = append(pieces, s) })
		if err != nil || len(pieces) < 3 || strings.Join(pieces, "") != a.Text || a.Tokens == 0 || a.Tries != 2 {
			t.Errorf("Stream = %+v, %v in %d pieces; want the text in pieces, with its tokens, at the second try", a, err, len(pieces))
		}
	})
	for behave, tries := range map[string]int{llmtest.CutOff: 3, llmtest.Page: 3, llmtest.Drips: 3} {
		inBubble(t, []string{behave}, func(t *testing.T, c *llm.Client, s *llmtest.Server) {
			if a, err := c.Stream(t.Context(), question, func(string) {}); err == nil || len(s.Calls()) > tries {
				t.Errorf("Stream of %s = %+v, %v after %d tries; want an error after %d at most", behave, a, err, len(s.Calls()), tries)
			}
		})
	}
}

// The request as servers get it: the key in its header alone, the schema nested as
// they expect it, and neither limit nor temperature where a model refuses them.
func TestTheRequest(t *testing.T) {
	t.Parallel()
	for model, want := range map[string][]string{
		"llama3.1": {`"max_tokens":100`, `"temperature":1e-45`, `"json_schema":{"name":"s","schema":{"type":"object"},"strict":true}`},
		"gpt-5":    {`"max_completion_tokens":100`},
	} {
		server := llmtest.New()
		web := httptest.NewServer(server)
		c := llm.New(llm.Options{BaseURL: web.URL + "/v1", Model: model, Key: key, Random: func() float64 { return 0 }})
		if _, err := c.Complete(t.Context(), question); err != nil {
			t.Fatal(err)
		}
		web.Close()
		call := server.Calls()[0]
		for _, s := range want {
			if !strings.Contains(call.Body, s) {
				t.Errorf("the request to %s lacks %s:\n%s", model, s, call.Body)
			}
		}
		if call.Header.Get("Authorization") != "Bearer "+key || strings.Contains(call.Body, key) {
			t.Errorf("the key is sent as %q", call.Header.Get("Authorization"))
		}
	}
}
