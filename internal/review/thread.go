package review

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Comment is one of a coach's, with what was said beneath it.
type Comment struct {
	ID, Review         string
	Author, AuthorName string
	Anchor             Anchor
	Kind               string
	Text               string
	Version            int
	At                 time.Time // of this version
	Published          time.Time // zero for a draft
	Resolved           bool
	Unread             bool // somebody who asks has a notice of it
	Earlier            []Former
	Replies            []Reply
}

// Former is what a comment said before it was changed.
type Former struct {
	Kind, Text string
	At         time.Time
}

// Reply is what learner or coach said beneath a comment.
type Reply struct {
	Author, AuthorName string
	Text               string
	At                 time.Time
}

// Published are the reviews of an attempt that its owner reads, with their comments,
// the oldest first. The caller knows whose attempt it is.
func (s *Store) Published(ctx context.Context, reader, attempt string) ([]Review, []Comment, error) {
	var all []Review
	var comments []Comment
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if err := tx.Each(func(into func(...any) error) error {
			r, err := scanReview(into)
			all = append(all, r)
			return err
		}, reviews+` WHERE r.attempt_id = ? AND r.published_at IS NOT NULL ORDER BY r.published_at, r.id`, attempt); err != nil {
			return err
		}
		comments, err = s.comments(tx, reader, attempt, `c.published_at IS NOT NULL`)
		return err
	})
	return all, comments, err
}

// Threads are the comments that a coach sees of an attempt: own drafts too and, with
// others, what other coaches have published.
func (s *Store) Threads(ctx context.Context, coach, attempt string, others bool) ([]Comment, error) {
	return read(ctx, s, func(tx *db.Tx) ([]Comment, error) {
		if _, err := s.readable(tx, coach, attempt); err != nil {
			return nil, err
		}
		if others {
			return s.comments(tx, coach, attempt, `(c.published_at IS NOT NULL OR r.coach_id = ?)`, coach)
		}
		return s.comments(tx, coach, attempt, `r.coach_id = ?`, coach)
	})
}

// comments reads an attempt's, with their replies and former versions.
func (s *Store) comments(tx *db.Tx, reader, attempt, where string, args ...any) ([]Comment, error) {
	var out []Comment
	at := map[string]int{}
	err := tx.Each(func(into func(...any) error) error {
		var c Comment
		var parent string
		var from, to, published sql.NullInt64
		var moment1 int64
		var resolved, unread int
		if err := into(&c.ID, &c.Review, &parent, &c.Author, &c.AuthorName, &c.Kind, &c.Anchor.Step, &from, &to, &c.Anchor.Point, &c.Text, &c.Version, &moment1, &published, &resolved, &unread); err != nil {
			return err
		}
		c.Anchor.Passage, c.Anchor.From, c.Anchor.To = from.Valid, int(from.Int64), int(to.Int64)
		c.At, c.Published, c.Resolved, c.Unread = moment(moment1), moment(published.Int64), resolved == 1, unread > 0
		if i, ok := at[parent]; ok {
			out[i].Replies = append(out[i].Replies, Reply{c.Author, c.AuthorName, c.Text, c.At})
			return nil
		}
		at[c.ID] = len(out)
		out = append(out, c)
		return nil
	}, `SELECT c.id, c.review_id, coalesce(c.parent_id, ''), c.author_id, p.name, c.kind, c.step, c.from_at, c.to_at, c.point, c.text, c.version, c.at, c.published_at,
		CASE WHEN c.resolved_at IS NULL THEN 0 ELSE 1 END,
		(SELECT count(*) FROM review_notices n WHERE n.comment_id = c.id AND n.person_id = ? AND n.read_at IS NULL)
		FROM review_comments c JOIN reviews r ON r.id = c.review_id JOIN people p ON p.id = c.author_id
		WHERE r.attempt_id = ? AND `+where+` ORDER BY CASE WHEN c.parent_id IS NULL THEN 0 ELSE 1 END, c.begun_at, c.id`,
		append([]any{reader, attempt}, args...)...)
	if err != nil {
		return nil, err
	}
	return out, tx.Each(func(into func(...any) error) error {
		var id string
		var f Former
		var when int64
		err := into(&id, &f.Kind, &f.Text, &when)
		f.At = moment(when)
		if i, ok := at[id]; ok {
			out[i].Earlier = append(out[i].Earlier, f)
		}
		return err
	}, `SELECT v.comment_id, v.kind, v.text, v.at FROM review_comment_versions v JOIN review_comments c ON c.id = v.comment_id JOIN reviews r ON r.id = c.review_id
		WHERE r.attempt_id = ? ORDER BY v.comment_id, v.version`, attempt)
}

// party finds a published comment for the learner or the coach whose it is, and who
// the other one is.
func (s *Store) party(tx *db.Tx, person, attempt, comment string) (other string, err error) {
	var coach, owner string
	err = tx.QueryRow(`SELECT r.coach_id, a.person_id FROM review_comments c JOIN reviews r ON r.id = c.review_id JOIN attempts a ON a.id = r.attempt_id
		WHERE c.id = ? AND r.attempt_id = ? AND c.parent_id IS NULL AND c.published_at IS NOT NULL`, comment, attempt).Scan(&coach, &owner)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", errNoComment
	case err != nil:
		return "", err
	case person == owner:
		return coach, nil
	case person != coach:
		return "", errNoComment
	}
	_, err = s.readable(tx, coach, attempt)
	return owner, err
}

// Reply says something beneath a published comment: its coach may, and the owner of
// the attempt.
func (s *Store) Reply(ctx context.Context, person, attempt, comment, text string) error {
	text = Clean(text)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		other, err := s.party(tx, person, attempt, comment)
		if err != nil {
			return err
		}
		if err := check("A reply", text, MaxText, true); err != nil {
			return err
		}
		if _, err := s.readable(tx, other, attempt); fault.KindOf(err) == fault.NotFound && !s.owns(tx, other, attempt) {
			return fault.Coded(fault.Invalid, "not-shared", "This attempt is not shared with that coach any more, so nobody would read it. Ask for a review again, and then go on here.")
		}
		if err := room(tx, `review_id = (SELECT review_id FROM review_comments WHERE id = ?)`, comment); err != nil {
			return err
		}
		now := tx.Now().UnixMilli()
		if _, err := tx.Exec(`INSERT INTO review_comments (id, review_id, parent_id, author_id, kind, step, point, text, version, begun_at, at, published_at)
			SELECT ?, review_id, id, ?, ?, '', '', ?, 1, ?, ?, ? FROM review_comments WHERE id = ?`, rand.Text(), person, answer, text, now, now, now, comment); err != nil {
			return err
		}
		if err := markRead(tx, person, `comment_id = ?`, comment); err != nil {
			return err
		}
		return s.tell(tx, Notice{Person: other, Attempt: attempt, Comment: comment, Kind: Replied})
	})
}

// owns reports whether an attempt is somebody's.
func (s *Store) owns(tx *db.Tx, person, attempt string) bool {
	var n int
	err := tx.QueryRow(`SELECT count(*) FROM attempts WHERE id = ? AND person_id = ?`, attempt, person).Scan(&n)
	return err == nil && n == 1
}

// Resolve marks a thread as settled, or opens it again.
func (s *Store) Resolve(ctx context.Context, person, attempt, comment string, settled bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.party(tx, person, attempt, comment); err != nil {
			return err
		}
		var when any
		if settled {
			when = tx.Now().UnixMilli()
		}
		if _, err := tx.Exec(`UPDATE review_comments SET resolved_at = ? WHERE id = ?`, when, comment); err != nil {
			return err
		}
		return markRead(tx, person, `comment_id = ?`, comment)
	})
}
