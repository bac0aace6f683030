package main

import (
	"context"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/jobs"
	"levelup/internal/review"
)

const gradingJob = "grading"

// schedule tells the queue what there is to do and how often.
func schedule(queue *jobs.Queue, worker *record.Worker, accounts *account.Store, attemptStore *interview.Store, reviews *review.Store) {
	queue.Handle(gradingJob, 5*time.Minute, worker.Drain)
	queue.Every(gradingJob, 15*time.Second) // picks up what a dead worker has left
	queue.Handle("sessions", time.Minute, accounts.Prune)
	queue.Every("sessions", time.Hour)
	queue.Handle("discarded", time.Minute, attemptStore.Prune)
	queue.Every("discarded", time.Hour)
	queue.Handle("notices", time.Minute, reviews.Prune)
	queue.Every("notices", time.Hour)
}

// looksForOwed is in which of so many ticks messages are looked for that nobody
// answers any more.
const looksForOwed = 15

// sweep ends attempts at their deadlines, at once for those that ended while
// no server ran and then each tick, and lets the interviewer ask in pauses. The
// channel is closed when it has stopped.
func sweep(ctx context.Context, store *interview.Store, asking *interviewers, s serving) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(s.tick)
		defer tick.Stop()
		if err := store.Warm(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("the attempts that run could not be read", "err", err)
		}
		for n := 0; ; n++ {
			if n, err := store.Sweep(ctx); err != nil && ctx.Err() == nil {
				s.log.Error("deadlines could not be looked at", "err", err)
			} else if n > 0 {
				s.log.Info("attempts ended at their deadline", "attempts", n)
			}
			if _, err := store.Probe(ctx, asking.probe); err != nil && ctx.Err() == nil {
				s.log.Error("the interviewer could not ask", "err", err)
			}
			if n%looksForOwed == 0 {
				if err := answerOverdue(ctx, asking, store, s.now); err != nil && ctx.Err() == nil {
					s.log.Error("messages are left without an answer", "err", err)
				}
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	}()
	return done
}

// guard ends the streams of people whose sessions have ended, deletes those whose time
// to come back is over, and tries to write again where writing has failed.
func guard(ctx context.Context, database *db.DB, accounts *account.Store, s serving) {
	tick := time.NewTicker(min(account.WatchEvery, 100*s.tick))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := accounts.CheckWatched(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("the sessions of open streams could not be looked at", "err", err)
		}
		if err := database.Recheck(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("whether anything can be written could not be found out", "err", err)
		}
		if err := accounts.DeleteLeft(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("who has left could not be deleted", "err", err)
		}
	}
}
