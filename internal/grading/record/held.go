package record

import (
	"context"

	"levelup/internal/db"
)

// Held is what these tables hold of a person: grades of their attempts, what they said
// of them, and what a model took for them.
func (s *Store) Held(ctx context.Context, person string) (db.Held, error) {
	const of = ` JOIN attempts a ON a.id = x.attempt_id WHERE a.person_id = ? ORDER BY a.started_at, a.id`
	return s.db.Hold(ctx, map[string]string{
		"grades":       `SELECT x.id, x.attempt_id, x.grader, x.version, x.rubric, x.state, x.queued_at, x.done_at, x.failure, x.result FROM grades x` + of + `, x.queued_at`,
		"objections":   `SELECT x.* FROM objections x` + of,
		"self_scores":  `SELECT x.* FROM self_scores x` + of,
		"model_tokens": `SELECT * FROM model_tokens WHERE person_id = ?`,
		"model_use":    `SELECT * FROM model_use WHERE person_id = ?`,
	}, person)
}
