// Package llm asks a language model, at any address that speaks OpenAI's chat
// completions.
//
// A server of models is the least reliable thing that the program talks to, so
// this package promises bounds, not answers:
//
//   - one try lasts [tryWithin] at most, and less once the answer has begun and
//     stops coming ([idle]); a server that drips is treated as one that stands;
//   - [maxTries] tries, with pauses that grow and are never the same, after 429
//     (no sooner than Retry-After says), 5xx and broken connections, and only as
//     long as the caller's time allows;
//   - [slots] tries at once; who comes later waits;
//   - after [BreakAfter] failures in a row nobody is asked for [breakFor], then one
//     caller tries, and its luck decides for all;
//   - an answer of [maxAnswer] bytes at most;
//   - no redirect is followed, and nothing but the status of a refusal is read.
//
// What was asked, what came back and the key stand in no error and no log.
//
// The clock is package time's, which tests replace with testing/synctest; the
// randomness of the pauses is handed in.
package llm

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"
)

// The limits, also in the README.
const (
	tryWithin = 60 * time.Second
	idle      = 20 * time.Second // within which an answer that has begun must grow by progress bytes
	progress  = 64
	maxTries  = 3
	slots     = 8
	breakFor  = 30 * time.Second
	maxAnswer = 256 << 10
)

// What a question is for, as Options.Watch is told.
const (
	Chat       = "chat"
	Embeddings = "embeddings"
)

// varied is how freely a model answers what it is asked several times.
const varied = 0.7

// BreakAfter is how many failures in a row keep callers away for a while.
const BreakAfter = 5

// The roles of a message.
const (
	System    = "system"
	User      = "user"
	Assistant = "assistant"
)

// Message is one turn of what the model is shown.
type Message struct{ Role, Text string }

// Schema is the JSON Schema of the answer that is hoped for. Servers take it as a
// hint at best, so it belongs into the words of the request as well, and whoever
// asked checks the answer.
type Schema struct {
	Name string
	Doc  json.RawMessage
}

// Request is one question to the model.
type Request struct {
	Messages  []Message
	Schema    *Schema // nil: plain text
	MaxTokens int     // of the answer
	Varied    bool    // the same question may be answered otherwise: it is asked several times
}

// Answer is what came back.
type Answer struct {
	Text      string
	Cut       bool // the model had more to say than it was allowed
	Tokens    int  // of the question and the answer together
	Said      int  // of them, those of the answer
	Estimated bool // the server did not count them; they were taken from the lengths
	Spent     time.Duration
	Tries     int
}

// Options say whom to ask.
type Options struct {
	BaseURL string // such as https://api.openai.com/v1
	Model   string
	Key     string // may be empty
	// Random is from 0 up to 1, for the pauses.
	Random func() float64
	// Pace is by how much all times are shortened, so that tests of the whole program
	// need not wait; 0 is not at all.
	Pace int
	// Transport is the way to the server; nil is the network's.
	Transport http.RoundTripper
	// Watch, if there is one, is told of each question when it is asked, and what it
	// returns is told how it ended.
	Watch func(ctx context.Context, use string) func(Answer, error)
}

// Client asks one model. It may be shared.
type Client struct {
	options Options
	times   times
	http    *http.Client
	slots   chan struct{}
	breaker breaker
	plain   atomic.Bool // the server has refused a request for its schema and taken it without
}

// New returns a client. It does not call anybody.
func New(o Options) *Client {
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	times := timesAt(o.Pace)
	return &Client{
		options: o,
		times:   times,
		breaker: breaker{stays: times.breakFor},
		http: &http.Client{Transport: o.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}},
		slots: make(chan struct{}, slots),
	}
}

// times are the limits and pauses of a client.
type times struct{ try, idle, firstPause, maxPause, breakFor time.Duration }

func timesAt(pace int) times {
	by := time.Duration(max(1, pace))
	return times{tryWithin / by, idle / by, firstPause / by, maxPause / by, breakFor / by}
}

// Model is the name of the model that is asked.
func (c *Client) Model() string { return c.options.Model }

// Complete asks once and returns the whole answer. Its errors are of type *Error,
// but for that of ctx; beside an error the answer holds how long it took.
func (c *Client) Complete(ctx context.Context, r Request) (Answer, error) {
	return c.tries(ctx, Chat, r, c.whole)
}

// Stream is Complete that hands on the answer in pieces as they come. Once a piece
// has been handed on there is no other try.
func (c *Client) Stream(ctx context.Context, r Request, piece func(string)) (Answer, error) {
	return c.tries(ctx, Chat, r, func(ctx context.Context, w openai.ChatCompletionRequest, d *door) (Answer, error) {
		return c.pieces(ctx, w, d, piece)
	})
}

// Standing is how the client and the server get on just now, as this process sees it.
type Standing struct {
	Failures int       // in a row
	Until    time.Time // nobody is asked before; zero while the way is open
	Asking   int       // questions on their way
}

// Standing tells it at a moment.
func (c *Client) Standing(now time.Time) Standing {
	failures, until := c.breaker.standing(now)
	return Standing{Failures: failures, Until: until, Asking: len(c.slots)}
}

// wire is r as it is sent.
func (c *Client) wire(r Request) openai.ChatCompletionRequest {
	w := openai.ChatCompletionRequest{Model: c.options.Model}
	for _, m := range r.Messages {
		w.Messages = append(w.Messages, openai.ChatCompletionMessage{Role: m.Role, Content: m.Text})
	}
	if c.reasons() { // these refuse the older name and any temperature
		w.MaxCompletionTokens = r.MaxTokens
	} else {
		//lint:ignore SA1019 the servers that people run themselves know no other name
		w.MaxTokens = r.MaxTokens
		w.Temperature = math.SmallestNonzeroFloat32 // a plain 0 is left out on the way
		if r.Varied {
			w.Temperature = varied
		}
	}
	if r.Schema != nil && !c.plain.Load() {
		w.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: r.Schema.Name, Schema: r.Schema.Doc, Strict: true},
		}
	}
	return w
}

// reasons reports whether the model is of the kind that thinks before it answers.
func (c *Client) reasons() bool {
	for _, family := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(c.options.Model, family) {
			return true
		}
	}
	return false
}

// bytesPerToken is on the side of too many tokens: English has about four.
const bytesPerToken = 3

// Estimate is about how many tokens r and its answer come to at most.
func (r Request) Estimate() int {
	n := 0
	for _, m := range r.Messages {
		n += len(m.Text)
	}
	if r.Schema != nil {
		n += len(r.Schema.Doc)
	}
	return n/bytesPerToken + r.MaxTokens
}
