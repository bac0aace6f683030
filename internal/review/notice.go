package review

import (
	"context"
	"crypto/rand"
	"time"

	"levelup/internal/db"
)

// What a notice can be about.
const (
	Asked     = "asked"     // a learner asks this coach for a review
	Handed    = "handed"    // another coach hands a review over
	Published = "published" // a review is there to read
	Changed   = "changed"   // something of a published review was changed
	Replied   = "reply"     // somebody answered
)

// Notice tells somebody of something, until it is read.
type Notice struct {
	ID      string
	Person  string // who is told
	Attempt string
	Prompt  string // its slug
	Own     bool   // the attempt is theirs
	Comment string // what it is about, or empty
	Kind    string
	At      time.Time
	Read    bool
}

// tell keeps a notice. One that says the same and is not read yet is made new.
func (s *Store) tell(tx *db.Tx, n Notice) error {
	var comment any
	if n.Comment != "" {
		comment = n.Comment
	}
	if _, err := tx.Exec(`DELETE FROM review_notices WHERE person_id = ? AND attempt_id = ? AND kind = ? AND read_at IS NULL AND coalesce(comment_id, '') = ?`,
		n.Person, n.Attempt, n.Kind, n.Comment); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO review_notices (id, person_id, attempt_id, comment_id, kind, at) VALUES (?, ?, ?, ?, ?, ?)`,
		rand.Text(), n.Person, n.Attempt, comment, n.Kind, tx.Now().UnixMilli())
	tx.OnCommit(func() { s.told(n.Person, n.Attempt, n.Kind) })
	return err
}

// mostNotices is how far back the list of notices goes.
const mostNotices = 100

// Notices are what somebody was told, the newest first.
func (s *Store) Notices(ctx context.Context, person string) ([]Notice, error) {
	return read(ctx, s, func(tx *db.Tx) (out []Notice, err error) {
		err = tx.Each(func(into func(...any) error) error {
			n := Notice{Person: person}
			var at, done, own int64
			err := into(&n.ID, &n.Attempt, &n.Prompt, &own, &n.Comment, &n.Kind, &at, &done)
			n.At, n.Read, n.Own = moment(at), done != 0, own == 1
			out = append(out, n)
			return err
		}, `SELECT n.id, n.attempt_id, a.prompt, CASE WHEN a.person_id = n.person_id THEN 1 ELSE 0 END, coalesce(n.comment_id, ''), n.kind, n.at, coalesce(n.read_at, 0)
			FROM review_notices n JOIN attempts a ON a.id = n.attempt_id WHERE n.person_id = ? ORDER BY n.at DESC, n.id LIMIT ?`, person, mostNotices)
		return out, err
	})
}

// Unread reports whether somebody was told something of an attempt and has not read it.
func (s *Store) Unread(ctx context.Context, person, attempt string) (bool, error) {
	return read(ctx, s, func(tx *db.Tx) (bool, error) {
		var n int
		err := tx.QueryRow(`SELECT count(*) FROM review_notices WHERE person_id = ? AND attempt_id = ? AND read_at IS NULL`, person, attempt).Scan(&n)
		return n > 0, err
	})
}

// MarkRead marks what somebody was told of an attempt as read; with an empty one
// all of it.
func (s *Store) MarkRead(ctx context.Context, person, attempt string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return markRead(tx, person, `(? = '' OR attempt_id = ?)`, attempt, attempt)
	})
}

func markRead(tx *db.Tx, person, where string, args ...any) error {
	_, err := tx.Exec(`UPDATE review_notices SET read_at = ? WHERE person_id = ? AND read_at IS NULL AND `+where,
		append([]any{tx.Now().UnixMilli(), person}, args...)...)
	return err
}

// rememberedFor is how long a notice is kept after it was read.
const rememberedFor = 90 * 24 * time.Hour

// Prune throws away notices that were read long ago.
func (s *Store) Prune(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM review_notices WHERE read_at <= ?`, tx.Now().Add(-rememberedFor).UnixMilli())
		return err
	})
}

// Counts are what the head of a page tells somebody.
type Counts struct {
	Unread  int // notices
	Waiting int // attempts that a coach can take or holds, not answered yet
}

// Count is what is new for somebody; only a coach has anything waiting.
func (s *Store) Count(ctx context.Context, person string, coach bool) (Counts, error) {
	return read(ctx, s, func(tx *db.Tx) (c Counts, err error) {
		if err = tx.QueryRow(`SELECT count(*) FROM review_notices WHERE person_id = ? AND read_at IS NULL`, person).Scan(&c.Unread); err != nil || !coach {
			return c, err
		}
		err = tx.QueryRow(`SELECT count(*) FROM review_requests q JOIN attempts a ON a.id = q.attempt_id
			WHERE q.answered_at IS NULL AND a.status = 'submitted' AND a.person_id <> ? AND (q.coach_id IS NULL OR q.coach_id = ?)
			AND (q.claimed_by IS NULL OR q.claimed_by = ? OR q.claimed_until <= ? OR NOT `+coaches("q.claimed_by")+`)`,
			person, person, person, tx.Now().UnixMilli()).Scan(&c.Waiting)
		return c, err
	})
}
