package review

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Claim gives a coach an attempt to write on. Whoever holds it already keeps it a
// while longer; of two at once one gets it.
func (s *Store) Claim(ctx context.Context, coach, attempt string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.claim(tx, coach, attempt) })
}

func (s *Store) claim(tx *db.Tx, coach, attempt string) error {
	r, err := s.readable(tx, coach, attempt)
	if err != nil {
		return err
	}
	if r.Owner == coach {
		return fault.New(fault.Conflict, "You cannot review your own attempt. Another coach can.")
	}
	now := tx.Now().UnixMilli()
	n, err := tx.Exec(`UPDATE review_requests SET claimed_by = ?, claimed_until = ? WHERE attempt_id = ? AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until <= ?
		OR NOT `+coaches("review_requests.claimed_by")+`)`,
		coach, tx.Now().Add(claimFor).UnixMilli(), attempt, coach, now)
	if err != nil {
		return err
	}
	if n == 0 {
		return notClaimed("%s is reviewing this attempt. It comes back to the queue when that is done, or after 30 minutes without a change.", cmp.Or(r.ClaimantName, "Another coach"))
	}
	if err := markRead(tx, coach, `attempt_id = ? AND kind IN ('asked', 'handed')`, attempt); err != nil {
		return err
	}
	return s.ensure(tx, r, coach)
}

// hold makes sure that a coach has the claim, and renews it.
func (s *Store) hold(tx *db.Tx, coach, attempt string) (Request, Review, error) {
	r, err := s.readable(tx, coach, attempt)
	if err != nil {
		return r, Review{}, err
	}
	switch {
	case r.Claimant != "" && r.Claimant != coach:
		return r, Review{}, notClaimed("%s is reviewing this attempt now, so nothing was saved. Your words are still in the form; your drafts stay with you.", r.ClaimantName)
	case r.Claimant == "":
		return r, Review{}, notClaimed("You do not hold this attempt: a claim ends after 30 minutes without a change. Nothing was saved yet; your words are still in the form. Claim it again to save them.")
	}
	n, err := tx.Exec(`UPDATE review_requests SET claimed_until = ? WHERE attempt_id = ? AND claimed_by = ?`, tx.Now().Add(claimFor).UnixMilli(), attempt, coach)
	if err == nil && n == 0 { // released at the same moment
		err = notClaimed("You do not hold this attempt any more. Your words are still in the form; claim it again to save them.")
	}
	if err != nil {
		return r, Review{}, err
	}
	own, err := s.own(tx, coach, attempt)
	return r, own, err
}

// Renew keeps a claim that has not run out a while longer: whatever a coach does, they
// are at it. Who does not hold the attempt changes nothing.
func (s *Store) Renew(ctx context.Context, coach, attempt string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE review_requests SET claimed_until = ? WHERE attempt_id = ? AND claimed_by = ? AND claimed_until > ?`,
			tx.Now().Add(claimFor).UnixMilli(), attempt, coach, tx.Now().UnixMilli())
		return err
	})
}

// own is a coach's review of an attempt, a not-found fault before the first claim.
func (s *Store) own(tx *db.Tx, coach, attempt string) (Review, error) {
	r, err := scanReview(tx.QueryRow(reviews+` WHERE r.attempt_id = ? AND r.coach_id = ?`, attempt, coach).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "There is no review of yours yet.")
	}
	return r, err
}

// Release gives an attempt back. Drafts are kept. Who does not hold it changes
// nothing.
func (s *Store) Release(ctx context.Context, coach, attempt string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.readable(tx, coach, attempt); err != nil {
			return err
		}
		return release(tx, coach, attempt)
	})
}

func release(tx *db.Tx, coach, attempt string) error {
	_, err := tx.Exec(`UPDATE review_requests SET claimed_by = NULL, claimed_until = 0 WHERE attempt_id = ? AND claimed_by = ?`, attempt, coach)
	return err
}

// Hand gives the claim to another coach, who has a day to begin. What was shared
// with one coach by name is not handed on: that is its owner's to decide.
func (s *Store) Hand(ctx context.Context, coach, attempt, to string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, _, err := s.hold(tx, coach, attempt)
		if err != nil {
			return err
		}
		if r.Coach != "" {
			return fault.Coded(fault.Invalid, "named", "%s shared this attempt with you alone. Only %s can share it with somebody else.", r.OwnerName, r.OwnerName)
		}
		if Clean(to) == ToQueue {
			return release(tx, coach, attempt)
		}
		other, err := s.coach(tx, r.Owner, to)
		switch {
		case err != nil:
			return err
		case other == coach:
			return fault.Coded(fault.Invalid, "no-coach", "You hold it already. Enter the address of another coach.")
		}
		if _, err := tx.Exec(`UPDATE review_requests SET claimed_by = ?, claimed_until = ? WHERE attempt_id = ?`, other, tx.Now().Add(handedFor).UnixMilli(), attempt); err != nil {
			return err
		}
		if err := s.ensure(tx, r, other); err != nil {
			return err
		}
		return s.tell(tx, Notice{Person: other, Attempt: attempt, Kind: Handed})
	})
}

// ensure makes the row of a coach's review.
func (s *Store) ensure(tx *db.Tx, r Request, coach string) error {
	_, err := tx.Exec(`INSERT INTO reviews (id, attempt_id, coach_id, asked_at, claimed_at, scores, points, blind, changed, version) VALUES (?, ?, ?, ?, ?, '{}', '{}', 0, 0, 0)
		ON CONFLICT (attempt_id, coach_id) DO NOTHING`, rand.Text(), r.Attempt, coach, r.AskedAt.UnixMilli(), tx.Now().UnixMilli())
	return err
}

// ReleaseOverdue gives back what coaches took and have not touched for too long, and says
// how many that were. Others could take it before: this is so that nobody's name stands on it.
func (s *Store) ReleaseOverdue(ctx context.Context) (n int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		rows, err := tx.Exec(`UPDATE review_requests SET claimed_by = NULL, claimed_until = 0 WHERE claimed_by IS NOT NULL AND claimed_until <= ?`, tx.Now().UnixMilli())
		n = int(rows)
		return err
	})
	return n, err
}
