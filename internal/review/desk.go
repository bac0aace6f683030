package review

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"

	"levelup/internal/db"
	"levelup/internal/fault"
)

// Phrase is what a coach keeps to say again.
type Phrase struct{ ID, Text string }

// mostPhrases bounds what one coach keeps.
const mostPhrases = 100

// Phrases are a coach's, the oldest first.
func (s *Store) Phrases(ctx context.Context, coach string) ([]Phrase, error) {
	return read(ctx, s, func(tx *db.Tx) (out []Phrase, err error) {
		err = tx.Each(func(into func(...any) error) error {
			var p Phrase
			err := into(&p.ID, &p.Text)
			out = append(out, p)
			return err
		}, `SELECT id, text FROM review_phrases WHERE coach_id = ? ORDER BY at, id`, coach)
		return out, err
	})
}

// KeepPhrase adds one to a coach's phrases; one that is there already is not added.
func (s *Store) KeepPhrase(ctx context.Context, coach, text string) error {
	text = Clean(text)
	if err := check("A phrase", text, MaxText, true); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var n, same int
		if err := tx.QueryRow(`SELECT count(*), coalesce(sum(CASE WHEN text = ? THEN 1 ELSE 0 END), 0) FROM review_phrases WHERE coach_id = ?`, text, coach).Scan(&n, &same); err != nil {
			return err
		}
		switch {
		case same > 0:
			return nil
		case n >= mostPhrases:
			return fault.Coded(fault.Invalid, "too-many", "You keep %d phrases already, which is all there is room for. Throw one away first.", mostPhrases)
		}
		_, err := tx.Exec(`INSERT INTO review_phrases (id, coach_id, text, at) VALUES (?, ?, ?, ?)`, rand.Text(), coach, text, tx.Now().UnixMilli())
		return err
	})
}

// DropPhrase throws a phrase of a coach's away.
func (s *Store) DropPhrase(ctx context.Context, coach, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM review_phrases WHERE id = ? AND coach_id = ?`, id, coach)
		return err
	})
}

// Note is what a coach notes of a learner for nobody else, "" for nothing.
func (s *Store) Note(ctx context.Context, coach, learner string) (string, error) {
	return read(ctx, s, func(tx *db.Tx) (text string, err error) {
		err = tx.QueryRow(`SELECT text FROM review_notes WHERE coach_id = ? AND learner_id = ?`, coach, learner).Scan(&text)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return text, err
	})
}

// SetNote keeps a coach's note on the learner of an attempt that is shared with that
// coach; an empty one takes it back.
func (s *Store) SetNote(ctx context.Context, coach, attempt, text string) error {
	text = Clean(text)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.readable(tx, coach, attempt)
		if err != nil {
			return err
		}
		if err := check("A note", text, MaxText, false); err != nil {
			return err
		}
		if text == "" {
			_, err = tx.Exec(`DELETE FROM review_notes WHERE coach_id = ? AND learner_id = ?`, coach, r.Owner)
			return err
		}
		_, err = tx.Exec(`INSERT INTO review_notes (coach_id, learner_id, text, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (coach_id, learner_id) DO UPDATE SET text = excluded.text, at = excluded.at`, coach, r.Owner, text, tx.Now().UnixMilli())
		return err
	})
}
