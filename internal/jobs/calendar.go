package jobs

import (
	"context"
	"fmt"
	"time"
)

// Calendar is a rule that says when work is due.
type Calendar interface {
	Next(after time.Time) time.Time // the first moment later than that
	String() string                 // such as "each day at 03:17 UTC"
}

// Daily is a time of each day, or of one day of the week, by UTC: there no hour comes
// twice or never.
type Daily struct {
	Hour, Minute int
	Only         *time.Weekday // nil: each day
}

// On is a time of one day of the week.
func On(day time.Weekday, hour, minute int) Daily { return Daily{hour, minute, &day} }

// Next is the first such time after another.
func (c Daily) Next(after time.Time) time.Time {
	after = after.UTC()
	next := time.Date(after.Year(), after.Month(), after.Day(), c.Hour, c.Minute, 0, 0, time.UTC)
	for !next.After(after) || c.Only != nil && next.Weekday() != *c.Only {
		next = next.AddDate(0, 0, 1)
	}
	return next
}

func (c Daily) String() string {
	day := "day"
	if c.Only != nil {
		day = c.Only.String()
	}
	return fmt.Sprintf("each %s at %02d:%02d UTC", day, c.Hour, c.Minute)
}

const (
	lookEvery = time.Second      // at the clock
	askEvery  = 20 * time.Second // at the database, where something is due that somebody else does, or it does not answer
	// leaseAfter is what a lease lasts beyond the time limit of its work.
	leaseAfter = time.Minute
)

// follow wakes the kind when its calendar says so, unless another process does it. What
// fell due while no process ran is done at the start, once.
func (k *kind) follow(ctx context.Context, l ledger) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var about, asked time.Time // what was known to be due when the database was asked last, and when that was by this machine's own clock
	for {
		if known := k.dueAt(); !l.db.Now().Before(known) && (asked.IsZero() || !known.Equal(about) || time.Since(asked) >= askEvery) {
			ours, due, err := l.claim(ctx, k)
			about, asked = known, time.Now()
			switch {
			case err != nil && ctx.Err() == nil:
				k.log.ErrorContext(ctx, "what is due could not be looked up", "kind", k.name, "err", err)
			case err == nil:
				k.setDue(due) // before the run, which moves it on
			}
			if ours {
				k.wake(bySchedule)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
