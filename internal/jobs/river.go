package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	riverqueue "github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"levelup/internal/db"
)

const (
	// tries is how often River runs a job that fails. What is scheduled begins
	// anew with its next period; the rest waits for its next wake.
	tries = 6
	// poll is how often River looks for jobs that it was not told of: those of
	// other instances. A look that finds nothing writes nothing.
	poll = 2 * time.Second
	// keep is how long finished jobs can be looked at.
	keep = time.Hour
	// connections are River's own on PostgreSQL, whose driver needs pgx.
	connections = 3
)

// openSQLite shares the one connection that writes; River has it between batches.
func openSQLite(ctx context.Context, d *db.DB) (func(*Queue) (river, error), error) {
	driver := riversqlite.New(d.SQL())
	if err := migrate(ctx, driver); err != nil {
		return nil, err
	}
	return func(q *Queue) (river, error) { return newClient(q, driver, func() {}) }, nil
}

func openPostgres(ctx context.Context, d *db.DB) (func(*Queue) (river, error), error) {
	config, err := pgxpool.ParseConfig(d.URL())
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	if err := migrateAlone(ctx, config); err != nil {
		return nil, err
	}
	return func(q *Queue) (river, error) {
		pool, err := pgxpool.NewWithConfig(context.Background(), config) // it outlives every context but the queue's
		if err != nil {
			return nil, err
		}
		return newClient(q, riverpgxv5.New(pool), pool.Close)
	}, nil
}

// migrationLock keeps two instances that start together from making River's
// tables at the same time; River's migrations do not look out for each other.
const migrationLock = 0x4c765570

func migrateAlone(ctx context.Context, config *pgxpool.Config) error {
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return err
	}
	defer func() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock) // the connection's end unlocks too
	}()
	return migrate(ctx, riverpgxv5.New(pool))
}

func migrate[Tx any](ctx context.Context, driver riverdriver.Driver[Tx]) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// client is River on one of the databases.
type client[Tx any] struct {
	*riverqueue.Client[Tx]
	release func()
}

func newClient[Tx any](q *Queue, driver riverdriver.Driver[Tx], release func()) (river, error) {
	workers := riverqueue.NewWorkers()
	var periodic []*riverqueue.PeriodicJob
	longest := time.Minute
	for _, k := range q.kinds {
		riverqueue.AddWorkerArgs(workers, task{k.name}, &worker{kind: k})
		longest = max(longest, k.limit)
		if k.period > 0 && !k.loops {
			periodic = append(periodic, riverqueue.NewPeriodicJob(riverqueue.PeriodicInterval(k.period),
				func() (riverqueue.JobArgs, *riverqueue.InsertOpts) { return task{k.name}, nil },
				&riverqueue.PeriodicJobOpts{ID: k.name}))
		}
	}
	c, err := riverqueue.NewClient(driver, &riverqueue.Config{
		Queues:                      map[string]riverqueue.QueueConfig{riverqueue.QueueDefault: {MaxWorkers: len(q.kinds) + 1}},
		Workers:                     workers,
		PeriodicJobs:                periodic,
		PollOnly:                    true, // alike on both databases; what must be fast does not wait for River
		FetchPollInterval:           poll,
		MaxAttempts:                 tries,
		RetryPolicy:                 backoff{},
		JobTimeout:                  -1, // each kind has its own
		RescueStuckJobsAfter:        2*longest + time.Minute,
		CompletedJobRetentionPeriod: keep,
		CancelledJobRetentionPeriod: keep,
		Logger:                      slog.New(warnings{q.log.Handler()}),
	})
	if err != nil {
		release()
		return nil, err
	}
	return &client[Tx]{Client: c, release: release}, nil
}

func (c *client[Tx]) start(ctx context.Context) error { return c.Start(ctx) }
func (c *client[Tx]) wait()                           { <-c.Stopped() }
func (c *client[Tx]) close()                          { c.release() }

// retry queues a run for a second from now.
func (c *client[Tx]) retry(ctx context.Context, kind string) error {
	_, err := c.Insert(ctx, task{kind}, &riverqueue.InsertOpts{ScheduledAt: time.Now().Add(time.Second)})
	return err
}

// task is a job as River stores it: its kind is all there is to it.
type task struct{ kind string }

func (t task) Kind() string { return t.kind }

// InsertOpts makes one waiting job of a kind enough.
func (t task) InsertOpts() riverqueue.InsertOpts {
	return riverqueue.InsertOpts{UniqueOpts: riverqueue.UniqueOpts{ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// worker hands River's jobs to the goroutine of their kind.
type worker struct {
	riverqueue.WorkerDefaults[task]
	kind *kind
}

func (w *worker) Work(ctx context.Context, _ *riverqueue.Job[task]) error {
	err := w.kind.ask(ctx)
	if ctx.Err() != nil { // stopping: not the job's fault, and not one of its tries
		return riverqueue.JobSnooze(0)
	}
	return err
}

// backoff is 1, 2, 4 … seconds.
type backoff struct{}

func (backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().Add(time.Second << len(job.Errors))
}

// warnings is a log without River's accounts of what goes well, and of jobs that
// fail, which are logged where they run.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
