package record

import (
	"context"
	"database/sql"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

const dayMs = int64(24 * time.Hour / time.Millisecond)

// loadAgain is how many days back each load begins anew: what was being made at midnight,
// or failed and was asked for again, moves to another day.
const loadAgain = 3

// ended are the grades that the statistics are made of: those that have come to an end,
// of attempts that were not thrown away.
const ended = `grades g JOIN attempts a ON a.id = g.attempt_id WHERE g.state IN ('done', 'failed') AND g.done_at IS NOT NULL AND a.status <> 'discarded'`

// Loaded is what a load of the statistics came to.
type Loaded struct {
	From   time.Time // the first day that was loaded
	Grades int       // that ended since
	Rows   int       // that they came to
}

// LoadDays brings the statistics by day up to date: it reads the grades that ended in the
// last days, or since the last load, and puts what they come to in the place of what stood
// there. So it does no harm to run it twice, and older days stay as they were when their
// grades are deleted. Where the sums are not those of the grades nothing is changed.
func (s *Store) LoadDays(ctx context.Context) (Loaded, error) {
	var out Loaded
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		from, err := firstToLoad(tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM grading_days WHERE day >= ?`, from); err != nil {
			return err
		}
		rows, err := tx.Exec(`INSERT INTO grading_days (day, prompt, grader, made, failed, overall, waited_ms)
			SELECT g.done_at / ?, a.prompt, g.grader, count(g.overall), count(*) - count(g.overall), coalesce(sum(g.overall), 0), sum(g.done_at - g.queued_at)
			FROM `+ended+` AND g.done_at >= ? GROUP BY 1, 2, 3`, dayMs, from*dayMs)
		if err != nil {
			return err
		}
		out = Loaded{From: time.UnixMilli(from * dayMs).UTC(), Rows: int(rows)}
		return checkLoad(tx, from, &out)
	})
	return out, err
}

// firstToLoad is the day with which a load begins.
func firstToLoad(tx *db.Tx) (int64, error) {
	today := tx.Now().UnixMilli() / dayMs
	var loaded, first sql.NullInt64
	if err := tx.QueryRow(`SELECT max(day) FROM grading_days`).Scan(&loaded); err != nil {
		return 0, err
	}
	if loaded.Valid {
		return min(loaded.Int64, today) - loadAgain + 1, nil
	}
	if err := tx.QueryRow(`SELECT min(g.done_at) FROM ` + ended).Scan(&first); err != nil || !first.Valid {
		return today, err
	}
	return first.Int64 / dayMs, nil
}

// checkLoad counts the grades in another way, and looks whether the newest is among them.
func checkLoad(tx *db.Tx, from int64, out *Loaded) error {
	var newest, loaded sql.NullInt64
	var sum int
	if err := tx.QueryRow(`SELECT count(*), max(g.done_at) FROM `+ended+` AND g.done_at >= ?`, from*dayMs).Scan(&out.Grades, &newest); err != nil {
		return err
	}
	if err := tx.QueryRow(`SELECT coalesce(sum(made + failed), 0), max(day) FROM grading_days WHERE day >= ?`, from).Scan(&sum, &loaded); err != nil {
		return err
	}
	switch {
	case sum != out.Grades:
		return fault.New(fault.Internal, "The statistics of grading come to %d grades and there are %d: nothing was changed.", sum, out.Grades)
	case newest.Valid && newest.Int64/dayMs != loaded.Int64:
		return fault.New(fault.Internal, "The newest grade is not in the statistics of grading: nothing was changed.")
	}
	return nil
}

// GradingDay is how a grader's grades went on a day, over all prompts.
type GradingDay struct {
	Day          time.Time
	Grader       string
	Made, Failed int
	Average      float64       // of those made; 0 without any
	Waited       time.Duration // a grade, on the average, from asked for to made
}

// GradingDays are the statistics of the last n days as they were loaded, the newest day
// first; behind is how many days the grades themselves are ahead of them.
func (s *Store) GradingDays(ctx context.Context, n int) (days []GradingDay, behind int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var newest, loaded sql.NullInt64
		if err := tx.QueryRow(`SELECT max(g.done_at) FROM ` + ended).Scan(&newest); err != nil {
			return err
		}
		if err := tx.QueryRow(`SELECT max(day) FROM grading_days`).Scan(&loaded); err != nil {
			return err
		}
		if newest.Valid && loaded.Valid {
			behind = int(newest.Int64/dayMs - loaded.Int64)
		}
		return tx.Each(func(into func(...any) error) error {
			var d GradingDay
			var day, waited int64
			var overall float64
			if err := into(&day, &d.Grader, &d.Made, &d.Failed, &overall, &waited); err != nil {
				return err
			}
			d.Day = time.UnixMilli(day * dayMs).UTC()
			if d.Made > 0 {
				d.Average = overall / float64(d.Made)
			}
			d.Waited = time.Duration(waited/int64(max(1, d.Made+d.Failed))) * time.Millisecond
			days = append(days, d)
			return nil
		}, `SELECT day, grader, sum(made), sum(failed), sum(overall), CAST(sum(waited_ms) AS BIGINT) FROM grading_days WHERE day > ? GROUP BY day, grader ORDER BY day DESC, grader`,
			tx.Now().UnixMilli()/dayMs-int64(n))
	})
	return days, behind, err
}
