package account

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strings"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// LeavingTakes is how long somebody who goes can come back.
const LeavingTakes = 14 * 24 * time.Hour

// former is who stands for a coach who has gone, where what they wrote of others stays.
const former = "A former coach"

// OnLeft adds what is done, in the same transaction, before a person is deleted: from is
// theirs, to the one who stands for them where what they wrote stays, else empty.
func (s *Store) OnLeft(f func(tx *db.Tx, from, to string) error) { s.left = append(s.left, f) }

// Leave has a person deleted after LeavingTakes. What they wrote of others goes with
// them, or stays without their name.
func (s *Store) Leave(ctx context.Context, id string, keepReviews bool) error {
	return s.about(ctx, id, func(tx *db.Tx, p Person) error {
		if err := s.mayGo(tx, p); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE people SET leaves_at = ?, keeps_reviews = ? WHERE id = ?`, tx.Now().Add(LeavingTakes).UnixMilli(), number(keepReviews), p.ID)
		return err
	})
}

// Stay takes that back.
func (s *Store) Stay(ctx context.Context, id string) error {
	return s.about(ctx, id, func(tx *db.Tx, p Person) error {
		_, err := tx.Exec(`UPDATE people SET leaves_at = NULL WHERE id = ?`, p.ID)
		return err
	})
}

// Leaves is when a person is deleted, the zero time if they stay.
func (s *Store) Leaves(ctx context.Context, id string) (at time.Time, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var ms sql.NullInt64
		err := tx.QueryRow(`SELECT leaves_at FROM people WHERE id = ?`, id).Scan(&ms)
		if ms.Valid {
			at = time.UnixMilli(ms.Int64).UTC()
		}
		return err
	})
	return at, err
}

// Delete deletes a person at once.
func (s *Store) Delete(ctx context.Context, id string, keepReviews bool) error {
	return s.about(ctx, id, func(tx *db.Tx, p Person) error { return s.delete(tx, p, keepReviews) })
}

// DeleteLeft deletes those whose time to come back is over. The last admin stays until
// somebody else is one.
func (s *Store) DeleteLeft(ctx context.Context) error {
	due := map[string]bool{}
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var id string
			var keeps int
			err := into(&id, &keeps)
			due[id] = keeps == 1
			return err
		}, `SELECT id, keeps_reviews FROM people WHERE leaves_at <= ?`, tx.Now().UnixMilli())
	}); err != nil {
		return err
	}
	for id, keeps := range due {
		if err := s.Delete(ctx, id, keeps); err != nil && fault.KindOf(err) != fault.Conflict && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

func (s *Store) mayGo(tx *db.Tx, p Person) error {
	if p.Is(Admin) {
		return s.leavesAnAdmin(tx, p)
	}
	return nil
}

func (s *Store) delete(tx *db.Tx, p Person, keepReviews bool) error {
	if err := s.mayGo(tx, p); err != nil {
		return err
	}
	to := ""
	if keepReviews {
		to = rand.Text()
		if _, err := tx.Exec(`INSERT INTO people (id, email, name, created_at, disabled_at, gone) VALUES (?, ?, ?, ?, ?, 1)`,
			to, "former-"+strings.ToLower(to)+"@invalid", former, tx.Now().UnixMilli(), tx.Now().UnixMilli()); err != nil {
			return err
		}
	}
	for _, f := range s.left {
		if err := f(tx, p.ID, to); err != nil {
			return err
		}
	}
	who := Person{ID: p.ID, Name: "Somebody"} // whose name need not stand there once more
	if err := tell(tx, who, Left, who, ""); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM people WHERE id = ?`, p.ID)
	tx.OnCommit(s.recent.clear)
	return err
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
