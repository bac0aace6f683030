// Package review is a coach's reading of an attempt: the learner asks, a coach
// claims, scores and comments, and all of it is published at once.
//
// It owns the tables whose names begin with review. It promises:
//
//   - What was not shared is not there: a coach finds an attempt that waits in the
//     queue or was given to that coach by name, nobody else finds any, and taking it
//     back ends the view with the next request.
//   - One coach writes at a time. A claim is a lease in the row, renewed by whatever
//     the coach does and void past its time or without the role of coach; drafts stay
//     with their writer all the same.
//   - Nothing of a draft is seen by the learner. Publishing makes comments and grade
//     visible in one transaction; what is changed afterwards is a new version, and the
//     old one is kept.
//   - The scores that a coach saved first, before any grader's were shown, are kept
//     beside the later ones: agreement counts those alone.
//
// The published grade is a record of grading/record like any other, by the grader
// "coach"; a later version is one more record.
package review

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// The limits of what is written, in code points.
const (
	MaxQuestion = 2_000
	MaxText     = 10_000 // a comment, a reason, a note, a phrase
)

// claimFor is how long a claim lasts without anything being done.
const claimFor = 30 * time.Minute

// handedFor is how long a claim waits for the coach to whom it was handed.
const handedFor = 24 * time.Hour

// Store keeps reviews.
type Store struct {
	db       *db.DB
	attempts *interview.Store
	grades   *record.Store
	pinned   *record.Pinned
	told     func(person, attempt, kind string)
	figures  figures
}

// NewStore returns a store over an open, migrated database and the stores of what is
// reviewed.
func NewStore(d *db.DB, attempts *interview.Store, grades *record.Store, pinned *record.Pinned) *Store {
	return &Store{db: d, attempts: attempts, grades: grades, pinned: pinned, told: func(string, string, string) {}}
}

// OnTold sets what is told of each notice once it is on disk; it must not block. It
// is set once, before the store is used.
func (s *Store) OnTold(f func(person, attempt, kind string)) { s.told = f }

// errNotFound is the same for what is missing and what is not shared, in the words
// of an attempt that is somebody else's.
var errNotFound = fault.New(fault.NotFound, "There is no such attempt.")

// notClaimed refuses what only the claimant may do.
func notClaimed(format string, args ...any) error {
	return fault.Coded(fault.Conflict, "not-claimed", format, args...)
}

// Clean is a text as it is kept: line ends are LF, and what is no character is shown
// as such.
func Clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// check refuses a text that is too long, or empty where that says nothing.
func check(what, text string, most int, needed bool) error {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && needed:
		return fault.Coded(fault.Invalid, "empty", "%s needs words.", what)
	case n > most:
		return fault.Coded(fault.Invalid, "too-long", "%s has up to %d characters; this one has %d.", what, most, n)
	}
	return nil
}

// isCoach reports whether somebody has the role just now.
func isCoach(tx *db.Tx, person string) (bool, error) {
	var n int
	err := tx.QueryRow(`SELECT count(*) FROM person_roles WHERE person_id = ? AND role = 'coach'`, person).Scan(&n)
	return n > 0, err
}

// read runs f in a transaction that writes nothing and returns what it found.
func read[T any](ctx context.Context, s *Store, f func(*db.Tx) (T, error)) (out T, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out, err = f(tx)
		return err
	})
	return out, err
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func flag(is bool) int {
	if is {
		return 1
	}
	return 0
}
