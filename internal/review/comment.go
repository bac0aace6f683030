package review

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

// The kinds of a comment.
const (
	Good     = "good"
	Improve  = "improve"
	Question = "question"
	answer   = "reply"
)

// Kinds are the kinds in the order in which they are offered.
var Kinds = [...]string{Good, Improve, Question}

// Anchor is what a comment is about: a passage of a step's final text, in code
// points, a whole step, a point of the rubric or, empty, the attempt.
type Anchor struct {
	Step     interview.Step
	Passage  bool // From and To say which
	From, To int
	Point    string
}

// check refuses an anchor that is not in the attempt.
func (a Anchor) check(t interview.Transcript, points map[string]string) error {
	outside := func(format string, args ...any) error {
		return fault.Coded(fault.Invalid, "outside", format, args...)
	}
	if a.Point != "" {
		_, ok := points[a.Point]
		switch {
		case a.Step != "" || a.Passage:
			return outside("A comment is about a passage or about a point, not both.")
		case !ok:
			return outside("The rubric has no point %q.", a.Point)
		}
		return nil
	}
	if a.Step == "" {
		if a.Passage {
			return outside("A passage needs the step that it stands in.")
		}
		return nil
	}
	if !slices.ContainsFunc(t.Steps, func(s interview.TranscriptStep) bool { return s.Step == a.Step }) {
		return outside("The attempt has no step %q.", a.Step)
	}
	if length := utf8.RuneCountInString(t.At(a.Step).Answer); a.Passage && (a.From < 0 || a.From >= a.To || a.To > length) {
		return outside("The passage from %d to %d is not in the text of %s, which has %d characters.", a.From, a.To, a.Step.Title(), length)
	}
	return nil
}

// Draft is a comment as a coach writes it; with an id it changes that one.
type Draft struct {
	ID     string
	Anchor Anchor
	Kind   string
	Text   string
}

// Comment keeps a comment of a coach as a draft and returns its id. A change of one
// that is published is a version that its readers see at once.
func (s *Store) Comment(ctx context.Context, coach, attempt string, d Draft) (string, error) {
	r, err := s.Open(ctx, coach, attempt)
	if err != nil {
		return "", err
	}
	d.Text = Clean(d.Text)
	if !slices.Contains(Kinds[:], d.Kind) {
		return "", fault.Coded(fault.Invalid, "no-kind", "Say what kind of comment it is: good, improve or question.")
	}
	if err := check("A comment", d.Text, MaxText, true); err != nil {
		return "", err
	}
	if d.ID == "" {
		if err := s.inside(ctx, r, d.Anchor); err != nil {
			return "", err
		}
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, own, err := s.hold(tx, coach, attempt)
		if err != nil {
			return err
		}
		if d.ID != "" {
			return s.amend(tx, r, own, d)
		}
		if err := room(tx, `review_id = ?`, own.ID); err != nil {
			return err
		}
		var from, to any
		if d.Anchor.Passage {
			from, to = d.Anchor.From, d.Anchor.To
		}
		d.ID = rand.Text()
		_, err = tx.Exec(`INSERT INTO review_comments (id, review_id, author_id, kind, step, from_at, to_at, point, text, version, begun_at, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
			d.ID, own.ID, coach, d.Kind, string(d.Anchor.Step), from, to, d.Anchor.Point, d.Text, tx.Now().UnixMilli(), tx.Now().UnixMilli())
		return err
	})
	return d.ID, err
}

// mostComments bounds the comments and answers of one review.
const mostComments = 1_000

// room refuses one more than that.
func room(tx *db.Tx, where, id string) error {
	var n int
	err := tx.QueryRow(`SELECT count(*) FROM review_comments WHERE `+where, id).Scan(&n)
	if err == nil && n >= mostComments {
		err = fault.Coded(fault.Invalid, "too-many", "This review has %d comments and answers, which is all there is room for. Add to one of them instead.", mostComments)
	}
	return err
}

// inside checks an anchor against the attempt, which does not change any more.
func (s *Store) inside(ctx context.Context, r Request, a Anchor) error {
	_, state, err := s.attempts.Lookup(ctx, r.Attempt)
	if err != nil {
		return err
	}
	rubric, err := s.rubric(ctx, r)
	if err != nil {
		return err
	}
	return a.check(state.Transcript(r.Prompt), rubric.of)
}

var errNoComment = fault.New(fault.NotFound, "There is no such comment.")

// amend changes a comment of one's own.
func (s *Store) amend(tx *db.Tx, r Request, own Review, d Draft) error {
	var kind, text string
	var version, at int64
	var published sql.NullInt64
	err := tx.QueryRow(`SELECT kind, text, version, at, published_at FROM review_comments WHERE id = ? AND review_id = ? AND parent_id IS NULL`, d.ID, own.ID).
		Scan(&kind, &text, &version, &at, &published)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errNoComment
	case err != nil:
		return err
	case kind == d.Kind && text == d.Text:
		return nil
	}
	if published.Valid {
		if _, err := tx.Exec(`INSERT INTO review_comment_versions (comment_id, version, kind, text, at) VALUES (?, ?, ?, ?, ?)`, d.ID, version, kind, text, at); err != nil {
			return err
		}
		version++
		if err := s.tell(tx, Notice{Person: r.Owner, Attempt: r.Attempt, Comment: d.ID, Kind: Changed}); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE review_comments SET kind = ?, text = ?, version = ?, at = ? WHERE id = ?`, d.Kind, d.Text, version, tx.Now().UnixMilli(), d.ID)
	return err
}

// Drop throws a draft away. What is published stays; it can be changed.
func (s *Store) Drop(ctx context.Context, coach, attempt, comment string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, own, err := s.hold(tx, coach, attempt)
		if err != nil {
			return err
		}
		n, err := tx.Exec(`DELETE FROM review_comments WHERE id = ? AND review_id = ? AND published_at IS NULL`, comment, own.ID)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "Only a draft can be thrown away. Change what it says instead; its reader sees that it was changed.")
		}
		return err
	})
}

// Quote is the passage that an anchor names, "" where it names none.
func (a Anchor) Quote(t interview.Transcript) string {
	text := []rune(t.At(a.Step).Answer)
	if !a.Passage || a.From < 0 || a.From > a.To || a.To > len(text) {
		return ""
	}
	return string(text[a.From:a.To])
}
