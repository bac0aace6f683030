package site

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/web/respond"
	"levelup/web/ui"
)

type requestKey struct{}

// request is what is known of a request from its beginning.
type request struct {
	id     string
	person string // who is signed in, for the log
	api    bool   // a program asks, and is answered in JSON
}

// requestID is the id under which a request stands in the log.
func requestID(r *http.Request) string {
	if req, ok := r.Context().Value(requestKey{}).(*request); ok {
		return req.id
	}
	return ""
}

// api serves a handler whose failures are JSON, its panic too.
func (s *site) api(h respond.Handler) http.HandlerFunc {
	serve := s.respond.API(h)
	return func(w http.ResponseWriter, r *http.Request) {
		if req, ok := r.Context().Value(requestKey{}).(*request); ok {
			req.api = true
		}
		serve(w, r)
	}
}

// logged gives each request an id, bounds how long its body may take, writes a
// line about it, has it counted, and answers a panic with a page, or in JSON, that names the id. Where
// an answer has begun its connection is cut, so that nobody takes half for the whole.
func (s *site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := s.now()
		req := &request{id: rand.Text()[:12]}
		ctx, span := s.follow(r)
		r = r.WithContext(context.WithValue(ctx, requestKey{}, req))
		w.Header().Set("X-Request-Id", req.id)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.settings.Limits.BodyWithin)) // not every writer can; the server's own can
		}
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // the value itself is the signal
				s.log.ErrorContext(r.Context(), "panic", "request", req.id, "path", r.URL.Path, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
				switch failed := fault.New(fault.Internal, ""); {
				case ww.Status() != 0:
					defer panic(http.ErrAbortHandler)
				case req.api:
					s.failAPI(ww, r, failed)
				default:
					s.respond.Fail(ww, r, failed)
				}
			}
			took := s.now().Sub(begun)
			s.answered(r, req.id, ww.Status(), took, span)
			level := slog.LevelInfo
			if ww.Status() < 400 && (isSave(r) || strings.HasPrefix(r.URL.Path, "/static/") || strings.HasSuffix(r.URL.Path, "z") || r.URL.Path == figuresPath) {
				level = slog.LevelDebug // what comes many times a second and went well
			}
			if s.log.Enabled(r.Context(), level) {
				s.log.Log(r.Context(), level, "request", "request", req.id, "method", r.Method, "path", r.URL.Path,
					"status", ww.Status(), "bytes", ww.BytesWritten(), "took", took.Round(time.Microsecond).String(), "person", req.person)
			}
		}()
		next.ServeHTTP(ww, r)
	})
}

// isSave tells the one request that comes many times a second from everybody
// who types; what only pages need is left out of it.
func isSave(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/events")
}

// known finds out who asks, and puts what is true of the whole request where
// the pages find it.
func (s *site) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		var who *account.Person
		if token := account.Token(r, s.settings.Secure); token != "" {
			p, err := s.stores.Accounts.Resume(ctx, token)
			switch {
			case err == nil:
				if req, ok := ctx.Value(requestKey{}).(*request); ok {
					req.person = p.ID
				}
				ctx = account.With(ctx, p)
				who = &p
			case fault.KindOf(err) != fault.Unauthenticated:
				s.respond.Fail(w, r, err)
				return
			}
		}
		if !isSave(r) {
			ctx = ui.With(ctx, s.facts(r, who))
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// facts are what the shell of a page shows of the request.
func (s *site) facts(r *http.Request, who *account.Person) ui.Site {
	_, local := s.local(r)
	facts := ui.Site{Assets: s.assets, LocalSignin: local, Path: ui.OwnPath(r.URL.RequestURI()), Version: s.settings.Version}
	if who != nil {
		facts.Person = viewer(*who)
		facts.Person.Waiting, facts.Person.Unread = s.news(r, *who)
		facts.Watched = s.stores.Desk.Folder != "" && who.Is(account.Author)
	}
	return facts
}

// news is what waits for somebody, for the head of a page. A page without it is
// better than none.
func (s *site) news(r *http.Request, who account.Person) (waiting, unread int) {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		return 0, 0
	}
	c, err := s.stores.Reviews.Count(r.Context(), who.ID, who.Is(account.Coach))
	if err != nil && r.Context().Err() == nil {
		s.log.ErrorContext(r.Context(), "what waits could not be counted", "request", requestID(r), "err", err)
	}
	return c.Waiting, c.Unread
}

func viewer(p account.Person) *ui.Viewer {
	v := &ui.Viewer{Name: p.Name, Email: p.Email, Theme: p.Theme}
	if !p.HasAddress() {
		v.Email = "without an address"
	}
	for _, role := range p.Roles {
		v.Roles = append(v.Roles, string(role))
	}
	return v
}

// may lets only those through who may do something here; how a refusal looks is the
// route's matter. About whose attempt it is the page itself decides, by the same table.
func (s *site) may(what account.Action, fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			person, ok := account.From(r.Context())
			role, needed := account.RuleOf(what).Role()
			switch {
			case account.Can(person, what, account.Thing{}):
				next.ServeHTTP(w, r)
			case !ok:
				fail(w, r, errSignIn)
			case needed:
				fail(w, r, fault.New(fault.Forbidden, "This page is for whoever has the role of %s. An admin gives it.", role))
			default:
				fail(w, r, fault.New(fault.Forbidden, "This is not for everybody."))
			}
		})
	}
}

// maySee lets only those through to whom something may have been shown; whether it was
// the page finds out. To anybody else it is missing, whatever their roles.
func (s *site) maySee(what account.Action, fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			person, ok := account.From(r.Context())
			perhaps := account.Thing{Shown: func(account.Person) bool { return true }}
			switch {
			case !ok:
				fail(w, r, errSignIn)
			case !account.Can(person, what, perhaps):
				fail(w, r, interview.ErrNotFound)
			default:
				next.ServeHTTP(w, r)
			}
		})
	}
}

// whileSignedIn ends a stream when the session that opened it does.
func (s *site) whileSignedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ended, stop := s.stores.Accounts.Watch(account.Token(r, s.settings.Secure))
		defer stop()
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		go func() {
			select {
			case <-ended:
				cancel()
			case <-ctx.Done():
			}
		}()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

var errSignIn = fault.New(fault.Unauthenticated, "Sign in to go on. What you typed is kept in this browser.")

// address is where a request comes from: the peer, or what a proxy that the
// operator trusts says of it.
func (s *site) address(r *http.Request) string {
	peer, ok := peerOf(r)
	if !ok {
		return r.RemoteAddr
	}
	host := peer.String()
	if !s.trusts(peer) {
		return host
	}
	hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return host
		}
		if !s.trusts(hop) {
			return hop.String()
		}
	}
	return host
}

func (s *site) trusts(a netip.Addr) bool {
	for _, p := range s.settings.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
