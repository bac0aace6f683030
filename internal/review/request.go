package review

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

// ToQueue asks whichever coach comes first.
const ToQueue = "queue"

// Request is a shared attempt: who asked whom, and who holds it just now.
type Request struct {
	Attempt       string
	Owner         string // a person's id
	OwnerName     string
	Prompt        string // slug
	PromptVersion string
	Plan          interview.Plan
	EndedAt       time.Time

	Coach     string // by id; empty: the queue
	CoachName string
	CoachMail string
	Gone      bool // the named coach is no coach any more
	Question  string
	AskedAt   time.Time
	Answered  time.Time // when a review was first published since; zero before

	Claimant     string // by id; empty when nobody holds it
	ClaimantName string
	ClaimedUntil time.Time
}

// For says whom a request is for, as the form that makes it does.
func (r Request) For() string {
	if r.Coach == "" {
		return ToQueue
	}
	return r.CoachMail
}

var requests = `SELECT q.attempt_id, a.person_id, o.name, a.prompt, a.prompt_version, a.plan, coalesce(a.ended_at, 0),
	coalesce(q.coach_id, ''), coalesce(c.name, ''), coalesce(c.email, ''),
	CASE WHEN q.coach_id IS NULL OR ` + coaches("q.coach_id") + ` THEN 0 ELSE 1 END,
	q.question, q.asked_at, coalesce(q.answered_at, 0),
	coalesce(q.claimed_by, ''), coalesce(h.name, ''), q.claimed_until,
	CASE WHEN ` + coaches("q.claimed_by") + ` THEN 1 ELSE 0 END
	FROM review_requests q JOIN attempts a ON a.id = q.attempt_id JOIN people o ON o.id = a.person_id
	LEFT JOIN people c ON c.id = q.coach_id LEFT JOIN people h ON h.id = q.claimed_by
	WHERE a.status = 'submitted'`

func scanRequest(into func(...any) error, now time.Time) (Request, error) {
	var r Request
	var plan string
	var ended, asked, answered, until, gone, holds int64
	if err := into(&r.Attempt, &r.Owner, &r.OwnerName, &r.Prompt, &r.PromptVersion, &plan, &ended, &r.Coach, &r.CoachName, &r.CoachMail, &gone,
		&r.Question, &asked, &answered, &r.Claimant, &r.ClaimantName, &until, &holds); err != nil {
		return r, err
	}
	r.Gone = gone == 1
	r.EndedAt, r.AskedAt, r.Answered, r.ClaimedUntil = moment(ended), moment(asked), moment(answered), moment(until)
	if holds == 0 || !now.Before(r.ClaimedUntil) {
		r.Claimant, r.ClaimantName, r.ClaimedUntil = "", "", time.Time{}
	}
	return r, json.Unmarshal([]byte(plan), &r.Plan)
}

// request finds how an attempt is shared.
func (s *Store) request(tx *db.Tx, attempt string) (Request, error) {
	r, err := scanRequest(tx.QueryRow(requests+` AND q.attempt_id = ?`, attempt).Scan, tx.Now())
	if errors.Is(err, sql.ErrNoRows) {
		err = errNotFound
	}
	return r, err
}

// readable finds an attempt that is shared with a coach.
func (s *Store) readable(tx *db.Tx, coach, attempt string) (Request, error) {
	is, err := isCoach(tx, coach)
	if err != nil {
		return Request{}, err
	}
	if !is {
		return Request{}, errNotFound
	}
	r, err := s.request(tx, attempt)
	if err == nil && r.Coach != "" && r.Coach != coach {
		err = errNotFound
	}
	return r, err
}

// Find returns how an attempt is shared, a not-found fault where it is not. The
// caller knows whose attempt it is.
func (s *Store) Find(ctx context.Context, attempt string) (Request, error) {
	return read(ctx, s, func(tx *db.Tx) (Request, error) { return s.request(tx, attempt) })
}

// Open returns an attempt that is shared with a coach, a not-found fault for any
// other.
func (s *Store) Open(ctx context.Context, coach, attempt string) (Request, error) {
	return read(ctx, s, func(tx *db.Tx) (Request, error) { return s.readable(tx, coach, attempt) })
}

// Ask shares a submitted attempt with a coach, by mail address, or the queue. Asking
// again of the same keeps the place in the queue as long as there was no answer.
func (s *Store) Ask(ctx context.Context, owner account.Person, a interview.Attempt, to, question string) error {
	if a.Status != interview.Submitted {
		return fault.New(fault.Conflict, "Only an attempt that was handed in can be reviewed. Hand it in first.")
	}
	question = Clean(question)
	if err := check("A question", question, MaxQuestion, false); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		coach, err := s.coach(tx, owner.ID, to)
		if err != nil {
			return err
		}
		var named any
		if coach != "" {
			named = coach
		}
		now := tx.Now().UnixMilli()
		before, err := s.request(tx, a.ID)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			_, err = tx.Exec(`INSERT INTO review_requests (attempt_id, coach_id, question, asked_at, claimed_until) VALUES (?, ?, ?, ?, 0)
				ON CONFLICT (attempt_id) DO UPDATE SET coach_id = excluded.coach_id, question = excluded.question`, a.ID, named, question, now)
		case err != nil:
		case before.Coach == coach && before.Answered.IsZero():
			_, err = tx.Exec(`UPDATE review_requests SET question = ? WHERE attempt_id = ?`, question, a.ID)
			return err
		default:
			if err = withdraw(tx, a.ID); err == nil {
				_, err = tx.Exec(`UPDATE review_requests SET coach_id = ?, question = ?, asked_at = ?, claimed_by = NULL, claimed_until = 0, answered_at = NULL WHERE attempt_id = ?`,
					named, question, now, a.ID)
			}
		}
		if err != nil || coach == "" {
			return err
		}
		return s.tell(tx, Notice{Person: coach, Attempt: a.ID, Kind: Asked})
	})
}

// coach is whom a request is for, "" for the queue. Whether an address is unknown or
// somebody's who is no coach, is not told.
func (s *Store) coach(tx *db.Tx, owner, to string) (string, error) {
	to = strings.ToLower(strings.TrimSpace(to))
	if to == ToQueue {
		return "", nil
	}
	if to == "" {
		return "", fault.Coded(fault.Invalid, "no-coach", "Choose the queue, or enter the mail address of a coach.")
	}
	var id string
	err := tx.QueryRow(`SELECT id FROM people WHERE email = ? AND `+coaches("people.id"), to).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", fault.Coded(fault.Invalid, "no-coach", "No coach here has the address %s. Look it over, or choose the queue: whichever coach is free takes it.", to)
	case err == nil && id == owner:
		return "", fault.Coded(fault.Invalid, "no-coach", "Nobody reviews an attempt of their own. Enter the address of another coach, or choose the queue.")
	}
	return id, err
}

// Unask takes an attempt back. Coaches do not see it any more; what they have
// published stays with its owner, and their drafts with them. The caller knows whose
// attempt it is.
func (s *Store) Unask(ctx context.Context, attempt string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := withdraw(tx, attempt); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM review_requests WHERE attempt_id = ?`, attempt)
		return err
	})
}

// withdraw takes back what coaches were told of a request: it is not theirs any more.
func withdraw(tx *db.Tx, attempt string) error {
	_, err := tx.Exec(`DELETE FROM review_notices WHERE attempt_id = ? AND kind IN ('asked', 'handed')`, attempt)
	return err
}
