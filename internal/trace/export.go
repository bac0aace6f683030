package trace

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	queued      = 4096 // spans that wait
	most        = 512  // in one request
	every       = time.Second
	sendWithin  = 5 * time.Second
	closeWithin = 900 * time.Millisecond // for what is left at the end
	warnEvery   = time.Minute
	mostAnswer  = 64 << 10 // bytes that are read of a collector
)

// New returns a tracer that sends to a collector, such as http://localhost:4318, for a
// version of the program. It does not call anybody yet.
func New(collector *url.URL, version string, log *slog.Logger) *Tracer {
	t := &Tracer{
		url: collector.JoinPath("v1", "traces").String(), host: collector.Host, log: log,
		resource: []Attr{{"service.name", "levelup"}, {"service.version", version}, {"service.instance.id", rand.Text()}},
		queue:    make(chan Span, queued), stopped: make(chan struct{}), ended: make(chan struct{}),
		http: &http.Client{
			Timeout:       sendWithin,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				Proxy:                  http.ProxyFromEnvironment,
				DialContext:            (&net.Dialer{Timeout: sendWithin}).DialContext,
				TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
				MaxResponseHeaderBytes: mostAnswer,
				IdleConnTimeout:        time.Minute,
				ForceAttemptHTTP2:      true,
			},
		},
	}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	go t.run()
	return t
}

// Close sends what is left, for as long as that may take. What ends afterwards is lost.
func (t *Tracer) Close() {
	if t == nil {
		return
	}
	t.once.Do(func() {
		close(t.stopped)
		late := time.AfterFunc(closeWithin, t.cancel)
		defer late.Stop()
		<-t.ended
		t.cancel()
		t.http.CloseIdleConnections()
	})
}

func (t *Tracer) run() {
	defer close(t.ended)
	tick := time.NewTicker(every)
	defer tick.Stop()
	batch := make([]Span, 0, most)
	send := func() {
		if len(batch) > 0 {
			t.send(batch)
			batch = batch[:0]
		}
	}
	for {
		select {
		case s := <-t.queue:
			if batch = append(batch, s); len(batch) == most {
				send()
			}
		case <-tick.C:
			send()
		case <-t.stopped:
			for {
				select {
				case s := <-t.queue:
					if batch = append(batch, s); len(batch) == most {
						send()
					}
					continue
				default:
				}
				send()
				return
			}
		}
	}
}

// send sends spans once. What is not taken is dropped: the next ones are worth more than
// these, and a collector that is away may be so for long.
func (t *Tracer) send(batch []Span) {
	rejected, err := t.post(batch)
	if err != nil {
		rejected = len(batch)
	}
	t.dropped.Add(int64(rejected))
	t.sent.Add(int64(len(batch) - rejected))
	if now := time.Now(); rejected > 0 && now.Sub(t.warned) >= warnEvery {
		t.warned = now
		t.log.Warn("the collector of traces does not take them", "collector", t.host, "lost", t.dropped.Load(), "err", err)
	}
}

func (t *Tracer) post(batch []Span) (rejected int, err error) {
	body, err := json.Marshal(wire(t.resource, batch))
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(t.ctx, http.MethodPost, t.url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := t.http.Do(req)
	if broken, ok := errors.AsType[*url.Error](err); ok {
		err = broken.Err // without the address, which may hold more than a host
	}
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return 0, err
	}
	if res.StatusCode/100 != 2 {
		return 0, fmt.Errorf("status %d", res.StatusCode)
	}
	return refused(answer, len(batch)), nil
}

// refused is how many spans a collector did not want although it took the request.
func refused(answer []byte, of int) int {
	var partly struct {
		PartialSuccess struct {
			RejectedSpans json.Number `json:"rejectedSpans"`
		} `json:"partialSuccess"`
	}
	if json.Unmarshal(answer, &partly) != nil { // an answer without words is a good one
		return 0
	}
	n, err := partly.PartialSuccess.RejectedSpans.Int64()
	if err != nil {
		return 0
	}
	return min(max(int(n), 0), of)
}
