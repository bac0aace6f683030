package review

import (
	"context"
	"slices"
	"time"

	"levelup/internal/db"
)

// Queue is what a coach finds to do.
type Queue struct {
	Waiting  []Request // nobody has answered yet, the oldest first; those that another coach holds too
	Answered []Request // still shared, and reviewed; the newest first
	Pace     Pace
}

// Pace is how long people have waited lately.
type Pace struct {
	Known      bool
	Wait       time.Duration // until a coach took it, half of them
	Turnaround time.Duration // until the review was there, half of them
	Waiting    int           // in the queue now
	Coaches    int           // who can take it
}

// listed bounds the lists; who has more goes through the oldest first.
const listed = 200

// Queue lists what is shared with a coach: by name, and in the queue.
func (s *Store) Queue(ctx context.Context, coach string) (Queue, error) {
	return read(ctx, s, func(tx *db.Tx) (out Queue, err error) {
		list := func(where string) (list []Request, err error) {
			err = tx.Each(func(into func(...any) error) error {
				r, err := scanRequest(into, tx.Now())
				list = append(list, r)
				return err
			}, requests+` AND a.person_id <> ? AND (q.coach_id IS NULL OR q.coach_id = ?) AND `+where+` LIMIT ?`, coach, coach, listed)
			return list, err
		}
		if out.Waiting, err = list(`q.answered_at IS NULL ORDER BY q.asked_at, q.attempt_id`); err != nil {
			return out, err
		}
		if out.Answered, err = list(`q.answered_at IS NOT NULL ORDER BY q.answered_at DESC, q.attempt_id`); err != nil {
			return out, err
		}
		out.Pace, err = pace(tx)
		return out, err
	})
}

// Pace tells how long reviews take here.
func (s *Store) Pace(ctx context.Context) (Pace, error) { return read(ctx, s, pace) }

// lately is how many publications the figures rest on.
const lately = 20

func pace(tx *db.Tx) (p Pace, err error) {
	var waits, turns []time.Duration
	err = tx.Each(func(into func(...any) error) error {
		var asked, claimed, published int64
		err := into(&asked, &claimed, &published)
		waits = append(waits, time.Duration(max(0, claimed-asked))*time.Millisecond)
		turns = append(turns, time.Duration(max(0, published-asked))*time.Millisecond)
		return err
	}, `SELECT asked_at, claimed_at, published_at FROM reviews WHERE published_at IS NOT NULL ORDER BY published_at DESC, id LIMIT ?`, lately)
	if err != nil {
		return p, err
	}
	p.Known = len(turns) > 0
	p.Wait, p.Turnaround = middle(waits), middle(turns)
	if err := tx.QueryRow(`SELECT count(*) FROM review_requests q JOIN attempts a ON a.id = q.attempt_id
		WHERE q.answered_at IS NULL AND q.coach_id IS NULL AND a.status = 'submitted'`).Scan(&p.Waiting); err != nil {
		return p, err
	}
	return p, tx.QueryRow(`SELECT count(*) FROM person_roles WHERE role = 'coach'`).Scan(&p.Coaches)
}

// middle is the median, the later one of an even number.
func middle(list []time.Duration) time.Duration {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}
