package site

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/web/admin"
	"levelup/web/attempts"
	"levelup/web/author"
	"levelup/web/calculator"
	"levelup/web/home"
	"levelup/web/learn"
	"levelup/web/notices"
	"levelup/web/privacy"
	"levelup/web/prompts"
	"levelup/web/review"
	"levelup/web/search"
	"levelup/web/settings"
	"levelup/web/signin"
)

// routes is the whole surface: what is asked, what answers, and who may ask.
func (s *site) routes(hub *attempts.Hub, health Health) http.Handler {
	var (
		st       = s.stores
		page     = s.respond.Pages
		api      = s.api
		limits   = s.settings.Limits
		ground   = admin.New(st.Ground, st.Accounts, st.Attempts, st.Grades, s.now)
		front    = home.New(st.Attempts, st.Grades, st.Desk.Library, ground.Alerts, s.now)
		list     = prompts.New(st.Attempts, st.Grades, st.Desk.Library, s.settings.Model, s.now)
		attempt  = attempts.New(st.Attempts, st.Grades, st.Pinned, st.Reviews, st.Desk.Library, hub, s.settings.Model, s.settings.Blind, s.now)
		door     = signin.New(st.Accounts, s.local, s.settings.Secure, s.settings.Doors, s.log)
		prefs    = settings.New(st.Accounts, s.settings.Doors.List, s.settings.Secure, st.OwnData)
		calc     = calculator.New(st.Desk.Library)
		school   = learn.New(st.Desk.Library, st.Answers)
		desk     = author.New(st.Desk, st.Grades, st.Attempts, st.Answers)
		coaching = review.New(st.Reviews, st.Attempts, st.Grades, st.Pinned, st.Desk.Library, s.settings.Blind, s.now)
		finder   = search.New(st.Search, s.now)
		news     = notices.New(st.Reviews, st.Desk.Library)
		told     = privacy.New(privacy.Facts{Database: st.Ground.Database, Model: s.settings.Model, Embedding: s.settings.Vectors, Providers: s.settings.Doors.Titles(), Blind: s.settings.Blind, Collector: s.settings.Watch.Collector})
	)
	r := chi.NewRouter()
	r.Use(s.logged, s.headers, s.known, s.sameOrigin)
	if len(st.Desk.Secret) > 0 {
		r.With(s.limit(limits.HooksPerMinute, time.Minute, s.address, s.failAPI)).Post(hookPath, api(desk.Hook))
	}
	r.NotFound(page(missing))
	r.MethodNotAllowed(page(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.NotFound, "Nothing at this address can be asked for that way.")
	}))

	// Everybody.
	everybody := s.may(account.LookAround, s.respond.Fail)
	r.Group(func(r chi.Router) {
		r.Use(everybody)
		r.Get("/healthz", healthz)
		r.Get("/readyz", health.readyz)
		r.Get(figuresPath, s.figures(page(missing))) // compressed by itself
		r.Get("/static/*", page(s.serveStatic))
		r.Get("/learn/{chapter}", page(school.Show)) // compressed once, not each time
		// Who guesses is turned away as cheaply as can be.
		r.With(s.limit(limits.SigninsPerMinute, time.Minute, s.address, s.respond.Fail)).Get("/auth/{provider}", page(door.Leave))
		r.With(s.limit(limits.SigninsPerMinute, time.Minute, s.address, s.respond.Fail)).Get("/auth/{provider}/callback", page(door.Back))
	})
	r.Group(func(r chi.Router) {
		r.Use(everybody, middleware.Compress(5, "text/html"))
		r.Get("/", page(front.Home))
		r.Get("/learn", page(school.Path))
		r.Post("/learn/{chapter}/quiz", page(school.Answer))
		r.Get("/prompts", page(list.List))
		r.Get("/prompts/random", page(list.Random))
		r.Get("/prompts/{slug}", page(list.Show))
		r.With(s.limit(limits.SearchesPerMinute, time.Minute, s.asker, s.respond.Fail)).Get("/search", page(finder.Show))
		r.Get("/calculator", page(calc.Show))
		r.Post("/calculator", page(calc.Calculate))
		r.Get("/sample", page(attempt.Sample))
		r.Get("/sample.md", page(attempt.SampleFile))
		r.Get("/privacy", page(told.Show))
		r.Get("/signin", page(door.Form))
		r.With(s.limit(limits.SigninsPerMinute, time.Minute, s.address, s.respond.Fail)).Post("/signin/local", page(door.SignIn))
		r.Post("/signout", page(door.SignOut))
	})

	// Whoever is signed in, for pages. An attempt is its owner's; to others it does not exist.
	r.Group(func(r chi.Router) {
		r.Use(s.may(account.Practise, s.respond.Fail), middleware.Compress(5, "text/html"))
		r.Get("/settings", page(prefs.Form))
		r.Post("/settings", page(prefs.Save))
		r.Post("/settings/theme", page(prefs.Theme))
		r.Get("/settings/link", page(prefs.Offered))
		r.Post("/settings/link", page(prefs.Link))
		r.Post("/settings/unlink", page(prefs.Unlink))
		r.Post("/settings/sessions", page(prefs.Sessions))
		r.With(s.limit(limits.ExportsPerHour, time.Hour, personID, s.respond.Fail)).Get("/settings/export", page(prefs.Own))
		r.Post("/settings/delete", page(prefs.Delete))
		r.Post("/settings/stay", page(prefs.Stay))
		r.Get("/settings/admin", page(prefs.CodeForm))
		r.With(s.limit(limits.CodesPerHour, time.Hour, personID, s.respond.Fail)).Post("/settings/admin", page(prefs.Code))
		r.With(s.limit(limits.StartsPerHour, time.Hour, personID, s.respond.Fail)).Post("/attempts", page(attempt.Start))
		r.Get("/attempts/{id}", page(attempt.Show))
		r.Get("/attempts/{id}/report.md", page(attempt.ReportFile))
		r.Get("/attempts/{id}/board", page(attempt.Margin))
		r.Get("/attempts/{id}/board/{file}", page(attempt.BoardFile))
		r.Post("/attempts/{id}/answer", page(attempt.Answer))
		r.Post("/attempts/{id}/advance", page(attempt.Advance))
		r.Post("/attempts/{id}/submit", page(attempt.Submit))
		r.Post("/attempts/{id}/discard", page(attempt.Discard))
		r.Post("/attempts/{id}/restore", page(attempt.Restore))
		r.Post("/attempts/{id}/self", page(attempt.Self))
		r.Post("/attempts/{id}/argue", page(attempt.Argue))
		r.Post("/attempts/{id}/share", page(attempt.Share))
		r.Post("/attempts/{id}/unshare", page(attempt.Unshare))
		r.Post("/attempts/{id}/reply", page(attempt.Reply))
		r.Get("/notices", page(news.List))
		r.Post("/notices", page(news.Read))
		r.With(s.limit(limits.GradingsPerHour, time.Hour, personID, s.respond.Fail)).Post("/attempts/{id}/grade", page(attempt.Grade))
	})

	// Coaches. What is not shared with the asker does not exist, whoever asks.
	r.With(s.may(account.Review, s.respond.Fail), middleware.Compress(5, "text/html")).Get("/review", page(coaching.Queue))
	r.With(s.may(account.SeeAgreement, s.respond.Fail), middleware.Compress(5, "text/html")).Get("/review/agreement", page(coaching.Agreement))
	r.Group(func(r chi.Router) {
		r.Use(s.maySee(account.ReviewAttempt, s.respond.Fail), middleware.Compress(5, "text/html"))
		r.Get("/review/{attempt}", page(coaching.Show))
		r.Post("/review/{attempt}/claim", page(coaching.Claim))
		r.Post("/review/{attempt}/release", page(coaching.Release))
		r.Post("/review/{attempt}/hand", page(coaching.Hand))
		r.Post("/review/{attempt}/comments", page(coaching.Comment))
		r.Post("/review/{attempt}/reply", page(coaching.Reply))
		r.Post("/review/{attempt}/grade", page(coaching.Score))
		r.Post("/review/{attempt}/publish", page(coaching.Publish))
		r.Post("/review/{attempt}/phrases", page(coaching.Phrases))
		r.Post("/review/{attempt}/note", page(coaching.Note))
	})

	// Authors.
	r.Group(func(r chi.Router) {
		r.Use(s.may(account.EditContent, s.respond.Fail), middleware.Compress(5, "text/html"))
		r.Get("/author", page(desk.List))
		r.Get("/author/{kind}/{slug}", page(desk.Show))
		r.Get("/author/{kind}/{slug}/compare", page(desk.Compare))
		r.With(s.limit(limits.TriesPerMinute, time.Minute, personID, s.respond.Fail)).Post("/author/prompt/{slug}/try", page(desk.Try))
		r.Post("/author/pull", page(desk.Pull))
	})
	r.With(s.may(account.EditContent, s.failAPI), s.whileSignedIn).Get("/author/stream", api(desk.Stream))

	// Admins.
	r.Group(func(r chi.Router) {
		r.Use(s.may(account.RunInstance, s.respond.Fail), middleware.Compress(5, "text/html"))
		r.Get("/admin", page(ground.Overview))
		r.Get("/admin/users", page(ground.People))
		r.Post("/admin/users/{id}/roles", page(ground.Roles))
		r.Post("/admin/users/{id}/disable", page(ground.Disable))
		r.Post("/admin/users/{id}/enable", page(ground.Enable))
		r.Post("/admin/users/{id}/signout", page(ground.SignOut))
		r.Get("/admin/jobs", page(ground.Jobs))
		r.Post("/admin/jobs/{kind}/run", page(ground.Run))
		r.Get("/admin/audit", page(ground.Audit))
	})

	// Whoever is signed in, for programs.
	r.Group(func(r chi.Router) {
		r.Use(s.may(account.Practise, s.failAPI))
		r.Post("/attempts/{id}/events", api(attempt.Events))
		r.Post("/attempts/{id}/board", api(attempt.ReadBoard))
		r.With(s.whileSignedIn).Get("/attempts/{id}/stream", api(attempt.Stream))
		r.Get("/attempts/{id}/transcript.json", api(attempt.Transcript))
		r.Get("/attempts/{id}/grades.json", api(attempt.Grades))
	})
	return r
}

func missing(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "There is no page at this address.")
}

// failAPI answers a request of a program with a failure.
func (s *site) failAPI(w http.ResponseWriter, r *http.Request, err error) {
	s.respond.API(func(http.ResponseWriter, *http.Request) error { return err })(w, r)
}

func personID(r *http.Request) string {
	p, _ := account.From(r.Context())
	return p.ID
}

// asker is who asks, as far as that is known: a person, or else an address.
func (s *site) asker(r *http.Request) string {
	if id := personID(r); id != "" {
		return id
	}
	return s.address(r)
}

// limit allows a number of requests in a window to each key, and says when to
// come back beyond that.
func (s *site) limit(n int, window time.Duration, key func(*http.Request) string, fail func(http.ResponseWriter, *http.Request, error)) func(http.Handler) http.Handler {
	return httprate.LimitBy(n, window,
		func(r *http.Request) (string, error) { return key(r), nil },
		httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
			fail(w, r, fault.Coded(fault.Invalid, "too-fast", "That was asked %d times within %s; wait a little and try again.", n, words(window)))
		}))
}

func words(window time.Duration) string {
	if window == time.Hour {
		return "an hour"
	}
	return "a minute"
}
