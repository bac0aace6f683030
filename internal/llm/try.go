package llm

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"
)

const (
	firstPause = 500 * time.Millisecond // before the second try; doubled before the third
	maxPause   = 20 * time.Second       // of what Retry-After may ask for
)

// asking is one way of having an answer: whole or in pieces.
type asking func(context.Context, openai.ChatCompletionRequest, *door) (Answer, error)

// tries asks until there is an answer, a reason not to go on, or no time.
func (c *Client) tries(ctx context.Context, use string, r Request, ask asking) (last Answer, wrong error) {
	if c.options.Watch != nil {
		ended := c.options.Watch(ctx, use)
		defer func() { ended(last, wrong) }()
	}
	began := time.Now()
	unasked := false // the schema was left out after a refusal
	for n := 1; ; n++ {
		w := c.wire(r)
		a, err := c.once(ctx, w, ask)
		if err == nil {
			if unasked {
				c.plain.Store(true)
			}
			a.Tries, a.Spent = n, time.Since(began)
			if a.Tokens == 0 {
				a.Said = len(a.Text) / bytesPerToken
				a.Tokens, a.Estimated = Request{Messages: r.Messages}.Estimate()+a.Said, true
			}
			return a, nil
		}
		a = Answer{Tries: n, Spent: time.Since(began)}
		refusal, ours := errors.AsType[*Error](err)
		if !ours || n == maxTries {
			return a, err
		}
		if refusal.Kind == Refused && refusal.Status == 400 && w.ResponseFormat != nil {
			r.Schema, unasked = nil, true // some servers know no schema and say so
			continue
		}
		if !refusal.again() {
			return a, err
		}
		if !wait(ctx, c.pause(n, refusal.After)) {
			return a, err
		}
	}
}

// pause is how long to wait after try n: twice as long each time, half of it by
// chance, so that callers who failed together do not come back together.
func (c *Client) pause(n int, after time.Duration) time.Duration {
	own := c.times.firstPause << (n - 1)
	own = own/2 + time.Duration(c.options.Random()*float64(own/2))
	return max(own, min(after, c.times.maxPause)+own/2)
}

// wait sleeps, unless the caller's time would be over by then.
func wait(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= d {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// once is one try, when there is a slot and the breaker lets it.
func (c *Client) once(ctx context.Context, w openai.ChatCompletionRequest, ask asking) (Answer, error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	pass, ok := c.breaker.enter(time.Now())
	if !ok {
		return Answer{}, &Error{Kind: Open}
	}
	within, cancel := context.WithTimeout(ctx, c.times.try)
	defer cancel()
	d := &door{client: c.http, cut: cancel, idle: c.times.idle}
	a, err := ask(within, w, d)
	if err == nil {
		c.breaker.leave(pass, good, time.Now())
		return a, nil
	}
	if ctx.Err() != nil { // the caller's time or patience, which says nothing about the server
		c.breaker.leave(pass, neither, time.Now())
		return Answer{}, ctx.Err()
	}
	failure := d.explain(err)
	if failure.counts() {
		c.breaker.leave(pass, bad, time.Now())
	} else {
		c.breaker.leave(pass, good, time.Now()) // it answers, if not as one would like
	}
	return Answer{}, failure
}

// api is a client of the library for one try: what it is told goes through d.
func (c *Client) api(d *door) *openai.Client {
	config := openai.DefaultConfig(c.options.Key)
	config.BaseURL = c.options.BaseURL
	config.HTTPClient = d
	return openai.NewClientWithConfig(config)
}

func (c *Client) whole(ctx context.Context, w openai.ChatCompletionRequest, d *door) (Answer, error) {
	res, err := c.api(d).CreateChatCompletion(ctx, w)
	if err != nil {
		return Answer{}, err
	}
	if len(res.Choices) == 0 {
		return Answer{}, errNoCompletion
	}
	first := res.Choices[0]
	a := Answer{Text: first.Message.Content, Cut: first.FinishReason == openai.FinishReasonLength, Tokens: res.Usage.TotalTokens, Said: res.Usage.CompletionTokens}
	if first.Message.Refusal != "" || first.FinishReason == openai.FinishReasonContentFilter {
		return Answer{}, errDeclined
	}
	return a, nil
}

func (c *Client) pieces(ctx context.Context, w openai.ChatCompletionRequest, d *door, piece func(string)) (Answer, error) {
	w.Stream = true
	stream, err := c.api(d).CreateChatCompletionStream(ctx, w)
	if err != nil {
		return Answer{}, err
	}
	defer stream.Close() //nolint:errcheck // it was only read
	var a Answer
	var text strings.Builder
	ended := false
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) && ended {
			a.Text = text.String()
			return a, nil
		}
		if errors.Is(err, io.EOF) { // the library does not tell a cut stream from its end
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			d.handed = text.Len() > 0
			return Answer{}, err
		}
		if part.Usage != nil {
			a.Tokens, a.Said = part.Usage.TotalTokens, part.Usage.CompletionTokens
		}
		for _, choice := range part.Choices {
			if s := choice.Delta.Content; s != "" {
				text.WriteString(s)
				piece(s)
			}
			ended = ended || choice.FinishReason != ""
			a.Cut = a.Cut || choice.FinishReason == openai.FinishReasonLength
		}
	}
}
