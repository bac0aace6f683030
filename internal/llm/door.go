package llm

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// door is the library's way to the server for one try. It lets through whole
// answers of bounded size and nothing else, and knows why it did not.
type door struct {
	client *http.Client
	cut    context.CancelFunc // ends the try
	idle   time.Duration

	status int
	after  time.Duration
	stands bool // the answer began and did not go on
	large  bool
	handed bool // a part of the answer has been handed on
}

// newTransport is the network's: bounded where it can wait or be fed, and one
// that may go through the operator's proxy.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		IdleConnTimeout:        time.Minute,
		ForceAttemptHTTP2:      true,
	}
}

// Do asks, and reads of a refusal its status alone: what servers write into
// refusals repeats the question, and sometimes the key.
func (d *door) Do(req *http.Request) (*http.Response, error) {
	res, err := d.client.Do(req)
	if err != nil {
		return nil, err
	}
	d.status = res.StatusCode
	if res.StatusCode != http.StatusOK {
		d.after = retryAfter(res.Header.Get("Retry-After"), time.Now())
		return nil, errors.Join(errStatus, res.Body.Close())
	}
	res.Body = newBody(res.Body, d)
	return res, nil
}

var (
	errStatus       = errors.New("status")
	errNoCompletion = errors.New("no completion")
	errDeclined     = errors.New("declined")
)

// retryAfter reads seconds or a date; anything else asks for nothing.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return time.Duration(min(seconds, int(maxPause/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// explain says in our words what went wrong with a try.
func (d *door) explain(err error) *Error {
	e := &Error{Kind: Down, Status: d.status, After: d.after, handed: d.handed}
	network, broken := errors.AsType[*url.Error](err)
	switch {
	case d.status == http.StatusTooManyRequests:
		e.Kind = Limited
	case d.status >= 300 && d.status < 400:
		e.Kind = Redirected
	case d.status >= 400 && d.status < 500:
		e.Kind = Refused
	case d.status != 0 && d.status != http.StatusOK:
	case d.large:
		e.Kind = TooLarge
	case d.stands || errors.Is(err, context.DeadlineExceeded):
		e.Kind = Slow
	case errors.Is(err, errDeclined):
		e.Kind = Declined
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		e.cause = "the connection broke"
	case broken:
		e.cause = network.Err.Error() // without the address, which may hold more than a host
	case d.status == http.StatusOK:
		if _, ok := errors.AsType[net.Error](err); !ok {
			e.Kind = Odd
		}
	}
	return e
}

// body is an answer as it comes. When it stands still, its try is ended.
type body struct {
	io.ReadCloser
	door  *door
	left  int
	grown int // bytes since the watch was set
	watch *time.Timer
}

func newBody(r io.ReadCloser, d *door) *body {
	b := &body{ReadCloser: r, door: d, left: maxAnswer}
	b.watch = time.AfterFunc(d.idle, d.cut)
	return b
}

func (b *body) Read(p []byte) (int, error) {
	if b.left == 0 {
		b.door.large = true
		return 0, errors.New("too large")
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	if b.grown += n; b.grown >= progress {
		b.grown = 0
		b.watch.Reset(b.door.idle)
	}
	if errors.Is(err, context.Canceled) {
		b.door.stands = true // or the caller has gone, which is looked at first
	}
	return n, err
}

func (b *body) Close() error {
	b.watch.Stop()
	return b.ReadCloser.Close()
}
