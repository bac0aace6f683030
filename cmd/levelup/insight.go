package main

import (
	"context"
	"errors"
	"log/slog"
	"runtime/metrics"
	"slices"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/jobs"
	"levelup/internal/llm"
	figures "levelup/internal/metrics"
	"levelup/internal/trace"
	"levelup/web/admin"
	"levelup/web/attempts"
	"levelup/web/author"
	"levelup/web/site"
)

// insight is what the program sees of itself while it runs: figures for /metrics, spans
// for a collector, and the saves of the last minute. The packages that do the work know
// none of it; they tell hooks that are set in serve.go.
type insight struct {
	figures   *figures.Metrics
	tracer    *trace.Tracer // nil: nobody collects
	recent    lastMinute    // saves
	token     string
	collector string // the host that spans go to, for saying so
	log       *slog.Logger
	now       func() time.Time
}

func newInsight(conf config, s serving) *insight {
	i := &insight{figures: figures.New(version), token: conf.metricsToken, log: s.log, now: s.now}
	if conf.collector != nil {
		i.tracer, i.collector = trace.New(conf.collector, version, s.log), conf.collector.Host
	}
	i.figures.Counter("spans_sent_total", "Spans that the collector of traces took.", i.tracer.Sent)
	i.figures.Counter("spans_dropped_total", "Spans that were lost: the queue was full, or the collector did not take them.", i.tracer.Dropped)
	return i
}

// site is what the site tells and shows.
func (i *insight) site() site.Watch {
	return site.Watch{Tracer: i.tracer, Collector: i.collector, Figures: i.figures.Handler(), Token: i.token, Answered: func(a site.Answered) {
		i.figures.Answered(a.Route, a.Method, a.Status, a.Took, a.Stream)
	}}
}

// committed hears of each transaction, in the writer's time.
func (i *insight) committed(b db.Batch) {
	i.figures.Committed(b.Parts, b.Took, b.Failed)
	i.tracer.Note(context.Background(), "commit", b.Began, b.Took, b.Failed, trace.Attr{Key: "levelup.writes", Value: b.Parts})
}

func (i *insight) saved(events int) {
	i.figures.Saved(events)
	i.recent.add(i.now(), 1)
}

// graded hears of each step of a grade's job.
func (i *insight) graded(r record.Record) {
	if r.State == record.Done || r.State == record.Failed {
		i.figures.Graded(r.Grader, string(r.State), r.DoneAt.Sub(r.QueuedAt))
	}
}

type attemptKey struct{}

// about says in a context which attempt is being worked on, for the log.
func about(ctx context.Context, attempt string) context.Context {
	return context.WithValue(ctx, attemptKey{}, attempt)
}

// asked hears of each question to a model's server. The log tells which attempt it was
// about; the figures and spans, which others may see, do not.
func (i *insight) asked(ctx context.Context, use string) func(llm.Answer, error) {
	_, span := i.tracer.Start(ctx, "ask model", trace.Client, trace.Attr{Key: "levelup.use", Value: use})
	return func(a llm.Answer, err error) {
		outcome, level := grading.Answered, slog.LevelDebug
		if err != nil {
			outcome, level = grading.Stopped, slog.LevelWarn
			if e, ours := errors.AsType[*llm.Error](err); ours {
				outcome = string(e.Kind)
			}
			if outcome == grading.Stopped || outcome == string(llm.Open) { // nobody wanted it any more, or nobody was asked
				level = slog.LevelDebug
			}
			span.Fail()
		}
		i.figures.Asked(use, outcome, a.Spent, a.Tokens-a.Said, a.Said)
		span.Set("levelup.outcome", outcome)
		span.Set("levelup.tries", a.Tries)
		span.Set("levelup.tokens", a.Tokens)
		span.End()
		attempt, _ := ctx.Value(attemptKey{}).(string)
		i.log.Log(ctx, level, "a question to the model", "attempt", attempt, "use", use, "outcome", outcome, "tries", a.Tries, "tokens", a.Tokens, "took", a.Spent.Round(time.Millisecond).String())
	}
}

// follows has a grader's work seen.
func (i *insight) follows(name string, grade record.Grader) record.Grader {
	return func(ctx context.Context, attempt, rubric string) (grading.Grade, error) {
		ctx, span := i.tracer.Start(about(ctx, attempt), "grade", trace.Internal, trace.Attr{Key: "levelup.grader", Value: name})
		defer span.End()
		g, err := grade(ctx, attempt, rubric)
		if err != nil {
			span.Fail()
		}
		return g, err
	}
}

// stands says where to look for what is asked when somebody reads the figures.
func (i *insight) stands(d *db.DB, queue *jobs.Queue, accounts *account.Store, attemptStore *interview.Store, grades *record.Store, hub *attempts.Hub, live *author.Live) {
	const streams = "Event streams that are open, by what they tell of."
	i.figures.Gauge("streams_open", streams, "of", "attempts", hub.Open)
	i.figures.Gauge("streams_open", streams, "of", "content", live.Open)
	i.figures.Stand(func(ctx context.Context) (out figures.Standing, err error) {
		size, err := d.Measure(ctx)
		if err != nil {
			return out, err
		}
		out.Bytes, out.Waiting = size.Bytes, size.Waiting
		if out.People, err = accounts.Count(ctx); err != nil {
			return out, err
		}
		if out.Running, err = attemptStore.CountRunning(ctx); err != nil {
			return out, err
		}
		backlogs, err := grades.Backlogs(ctx)
		out.Queues = map[string]figures.Queue{}
		for grader, b := range backlogs {
			q := figures.Queue{Queued: b.Queued, Running: b.Running, Failed: b.Failed}
			if !b.Oldest.IsZero() {
				q.Age = max(0, d.Now().Sub(b.Oldest))
			}
			out.Queues[grader] = q
		}
		if err != nil {
			return out, err
		}
		states, err := queue.List(ctx)
		out.Jobs = map[string]figures.Job{}
		for _, s := range states {
			job := figures.Job{Failing: s.Failing, Late: s.Late}
			if at := slices.IndexFunc(s.Runs, func(r jobs.Run) bool { return !r.Failed }); at >= 0 {
				job.Good = s.Runs[at].Began
			}
			out.Jobs[s.Name] = job
		}
		return out, err
	})
}

// tell adds to what the admin sees how busy the process is, and who else sees it.
func (i *insight) tell(g *admin.Ground, hub *attempts.Hub, live *author.Live) {
	g.Pulse = func() admin.Pulse {
		memory, goroutines := footprint()
		return admin.Pulse{Memory: memory, Goroutines: goroutines, Streams: hub.Open() + live.Open(), Saves: i.recent.sum(i.now())}
	}
	g.Figures, g.Traces = "for this machine alone, since LEVELUP_METRICS_TOKEN is not set", "Traces go nowhere, since LEVELUP_OTLP_ENDPOINT is not set."
	if i.token != "" {
		g.Figures = "for this machine, and for whoever has the token"
	}
	if i.collector != "" {
		g.Traces = "Traces go to " + i.collector + "."
	}
}

// footprint is the memory that this process holds of the machine, as Go's runtime
// counts it, and how many goroutines there are. Asking stops nobody.
func footprint() (bytes int64, goroutines int) {
	asked := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}, {Name: "/sched/goroutines:goroutines"}}
	metrics.Read(asked)
	return int64(asked[0].Value.Uint64() - asked[1].Value.Uint64()), int(asked[2].Value.Uint64())
}
