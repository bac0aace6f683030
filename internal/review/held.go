package review

import (
	"context"

	"levelup/internal/db"
)

// Held is what these tables hold of a person: what they asked for and were told, what
// was published to them, and all that they wrote as a coach, drafts and the notes that
// learners never see too. What others have not published is theirs.
func (s *Store) Held(ctx context.Context, person string) (db.Held, error) {
	const mine = `IN (SELECT id FROM attempts WHERE person_id = ?)`
	return s.db.Hold(ctx, map[string]string{
		"review_requests":  `SELECT attempt_id, coach_id, question, asked_at, answered_at FROM review_requests WHERE attempt_id ` + mine + ` OR coach_id = ?`,
		"reviews":          `SELECT * FROM reviews WHERE coach_id = ?`,
		"reviews_received": `SELECT id, attempt_id, version, published_at FROM reviews WHERE published_at IS NOT NULL AND attempt_id ` + mine,
		"review_comments":  `SELECT * FROM review_comments WHERE author_id = ? ORDER BY begun_at`,
		"review_comments_received": `SELECT c.kind, c.step, c.from_at, c.to_at, c.point, c.text, c.version, c.published_at FROM review_comments c
			JOIN reviews r ON r.id = c.review_id WHERE c.published_at IS NOT NULL AND c.author_id <> ? AND (r.attempt_id ` + mine + ` OR r.coach_id = ?) ORDER BY c.published_at`,
		"review_comment_versions": `SELECT v.* FROM review_comment_versions v JOIN review_comments c ON c.id = v.comment_id WHERE c.author_id = ? ORDER BY v.at`,
		"review_notices":          `SELECT * FROM review_notices WHERE person_id = ? ORDER BY at`,
		"review_phrases":          `SELECT * FROM review_phrases WHERE coach_id = ? ORDER BY at`,
		"review_notes":            `SELECT * FROM review_notes WHERE coach_id = ? ORDER BY at`,
	}, person)
}
