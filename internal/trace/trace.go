// Package trace tells a collector how long things took, and what belonged to what: spans
// by OpenTelemetry's protocol, over HTTP in JSON.
//
// It is written here because of its size: the protocol's JSON is a stable format of a
// few dozen lines, while the libraries for it bring gRPC and protocol buffers along,
// megabytes of a program that most people run without a collector.
//
// What it promises: that ending a span never waits, since spans go into a queue of
// [queued] and are dropped, and counted, where it is full; that a collector that is
// slow, away or wrong costs memory up to that bound and nothing else; and that Close
// sends what is left within [closeWithin]. A nil Tracer follows nothing, and a nil Span
// takes everything, so that nobody has to ask whether there is a collector.
//
// A span holds what its caller puts in: the program's own words and numbers, never
// anybody's name or words.
package trace

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Kind is a span's place between processes.
type Kind int

// The kinds, as the protocol numbers them.
const (
	Internal Kind = 1
	Server   Kind = 2 // answers a request
	Client   Kind = 3 // waits for another server
)

// Attr is one fact about a span.
type Attr struct {
	Key   string
	Value any // a string or an int
}

// Tracer collects spans and sends them on.
type Tracer struct {
	url, host string
	resource  []Attr
	log       *slog.Logger
	http      *http.Client

	queue         chan Span
	sent, dropped atomic.Int64
	warned        time.Time

	ctx     context.Context // of sending
	cancel  context.CancelFunc
	stopped chan struct{}
	ended   chan struct{}
	once    sync.Once
}

// Span is something that took time.
type Span struct {
	tracer *Tracer
	name   string
	kind   Kind
	at     place
	parent [8]byte // all zero: none
	begun  time.Time
	ended  time.Time
	attrs  []Attr
	failed bool
}

// place is where in a trace a span stands.
type place struct {
	trace   [16]byte
	span    [8]byte
	sampled bool
}

type placeKey struct{}

// Start begins a span below the one that ctx stands in, or a trace of its own. The
// context that it returns stands in the span.
func (t *Tracer) Start(ctx context.Context, name string, kind Kind, attrs ...Attr) (context.Context, *Span) {
	if t == nil {
		return ctx, nil
	}
	s := &Span{tracer: t, name: name, kind: kind, begun: time.Now(), attrs: attrs}
	if above, ok := ctx.Value(placeKey{}).(place); !ok {
		_, _ = rand.Read(s.at.trace[:]) // it never fails
	} else if !above.sampled {
		return ctx, nil
	} else {
		s.at.trace, s.parent = above.trace, above.span
	}
	_, _ = rand.Read(s.at.span[:])
	s.at.sampled = true
	return context.WithValue(ctx, placeKey{}, s.at), s
}

// Note tells of something that is over already.
func (t *Tracer) Note(ctx context.Context, name string, begun time.Time, took time.Duration, failed bool, attrs ...Attr) {
	_, s := t.Start(ctx, name, Internal, attrs...)
	if s == nil {
		return
	}
	s.begun, s.ended, s.failed = begun, begun.Add(took), failed
	s.hand()
}

// Name gives a span another name, where its beginning did not know it yet.
func (s *Span) Name(name string) {
	if s != nil {
		s.name = name
	}
}

// Set adds a fact.
func (s *Span) Set(key string, value any) {
	if s != nil {
		s.attrs = append(s.attrs, Attr{key, value})
	}
}

// Fail marks a span as one that ended badly.
func (s *Span) Fail() {
	if s != nil {
		s.failed = true
	}
}

// End hands a span over. It does not wait.
func (s *Span) End() {
	if s != nil {
		s.ended = time.Now()
		s.hand()
	}
}

func (s *Span) hand() {
	select {
	case <-s.tracer.stopped:
		s.tracer.dropped.Add(1)
		return
	default:
	}
	select {
	case s.tracer.queue <- *s:
	default:
		s.tracer.dropped.Add(1)
	}
}

// Sent is how many spans a collector has taken.
func (t *Tracer) Sent() int64 {
	if t == nil {
		return 0
	}
	return t.sent.Load()
}

// Dropped is how many spans were lost: nobody took them in time.
func (t *Tracer) Dropped() int64 {
	if t == nil {
		return 0
	}
	return t.dropped.Load()
}
