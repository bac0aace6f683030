package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/jobs"
	"levelup/internal/review"
	"levelup/internal/study"
	"levelup/migrations"
	"levelup/static"
	"levelup/web/admin"
	"levelup/web/attempts"
	"levelup/web/respond"
	"levelup/web/signin"
	"levelup/web/site"
)

type serveCommand struct {
	Addr string `help:"Where to listen; LEVELUP_ADDR otherwise, or 127.0.0.1:8080." placeholder:"HOST:PORT"`
}

// Run serves until the program is told to stop.
func (c serveCommand) Run(p *program) error {
	conf, err := readConfig(p.getenv, c.Addr)
	if err != nil {
		return err
	}
	begun := time.Now()
	return serve(p.ctx, conf, serving{
		log:    conf.logger(p),
		now:    time.Now,
		passed: func() time.Duration { return time.Since(begun) },
		tick:   time.Second,
		limits: site.DefaultLimits,
		ready:  func(address string) { fmt.Fprintf(p.stdout, "Level Up is on %s\n", address) },
		tell:   func(line string) { fmt.Fprintln(p.stdout, line) },
	})
}

// serving is what tests of the running program set otherwise.
type serving struct {
	log    *slog.Logger
	now    func() time.Time
	passed func() time.Duration // by a clock that nobody sets; nil: now never leaps
	tick   time.Duration        // between two looks at the deadlines
	limits site.Limits
	grader func(record.Grader) record.Grader // nil: the built-in one as it is
	// patience is how long a model may be silent before the interviewer's script
	// speaks; 0 is the usual.
	patience time.Duration
	pace     int                // by how much the times of a model are shortened; 0: not at all
	mounted  func(http.Handler) // is shown the whole site; nil: nobody looks
	ready    func(address string)
	tell     func(line string) // what is for the operator's eyes and not for the log; nil: nobody
	// provider is how long a provider may take; 0 is the usual.
	provider time.Duration
}

const (
	drainFor  = 4 * time.Second        // for requests in flight
	lameFor   = 200 * time.Millisecond // for a balancer to see that this instance is going
	maxHeader = 64 << 10
)

// serve is the program's wiring, top to bottom. It stops in reverse: not ready,
// streams told to come back, requests drained, jobs given back, database closed.
func serve(ctx context.Context, conf config, s serving) error {
	if s.passed != nil {
		s.now = newSteady(s.now, s.passed, s.log).now
	}
	listener, err := net.Listen("tcp", conf.addr)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "cannot listen on %s; is it in use? Choose another with --addr", conf.addr)
	}
	defer listener.Close() //nolint:errcheck // the server closes it first

	if err := conf.backups.check(); err != nil {
		return err
	}
	content, err := openContent(ctx, conf, s.log)
	if err != nil {
		return err
	}
	seen := newInsight(conf, s)
	defer seen.tracer.Close()
	conf.model.watch = seen.asked
	database, err := db.Open(ctx, conf.databaseURL, db.Options{Migrations: migrations.FS, Now: s.now, Log: s.log, Committed: seen.committed})
	if err != nil {
		return err
	}
	defer closing(s.log, "database", database.Close)
	if err := database.MigrateUp(ctx); err != nil {
		return err
	}

	// The domain.
	accounts := account.NewStore(database, conf.admins)
	attemptStore := interview.NewStore(database)
	grades := record.NewStore(database)
	pinned := record.NewPinned(attemptStore, content.library)
	asking := newInterviewers(pinned)
	reviews := review.NewStore(database, attemptStore, grades, pinned)

	// Work in the background.
	queue, err := jobs.New(ctx, database, s.log)
	if err != nil {
		return err
	}
	grader := record.RubricGrader(attemptStore, pinned)
	if s.grader != nil {
		grader = s.grader(grader)
	}
	worker := record.NewWorker(grades, seen.follows(grading.BuiltIn, grader), s.log)
	background{queue, worker, database, accounts, attemptStore, grades, reviews, content.library, asking, conf.backups, content.root != nil, s.log, s.now}.schedule(s.tick)
	for _, warning := range conf.model.warnings {
		s.log.Warn("the model's settings", "warning", warning)
	}
	ground := admin.Ground{Version: version, Started: s.now(), Jobs: queue, Budget: record.NewBudget(database, conf.model.daily), Library: content.library, Folder: conf.contentDir}
	if m := conf.model; m.name != "" {
		grades.UseModel(grading.ModelVersion(m.name, m.samples))
		client := m.client(s.pace)
		ground.Model = m.shown(client)
		byModel := record.ModelGrader(attemptStore, pinned, record.Asking{Model: client, Name: m.name, Samples: m.samples, Pace: s.pace}, ground.Budget)
		grades.OnQueued(scheduleModel(queue, grades, seen.follows(grading.ByModel, byModel), s.log))
	}
	if err := grades.Retire(ctx); err != nil {
		return err
	}

	finder := newSearching(content, conf.model, s)

	// What happens across domains.
	accounts.OnLeft(func(tx *db.Tx, from, to string) error {
		if to == "" {
			return attemptStore.Forget(tx, from)
		}
		return errors.Join(attemptStore.Forget(tx, from), reviews.HandOver(tx, from, to))
	})
	hub := attempts.NewHub(s.limits.TakeWithin)
	attemptStore.OnSubmitted(grades.Queue)
	attemptStore.OnChanged(hub.Changed)
	attemptStore.OnSaved(seen.saved)
	attemptStore.OnMessage(asking.answering)
	grades.OnQueued(func() { queue.Wake(gradingJob) })
	reviews.OnTold(hub.Reviewed)
	grades.OnChanged(func(r record.Record) {
		seen.graded(r)
		if a, err := attemptStore.Owner(context.WithoutCancel(ctx), r.Attempt); err == nil {
			hub.Graded(a, r)
		}
	})
	if m := conf.model; m.name != "" {
		asking.speakers = newSpeakers(asking, attemptStore, m.client(s.pace), ground.Budget, hub, s.log, s.now, s.patience)
		defer asking.speakers.close()
		attemptStore.OnChanged(func(a interview.Attempt, state interview.State) {
			hub.Changed(a, state)
			asking.speakers.changed(a, state)
		})
	}

	seen.stands(database, queue, accounts, attemptStore, grades, hub, content.live)
	seen.tell(&ground, hub, content.live)
	ground.Search = finder.standing

	// The site.
	documents := attempts.New(attemptStore, grades, pinned, reviews, content.library, hub, conf.model.told(), conf.blind, s.now)
	own := newOwnData(database, accounts, attemptStore, grades, reviews, documents, s.now)
	var stopping atomic.Bool
	handler, err := site.New(
		site.Stores{Accounts: accounts, Attempts: attemptStore, Grades: grades, Answers: study.NewStore(database), Pinned: pinned, Reviews: reviews, OwnData: own.write, Desk: content.desk(conf), Ground: laid(ground, database, conf, listener.Addr()), Search: finder},
		site.Settings{Secure: conf.secure(), Local: conf.local, Proxies: conf.proxies, Version: version, Limits: s.limits, Model: conf.model.told(), Vectors: conf.model.toldOfVectors(), Blind: conf.blind, Watch: seen.site(),
			Doors: signin.Providers{List: conf.doors(s.provider), Signup: conf.signup}},
		hub, static.Dist(),
		site.Health{Ready: func(r *http.Request) error {
			if stopping.Load() {
				return errStopping
			}
			return database.Ping(r.Context())
		}, Degraded: func() string {
			trouble, _ := database.Trouble()
			return trouble.Reason
		}},
		s.log, s.now)
	if err != nil {
		return err
	}
	if s.mounted != nil {
		s.mounted(handler)
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeader,
		ConnContext:       respond.WithConn,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}

	working, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	if err := queue.Start(working); err != nil {
		return err
	}
	defer queue.Stop()
	watching := content.watch(working)
	searching := finder.run(working)

	served := make(chan error, 1)
	go func() { served <- server.Serve(punctual{listener}) }()
	if err := firstAdmin(ctx, conf, accounts, s); err != nil {
		s.log.Error("the code for the first admin could not be made", "err", err)
	}
	s.ready(conf.address(listener.Addr()))
	select {
	case err := <-served:
		return fault.Wrap(err, fault.Internal, "the server has stopped")
	case <-ctx.Done():
	}

	s.log.Info("stopping")
	stopping.Store(true)
	hub.Stop()
	content.live.Stop()
	time.Sleep(lameFor)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		s.log.Warn("some requests were cut off", "err", err)
		_ = server.Close() // what is left has had its time
	}
	stopBackground()
	<-watching
	<-searching
	return nil
}

var errStopping = errors.New("stopping")

// closing closes something at the end, when nobody is left to be told but the log.
func closing(log *slog.Logger, what string, end func() error) {
	if err := end(); err != nil {
		log.Error("closing", "what", what, "err", err)
	}
}
