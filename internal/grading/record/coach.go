package record

import (
	"crypto/rand"
	"encoding/json"

	"levelup/internal/db"
	"levelup/internal/grading"
)

// Add keeps a grade that is made already, a coach's, in the transaction that
// publishes it. Each version is a record of its own.
func (s *Store) Add(tx *db.Tx, attempt string, g grading.Grade) error {
	doc, err := json.Marshal(g)
	if err != nil {
		return err
	}
	r := Record{ID: rand.Text(), Attempt: attempt, Grader: g.Grader, Version: g.Version, Rubric: g.Rubric, State: Done, QueuedAt: tx.Now(), DoneAt: tx.Now(), Grade: g}
	_, err = tx.Exec(`INSERT INTO grades (id, attempt_id, grader, version, rubric, state, queued_at, done_at, result, overall) VALUES (?, ?, ?, ?, ?, 'done', ?, ?, ?, ?)`,
		r.ID, attempt, r.Grader, r.Version, r.Rubric, r.QueuedAt.UnixMilli(), r.DoneAt.UnixMilli(), string(doc), g.Overall)
	tx.OnCommit(func() { s.changed(r) })
	return err
}
