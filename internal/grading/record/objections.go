package record

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// MaxObjection is the longest objection, in code points.
const MaxObjection = 2_000

// Objection is what a learner has to say against the verdict that a version of a
// grader gave on a point. It changes no score.
type Objection struct {
	Point           string // id in the rubric
	Grader, Version string
	Text            string
	At              time.Time
}

// Object keeps an objection in the place of an earlier one to the same verdict; an
// empty text takes it back. The caller knows whose attempt it is and that the
// rubric has the point.
func (s *Store) Object(ctx context.Context, attempt string, o Objection) error {
	if n := utf8.RuneCountInString(o.Text); n > MaxObjection {
		return fault.Coded(fault.Invalid, "too-long", "A note has up to %d characters; this one has %d.", MaxObjection, n)
	}
	if strings.ContainsRune(o.Text, 0) || !utf8.ValidString(o.Text) {
		return fault.Coded(fault.Invalid, "malformed", "The note holds what is no character.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if o.Text == "" {
			_, err := tx.Exec(`DELETE FROM objections WHERE attempt_id = ? AND point = ? AND grader = ? AND version = ?`,
				attempt, o.Point, o.Grader, o.Version)
			return err
		}
		_, err := tx.Exec(`INSERT INTO objections (attempt_id, point, grader, version, at, text) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (attempt_id, point, grader, version) DO UPDATE SET at = excluded.at, text = excluded.text`,
			attempt, o.Point, o.Grader, o.Version, tx.Now().UnixMilli(), o.Text)
		return err
	})
}

// Objections returns those of an attempt, the oldest first.
func (s *Store) Objections(ctx context.Context, attempt string) ([]Objection, error) {
	var out []Objection
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var o Objection
			var at int64
			err := into(&o.Point, &o.Grader, &o.Version, &o.Text, &at)
			o.At = time.UnixMilli(at).UTC()
			out = append(out, o)
			return err
		}, `SELECT point, grader, version, text, at FROM objections WHERE attempt_id = ? ORDER BY at, point, grader, version`, attempt)
	})
	return out, err
}

// Argued counts, by point, the objections of submitted attempts at a version of a
// prompt. The words stay with their writers.
func (s *Store) Argued(ctx context.Context, prompt, version string) (map[string]int, error) {
	out := map[string]int{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var point string
			var n int
			err := into(&point, &n)
			out[point] = n
			return err
		}, `SELECT o.point, count(*) FROM attempts a JOIN objections o ON o.attempt_id = a.id
			WHERE a.status = 'submitted' AND a.prompt = ? AND a.prompt_version = ? GROUP BY o.point`, prompt, version)
	})
	return out, err
}
