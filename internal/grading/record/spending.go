package record

import (
	"context"
	"slices"
	"time"

	"levelup/internal/db"
	"levelup/internal/grading"
)

// Day is what grading by a model came to on one day, by UTC.
type Day struct {
	Day       time.Time
	Questions int
	Tokens    int
	Asked     map[string]int // questions by outcome
	Grades    map[string]int // grades by how they ended
	Fallbacks int            // criteria
	Half      time.Duration  // as long as half of the questions took, at most; 0 without any
	Most      time.Duration  // as long as 95 of 100 took
}

// Learner is what grading one learner's attempts has come to today.
type Learner struct {
	Name, Email string
	Questions   int
	Tokens      int // settled
	Reserved    int // for grades that are being made
	Grades      map[string]int
}

// Days returns the days on which there was something, of the last n, the newest first.
func (b *Budget) Days(ctx context.Context, n int) ([]Day, error) {
	byDay := map[int64]*Day{}
	err := b.db.Read(ctx, func(tx *db.Tx) error {
		since := dayOf(tx.Now()) - int64(n)
		if err := tx.Each(func(into func(...any) error) error {
			var day int64
			var s sum
			if err := into(&day, &s.what, &s.outcome, &s.times, &s.tokens); err != nil {
				return err
			}
			d := byDay[day]
			if d == nil {
				d = &Day{Day: time.Unix(day*24*60*60, 0).UTC(), Asked: map[string]int{}, Grades: map[string]int{}}
				byDay[day] = d
			}
			d.add(s)
			return nil
		}, `SELECT day, what, outcome, sum(times), sum(tokens) FROM model_use WHERE day > ? GROUP BY day, what, outcome`, since); err != nil {
			return err
		}
		times := map[int64][]class{}
		if err := tx.Each(func(into func(...any) error) error {
			var day int64
			var c class
			err := into(&day, &c.number, &c.times)
			times[day] = append(times[day], c)
			return err
		}, `SELECT day, class, times FROM model_times WHERE day > ? ORDER BY day, class`, since); err != nil {
			return err
		}
		for day, d := range byDay {
			d.Half, d.Most = quantile(times[day], 50), quantile(times[day], 95)
		}
		return nil
	})
	var out []Day
	for _, d := range byDay {
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Day) int { return b.Day.Compare(a.Day) })
	return out, err
}

func (d *Day) add(s sum) {
	switch s.what {
	case "question":
		d.Questions += s.times
		d.Tokens += s.tokens
		d.Asked[s.outcome] += s.times
	case "criterion":
		d.Fallbacks += s.times
	case "grade":
		d.Grades[s.outcome] += s.times
	}
}

// class is how many took that long.
type class struct{ number, times int }

// quantile is the duration that so many of a hundred do not exceed.
func quantile(classes []class, percent int) time.Duration {
	all := 0
	for _, c := range classes {
		all += c.times
	}
	below := 0
	for _, c := range classes {
		if below += c.times; below*100 >= all*percent && all > 0 {
			return longestOf(c.number)
		}
	}
	return 0
}

// Learners returns who has had something of the model today, or was refused it, the
// greatest spender first, at most so many.
func (b *Budget) Learners(ctx context.Context, most int) ([]Learner, error) {
	byID, order := map[string]*Learner{}, []string{}
	err := b.db.Read(ctx, func(tx *db.Tx) error {
		day, now := dayOf(tx.Now()), tx.Now().UnixMilli()
		if err := tx.Each(func(into func(...any) error) error {
			var id string
			l := &Learner{Grades: map[string]int{}}
			if err := into(&id, &l.Name, &l.Email, &l.Questions, &l.Tokens, &l.Reserved); err != nil {
				return err
			}
			byID[id], order = l, append(order, id)
			return nil
		}, `SELECT p.id, p.name, p.email, coalesce(u.questions, 0), coalesce(u.tokens, 0), coalesce(r.reserved, 0) FROM people p
			LEFT JOIN (SELECT person_id, sum(CASE WHEN what = 'question' THEN times ELSE 0 END) AS questions, sum(tokens) AS tokens
				FROM model_use WHERE day = ? GROUP BY person_id) u ON u.person_id = p.id
			LEFT JOIN (SELECT person_id, sum(tokens) AS reserved FROM model_tokens WHERE day = ? AND open_until > ? GROUP BY person_id) r ON r.person_id = p.id
			WHERE u.person_id IS NOT NULL OR r.person_id IS NOT NULL
			ORDER BY coalesce(u.tokens, 0) + coalesce(r.reserved, 0) DESC, p.email LIMIT ?`, day, day, now, most); err != nil {
			return err
		}
		return tx.Each(func(into func(...any) error) error {
			var id, outcome string
			var times int
			if err := into(&id, &outcome, &times); err != nil {
				return err
			}
			if l := byID[id]; l != nil {
				l.Grades[outcome] += times
			}
			return nil
		}, `SELECT person_id, outcome, times FROM model_use WHERE day = ? AND what = 'grade'`, day)
	})
	out := make([]Learner, len(order))
	for i, id := range order {
		out[i] = *byID[id]
	}
	return out, err
}

// Backlog is what there is to do for one grader.
type Backlog struct {
	Queued, Running, Failed int
	Oldest                  time.Time // since when the oldest waits; zero when none does
}

// Backlogs counts the jobs of each grader that is a machine.
func (s *Store) Backlogs(ctx context.Context) (map[string]Backlog, error) {
	out := map[string]Backlog{grading.BuiltIn: {}, grading.ByModel: {}}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		for grader := range out {
			var b Backlog
			var oldest int64
			if err := tx.QueryRow(`SELECT coalesce(sum(CASE WHEN state = 'queued' THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN state = 'running' THEN 1 ELSE 0 END), 0),
				coalesce(min(CASE WHEN state = 'queued' THEN queued_at END), 0) FROM grades WHERE state IN ('queued', 'running') AND grader = ?`,
				grader).Scan(&b.Queued, &b.Running, &oldest); err != nil {
				return err
			}
			if err := tx.QueryRow(`SELECT count(*) FROM grades WHERE state = 'failed' AND grader = ?`, grader).Scan(&b.Failed); err != nil {
				return err
			}
			if oldest > 0 {
				b.Oldest = time.UnixMilli(oldest).UTC()
			}
			out[grader] = b
		}
		return nil
	})
	return out, err
}
