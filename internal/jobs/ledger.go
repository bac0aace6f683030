package jobs

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"levelup/internal/db"
)

// ledger is what outlives the process: when work is due, and how the last runs went.
type ledger struct{ db *db.DB }

// keptRuns is how many runs of a kind are kept.
const keptRuns = 20

// claim takes what is due by the kind's calendar, if it is and nobody has it. Where
// nothing was written yet it is written down. It also says when the kind is due.
func (l ledger) claim(ctx context.Context, k *kind) (ours bool, due time.Time, err error) {
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		next := k.calendar.Next(tx.Now())
		var at, lease int64
		err := tx.QueryRow(`SELECT due_at, lease_until FROM job_dues WHERE kind = ?`, k.name).Scan(&at, &lease)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			ours, due = false, next
			_, err := tx.Exec(`INSERT INTO job_dues (kind, due_at) VALUES (?, ?) ON CONFLICT (kind) DO NOTHING`, k.name, next.UnixMilli())
			return err
		case err != nil:
			return err
		case at > next.UnixMilli(): // the rule has changed
			ours, due = false, next
			_, err := tx.Exec(`UPDATE job_dues SET due_at = ? WHERE kind = ? AND due_at = ?`, next.UnixMilli(), k.name, at)
			return err
		}
		now := tx.Now().UnixMilli()
		n, err := tx.Exec(`UPDATE job_dues SET lease_until = ? WHERE kind = ? AND due_at <= ? AND lease_until <= ?`,
			tx.Now().Add(k.limit+leaseAfter).UnixMilli(), k.name, now, now)
		ours, due = n == 1, time.UnixMilli(at).UTC()
		return err
	})
	return ours, due, err
}

// release gives back what was claimed and not done, so that the next start does it.
func (l ledger) release(ctx context.Context, kind string) error {
	return l.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE job_dues SET lease_until = 0 WHERE kind = ?`, kind)
		return err
	})
}

// keep writes a run down. What was due when it began, by a calendar, is done with it,
// well or not: a run that failed is tried again like any other.
func (l ledger) keep(ctx context.Context, k *kind, r Run) (due time.Time, err error) {
	err = l.db.Write(ctx, func(tx *db.Tx) error {
		failed := 0
		if r.Failed {
			failed = 1
		}
		if _, err := tx.Exec(`INSERT INTO job_runs (kind, cause, began_at, took_ms, failed, said) VALUES (?, ?, ?, ?, ?, ?)`,
			k.name, r.Cause, r.Began.UnixMilli(), r.Took.Milliseconds(), failed, r.Said); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM job_runs WHERE kind = ? AND id NOT IN (SELECT id FROM job_runs WHERE kind = ? ORDER BY id DESC LIMIT ?)`, k.name, k.name, keptRuns); err != nil {
			return err
		}
		if k.calendar == nil {
			return nil
		}
		due = k.calendar.Next(tx.Now())
		n, err := tx.Exec(`UPDATE job_dues SET due_at = ?, lease_until = 0 WHERE kind = ? AND due_at <= ?`, due.UnixMilli(), k.name, r.Began.UnixMilli())
		if n == 0 { // by hand, between two dues
			due = time.Time{}
		}
		return err
	})
	return due, err
}

// read is the runs of each kind, the newest first, and when those with a calendar are due.
func (l ledger) read(ctx context.Context) (runs map[string][]Run, dues map[string]time.Time, err error) {
	runs, dues = map[string][]Run{}, map[string]time.Time{}
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		if err := tx.Each(func(into func(...any) error) error {
			var kind string
			var r Run
			var began, took int64
			var failed int
			err := into(&kind, &r.Cause, &began, &took, &failed, &r.Said)
			r.Began, r.Took, r.Failed = time.UnixMilli(began).UTC(), time.Duration(took)*time.Millisecond, failed == 1
			runs[kind] = append(runs[kind], r)
			return err
		}, `SELECT kind, cause, began_at, took_ms, failed, said FROM job_runs ORDER BY id DESC`); err != nil {
			return err
		}
		return tx.Each(func(into func(...any) error) error {
			var kind string
			var at int64
			err := into(&kind, &at)
			dues[kind] = time.UnixMilli(at).UTC()
			return err
		}, `SELECT kind, due_at FROM job_dues`)
	})
	return runs, dues, err
}
