package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/jobs"
	"levelup/internal/review"
	"levelup/web/ui"
)

const gradingJob = "grading"

// background is what the work in the background is done with.
type background struct {
	queue    *jobs.Queue
	worker   *record.Worker
	database *db.DB
	accounts *account.Store
	attempts *interview.Store
	grades   *record.Store
	reviews  *review.Store
	library  func() *curriculum.Library
	asking   *interviewers
	backups  backupConfig
	folder   bool // the content is one that people edit
	log      *slog.Logger
	now      func() time.Time
}

// schedule tells the queue what there is to do and when; tick is how often deadlines are
// looked at.
func (b background) schedule(tick time.Duration) {
	q, seldom := b.queue, min(account.WatchEvery, 100*tick)
	// What matters most when it fails comes first: the admin's list is in this order.
	if b.backups.folder != "" {
		q.Handle("backup", time.Hour, b.backUp)
		q.At("backup", jobs.Daily{Hour: 3, Minute: 17})
	}
	q.Handle("integrity", time.Hour, b.checkDatabase)
	q.At("integrity", jobs.On(time.Sunday, 4, 23))
	if b.folder {
		q.Handle("content", time.Minute, b.checkContent)
		q.Every("content", time.Hour)
	}
	q.Handle(gradingJob, 5*time.Minute, b.worker.Drain)
	q.Every(gradingJob, 15*time.Second) // picks up what a dead worker has left
	q.Handle("statistics", 5*time.Minute, b.loadStatistics)
	q.At("statistics", jobs.Daily{Hour: 0, Minute: 41})
	q.Handle("claims", time.Minute, b.releaseClaims)
	q.Every("claims", 5*time.Minute)
	for _, loop := range []struct {
		name   string
		period time.Duration
		work   jobs.Work
	}{
		{"deadlines", tick, b.sweep()}, {"interviewer", tick, b.interviews()},
		{"departures", seldom, b.accounts.DeleteLeft}, {"streams", seldom, b.accounts.CheckWatched}, {"writing", seldom, b.database.Recheck},
	} {
		q.Handle(loop.name, time.Minute, loop.work)
		q.Loop(loop.name, loop.period)
	}
	for _, prune := range []struct {
		name string
		work jobs.Work
	}{{"sessions", b.accounts.Prune}, {"discarded", b.attempts.Prune}, {"notices", b.reviews.Prune}} {
		q.Handle(prune.name, time.Minute, prune.work)
		q.Every(prune.name, time.Hour)
	}
}

func (b background) releaseClaims(ctx context.Context) error {
	n, err := b.reviews.ReleaseOverdue(ctx)
	if n > 0 {
		jobs.Note(ctx, "%s went back to the queue.", ui.Count(n, "attempt"))
	}
	return err
}

func (b background) loadStatistics(ctx context.Context) error {
	l, err := b.grades.LoadDays(ctx)
	jobs.Note(ctx, "%s since %s in %s.", ui.Count(l.Grades, "grade"), l.From.Format("2 January"), ui.Count(l.Rows, "row"))
	return err
}

func (b background) checkDatabase(ctx context.Context) error {
	report, err := b.database.Check(ctx)
	if err != nil {
		return err
	}
	if n := len(report.Faults); n > 0 {
		return fault.New(fault.Internal, "The database is damaged: %s. Stop the server and put a backup in its place with levelup restore.", report.Faults[0])
	}
	jobs.Note(ctx, "Good: %s.", told(report))
	return nil
}

func (b background) backUp(ctx context.Context) error {
	file, report, err := b.database.BackupInto(ctx, b.backups.folder, b.backups.keep)
	if err == nil {
		jobs.Note(ctx, "%s: %s.", filepath.Base(file), told(report))
	}
	return err
}

// checkContent fails while something is wrong with the files, which readers do not see:
// they have the last good version.
func (b background) checkContent(ctx context.Context) error {
	library := b.library()
	problems := library.Loose()
	for _, f := range library.Files() {
		problems = append(problems, f.Problems...)
	}
	if len(problems) > 0 {
		return fault.New(fault.Invalid, "%s in the content: %s. The author's page lists them.", ui.Count(len(problems), "problem"), problems[0])
	}
	jobs.Note(ctx, "%s and %s, no problems.", ui.Count(len(library.Chapters()), "chapter"), ui.Count(len(library.Prompts()), "prompt"))
	return nil
}

// sweep ends attempts at their deadlines, at once for those that ended while no server
// ran and then at each tick.
func (b background) sweep() jobs.Work {
	warm := sync.OnceValue(func() error { return b.attempts.Warm(context.Background()) })
	return func(ctx context.Context) error {
		if err := warm(); err != nil {
			b.log.Error("the attempts that run could not be read", "err", err)
		}
		n, err := b.attempts.Sweep(ctx)
		if n > 0 {
			b.log.Info("attempts ended at their deadline", "attempts", n)
			jobs.Note(ctx, "%s ended.", ui.Count(n, "attempt"))
		}
		return err
	}
}

// looksForOwed is in which of so many ticks messages are looked for that nobody
// answers any more.
const looksForOwed = 15

// interviews lets the interviewer ask in pauses, and answers what is left unanswered.
func (b background) interviews() jobs.Work {
	turn := 0
	return func(ctx context.Context) error {
		_, err := b.attempts.Probe(ctx, b.asking.probe)
		if turn%looksForOwed == 0 {
			err = errors.Join(err, answerOverdue(ctx, b.asking, b.attempts, b.now))
		}
		turn++
		return err
	}
}
