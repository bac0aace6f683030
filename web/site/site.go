// Package site is the whole of what the server answers: every route and who may
// ask for it (routes.go), what holds for all requests (middleware.go, headers.go,
// origin.go), and who sees how they go (watch.go).
package site

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"levelup/internal/account"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/review"
	"levelup/internal/study"
	"levelup/web/admin"
	"levelup/web/attempts"
	"levelup/web/author"
	"levelup/web/respond"
	"levelup/web/search"
	"levelup/web/settings"
	"levelup/web/signin"
	"levelup/web/ui"
)

// Stores are what the pages read and write.
type Stores struct {
	Accounts *account.Store
	Attempts *interview.Store
	Grades   *record.Store
	Answers  *study.Store
	Pinned   *record.Pinned
	Reviews  *review.Store
	Desk     author.Desk     // where the content of the moment comes from
	OwnData  settings.Export // everything held about one person
	Ground   admin.Ground    // what the program knows of itself
	Search   search.Engine   // over the content of the moment
}

// Settings are what the operator decided.
type Settings struct {
	Secure  bool           // the site is reached by https
	Local   LocalSignin    // who may sign in without a provider
	Proxies []netip.Prefix // whose forwarding headers are believed
	Version string
	Limits  Limits
	Model   ui.Model // may speak as the interviewer
	Vectors ui.Model // turns texts into vectors for the search
	Doors   signin.Providers
	Blind   bool // coaches score before they see what the graders gave
	Watch   Watch
}

// Limits are how often a person, or an address that signs in, may do what is
// dear, how long a body may take to arrive and an event to be taken.
type Limits struct {
	SigninsPerMinute  int // an address
	StartsPerHour     int // a person
	GradingsPerHour   int // a person
	TriesPerMinute    int // an author, of the grader on a pasted text
	ExportsPerHour    int // a person, of all that is held about them
	CodesPerHour      int // a person, of the code that makes the first admin
	HooksPerMinute    int // an address
	SearchesPerMinute int // a person, or an address of whoever is signed out
	BodyWithin        time.Duration
	TakeWithin        time.Duration // the reader of an event stream, an event
}

// DefaultLimits are those of the contract.
var DefaultLimits = Limits{SigninsPerMinute: 60, StartsPerHour: 60, GradingsPerHour: 30, TriesPerMinute: 120, ExportsPerHour: 10, CodesPerHour: 20, HooksPerMinute: 30, SearchesPerMinute: 300, BodyWithin: 30 * time.Second, TakeWithin: respond.TakeWithin}

// Health answers the two questions of whoever runs the server.
type Health struct {
	Ready    func(*http.Request) error // nil: requests can be served
	Degraded func() string             // what does not work nevertheless, as a sentence; empty: all does
}

// site holds what the middleware needs.
type site struct {
	stores   Stores
	settings Settings
	assets   map[string]string
	static   fs.FS
	respond  *respond.Responder
	log      *slog.Logger
	now      func() time.Time
}

// New returns the handler of the whole site.
func New(stores Stores, settings Settings, hub *attempts.Hub, static fs.FS, health Health, log *slog.Logger, now func() time.Time) (http.Handler, error) {
	assets, err := readManifest(static)
	if err != nil {
		return nil, err
	}
	s := &site{stores: stores, settings: settings, assets: assets, static: static, log: log, now: now}
	s.respond = respond.New(ui.ErrorPage, log, requestID)
	return s.routes(hub, health), nil
}
