package record

import (
	"context"
	"crypto/rand"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Budget bounds what each learner's grades take of a model in a day, by UTC. Tokens
// are reserved before the model is asked, as many as a grade can take, and settled
// afterwards at what it took, so that any number of grades at once stay below the
// limit. What came of it is kept in sums ([Use]). It owns the tables model_tokens,
// model_use and model_times.
type Budget struct {
	db    *db.DB
	daily int // 0: no limit
}

// NewBudget returns a budget of so many tokens a learner and day; 0 is no limit.
func NewBudget(d *db.DB, daily int) *Budget { return &Budget{db: d, daily: daily} }

// reservedFor is longer than any grade takes. A reservation that is older was made
// by a process that died, and is released.
const reservedFor = modelWithin + time.Minute

// Reserve sets tokens aside and returns what to settle. It is refused with a
// sentence that says when it is possible again.
func (b *Budget) Reserve(ctx context.Context, person string, tokens int) (string, error) {
	id := rand.Text()
	return id, b.db.Write(ctx, func(tx *db.Tx) error {
		now, day := tx.Now(), dayOf(tx.Now())
		// The row of the day is written first, so that two at once come one after the
		// other on PostgreSQL too.
		if _, err := tx.Exec(`INSERT INTO model_tokens (id, person_id, day, tokens) VALUES (?, ?, ?, 0)
			ON CONFLICT (id) DO UPDATE SET tokens = model_tokens.tokens`, person+"/"+now.Format(time.DateOnly), person, day); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM model_tokens WHERE person_id = ? AND (day < ? OR open_until <= ?)`, person, day, now.UnixMilli()); err != nil {
			return err
		}
		var spent, reserved int
		if err := tx.QueryRow(`SELECT coalesce(sum(CASE WHEN open_until IS NULL THEN tokens ELSE 0 END), 0),
			coalesce(sum(CASE WHEN open_until IS NULL THEN 0 ELSE tokens END), 0) FROM model_tokens WHERE person_id = ? AND day = ?`,
			person, day).Scan(&spent, &reserved); err != nil {
			return err
		}
		if err := b.room(now, tokens, spent, reserved); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO model_tokens (id, person_id, day, tokens, open_until) VALUES (?, ?, ?, ?, ?)`,
			id, person, day, tokens, now.Add(reservedFor).UnixMilli())
		return err
	})
}

// room says why there is none.
func (b *Budget) room(now time.Time, tokens, spent, reserved int) error {
	switch {
	case b.daily == 0 || spent+reserved+tokens <= b.daily:
		return nil
	case tokens > b.daily:
		return fault.New(fault.Conflict, "This attempt is too long for the model: it may take %d tokens, and %d a day are set for each learner. Whoever runs this site can raise that.", tokens, b.daily)
	case spent+tokens <= b.daily:
		return fault.New(fault.Conflict, "Other grades of yours are with the model just now and hold the rest of today's tokens. It can be asked again in a few minutes.")
	}
	next := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, time.UTC)
	return fault.New(fault.Conflict, "Today's tokens for the model are spent. It can be asked again from %s UTC on.", next.Format("15:04 on 2 January 2006"))
}

// Settle replaces a reservation by what was spent, and notes what for.
func (b *Budget) Settle(ctx context.Context, id, person string, u Use) error {
	return b.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE model_tokens SET tokens = ?, open_until = NULL WHERE id = ?`, u.tokens(), id); err != nil {
			return err
		}
		return note(tx, person, u)
	})
}

func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }
