package oauth

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"golang.org/x/oauth2"
)

// maxAnswer bounds what a provider may say at once.
const maxAnswer = 1 << 20

// newTransport is the network's: bounded where it can wait or be fed.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout:    5 * time.Second,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ResponseHeaderTimeout:  patience,
		MaxResponseHeaderBytes: 64 << 10,
		MaxConnsPerHost:        32,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
}

func (p *Provider) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, p.patience)
}

// client asks on behalf of one call: its requests end with ctx, even those of goth,
// which has none, and no answer leads elsewhere.
func (p *Provider) client(ctx context.Context) *http.Client {
	return &http.Client{
		Transport:     &bounded{ctx: ctx, next: p.door},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type bounded struct {
	ctx  context.Context
	next http.RoundTripper
}

// RoundTrip asks once; more than maxAnswer is an error for the reader.
func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.next.RoundTrip(r.WithContext(b.ctx))
	if err != nil {
		return nil, err
	}
	res.Body = &limited{ReadCloser: res.Body, left: maxAnswer}
	return res, nil
}

type limited struct {
	io.ReadCloser
	left int
}

var errTooLong = errors.New("the answer is too long")

// Read fails where the answer goes on beyond what is left.
func (l *limited) Read(b []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLong
	}
	n, err := l.ReadCloser.Read(b[:min(len(b), l.left)])
	l.left -= n
	return n, err
}

// told is an error in words of ours alone.
type told string

func (t told) Error() string { return string(t) }

func say(format string, args ...any) error { return told(fmt.Sprintf(format, args...)) }

// plain is what an error's code may consist of to be repeated.
var plain = regexp.MustCompile(`^[a-z_]{1,40}$`)

// safely keeps of an error what can be logged: our own words, the status, the host,
// and the kind of the network's trouble.
func safely(err error) error {
	if t, ok := errors.AsType[told](err); ok {
		return t
	}
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		code := "no code"
		if plain.MatchString(r.ErrorCode) {
			code = r.ErrorCode
		}
		return say("the token endpoint refused the code: status %d, %s", r.Response.StatusCode, code)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return say("it took too long")
	}
	if errors.Is(err, errTooLong) {
		return errTooLong
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		host := "an address that cannot be read"
		if at, perr := url.Parse(u.URL); perr == nil {
			host = at.Host
		}
		return say("%s could not be reached: %s", host, trouble(u.Err))
	}
	return say("its answer could not be understood")
}

// trouble is what the network says, which holds no word of an answer.
func trouble(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	if cert, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return cert.Err.Error()
	}
	return "the connection ended"
}
