package site

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"levelup/internal/trace"
)

// Watch is who sees how requests go, and who is shown the figures.
type Watch struct {
	Answered  func(Answered) // nil: nobody counts
	Tracer    *trace.Tracer  // nil: nobody follows
	Collector string         // the host that spans go to, for saying so
	Figures   http.Handler   // nil: there are none
	Token     string         // opens the figures from anywhere; empty: from this machine alone
}

// Answered is a request as the program's own words tell it: nothing of what the visitor
// wrote is in it.
type Answered struct {
	Route  string // the pattern, or [Unrouted]
	Method string // one of a few, or OTHER
	Status int
	Took   time.Duration
	Stream bool // it was open until somebody left
}

// Unrouted stands for all addresses at which nothing is.
const Unrouted = "other"

const figuresPath = "/metrics"

// follow begins the span of a request. Where it belongs is believed of the operator's
// own proxies alone.
func (s *site) follow(r *http.Request) (context.Context, *trace.Span) {
	ctx := r.Context()
	if s.settings.Watch.Tracer == nil {
		return ctx, nil
	}
	if peer, ok := peerOf(r); ok && s.trusts(peer) {
		if at := r.Header.Values("Traceparent"); len(at) == 1 {
			ctx = trace.Remote(ctx, at[0])
		}
	}
	return s.settings.Watch.Tracer.Start(ctx, "request", trace.Server)
}

// answered tells of a request that is over.
func (s *site) answered(r *http.Request, id string, status int, took time.Duration, span *trace.Span) {
	if status == 0 {
		status = http.StatusOK // as the server does where nothing was written
	}
	a := Answered{Route: routeOf(r), Method: methodOf(r), Status: status, Took: took}
	a.Stream = strings.HasSuffix(a.Route, "/stream")
	if s.settings.Watch.Answered != nil {
		s.settings.Watch.Answered(a)
	}
	if span == nil {
		return
	}
	span.Name(a.Method + " " + a.Route)
	span.Set("http.request.method", a.Method)
	span.Set("http.route", a.Route)
	span.Set("http.response.status_code", a.Status)
	span.Set("levelup.request", id)
	if status >= 500 {
		span.Fail()
	}
	span.End()
}

func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil {
		if pattern := c.RoutePattern(); pattern != "" {
			return pattern
		}
	}
	return Unrouted
}

func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "OTHER"
}

// figures shows what was counted: GET /metrics. This machine is believed as it is for
// signing in; from elsewhere it takes the token, and where there is none the address
// does not exist.
func (s *site) figures(missing http.HandlerFunc) http.HandlerFunc {
	token := sha256.Sum256([]byte(s.settings.Watch.Token))
	return func(w http.ResponseWriter, r *http.Request) {
		given, bears := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		sum := sha256.Sum256([]byte(given)) // so that neither the time nor the length tells anything
		switch {
		case s.settings.Watch.Figures == nil:
			missing(w, r)
		case fromHere(r), s.settings.Watch.Token != "" && bears && subtle.ConstantTimeCompare(sum[:], token[:]) == 1:
			s.settings.Watch.Figures.ServeHTTP(w, r)
		case s.settings.Watch.Token == "":
			missing(w, r)
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="Level Up metrics"`)
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, "Send the token of LEVELUP_METRICS_TOKEN: Authorization: Bearer …\n") // who has left needs no answer
		}
	}
}

// peerOf is the address at the other end of the connection.
func peerOf(r *http.Request) (netip.Addr, bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	return a, err == nil
}
