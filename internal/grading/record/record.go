// Package record keeps grades and gets them made.
//
// A grade's row is its job: it is written as queued in the transaction that
// ends the attempt, leased by a worker, and finished with the grade or the
// reason why there is none. A worker that dies loses its lease and another
// takes over; whoever comes back late finds the row no longer its own and drops
// what it has. So there is one grade for an attempt, a grader, its version and
// the prompt's version, whatever falls over. A grade that is done is never edited.
//
// Each grader that is set up here gets a row of its own: the built-in one always, a
// model where there is one, within a budget by learner and day ([Budget]).
//
// It owns the tables grades, self_scores, objections, model_tokens, model_use and
// model_times.
package record

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// State is where a grade stands.
type State string

const (
	Queued  State = "queued"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// Record is one grade, made or to be made.
type Record struct {
	ID       string
	Attempt  string
	Grader   string
	Version  string
	Rubric   string // the prompt's version
	Newer    bool   // by another version than the attempt began with, which came into force later
	State    State
	QueuedAt time.Time
	Tries    int
	DoneAt   time.Time // zero until it is done or failed
	Failure  string    // a sentence, when failed
	Grade    grading.Grade
}

// At is when the record came to where it stands.
func (r Record) At() time.Time {
	if r.DoneAt.IsZero() {
		return r.QueuedAt
	}
	return r.DoneAt
}

// grader is one that is set up here.
type grader struct{ name, version string }

// Store keeps grades and learners' scores of themselves.
type Store struct {
	db      *db.DB
	graders []grader
	wakes   []func()
	changed func(Record)
}

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB) *Store {
	return &Store{db: d, graders: []grader{{grading.BuiltIn, grading.Version}}, changed: func(Record) {}}
}

// OnQueued adds what is called when a job has been written; it must not block.
func (s *Store) OnQueued(f func()) { s.wakes = append(s.wakes, f) }

func (s *Store) wake() {
	for _, f := range s.wakes {
		f()
	}
}

// OnChanged sets what is told of each step of a job; it must not block.
func (s *Store) OnChanged(f func(Record)) { s.changed = f }

// Graders are those that are set up here, by name to their version.
func (s *Store) Graders() map[string]string {
	out := make(map[string]string)
	for _, g := range s.graders {
		out[g.name] = g.version
	}
	return out
}

// Queue writes the jobs of grading an attempt, one for each grader, into the
// transaction that ends it.
func (s *Store) Queue(tx *db.Tx, a interview.Attempt) error {
	for _, g := range s.graders {
		if err := s.queue(tx, a, g, a.PromptVersion); err != nil {
			return err
		}
	}
	tx.OnCommit(s.wake)
	return nil
}

func (s *Store) queue(tx *db.Tx, a interview.Attempt, g grader, rubric string) error {
	_, err := tx.Exec(`INSERT INTO grades (id, attempt_id, grader, version, rubric, state, queued_at) VALUES (?, ?, ?, ?, ?, 'queued', ?) ON CONFLICT DO NOTHING`,
		rand.Text(), a.ID, g.name, g.version, rubric, tx.Now().UnixMilli())
	return err
}

// Again grades an attempt once more, by a version of its prompt that is pinned: a
// failed grade of this grader's version and that rubric is queued again, one that is
// done, queued or running stands as it is, and a new version of either gets a row of
// its own.
func (s *Store) Again(ctx context.Context, a interview.Attempt, name, rubric string) error {
	i := slices.IndexFunc(s.graders, func(g grader) bool { return g.name == name })
	switch {
	case i < 0 && name == grading.ByModel:
		return fault.New(fault.Invalid, "There is no model here to grade with. Whoever runs this site can set one up.")
	case i < 0:
		return fault.New(fault.Invalid, "There is no grader %q here; the built-in one is %q.", name, grading.BuiltIn)
	case a.Status != interview.Submitted:
		return fault.New(fault.Conflict, "Only a submitted attempt is graded.")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.queue(tx, a, s.graders[i], rubric); err != nil {
			return err
		}
		tx.OnCommit(s.wake)
		_, err := tx.Exec(`UPDATE grades SET state = 'queued', tries = 0, failure = '', done_at = NULL, queued_at = ?
			WHERE attempt_id = ? AND grader = ? AND version = ? AND rubric = ? AND state = 'failed'`,
			tx.Now().UnixMilli(), a.ID, name, s.graders[i].version, rubric)
		return err
	})
}

const columns = `id, attempt_id, grader, version, rubric,
	CASE WHEN rubric = (SELECT prompt_version FROM attempts WHERE attempts.id = grades.attempt_id) THEN 0 ELSE 1 END, state, queued_at, tries, done_at, failure, coalesce(result, '')`

func scan(into func(...any) error) (Record, error) {
	var r Record
	var queued, newer int64
	var done sql.NullInt64
	var result string
	if err := into(&r.ID, &r.Attempt, &r.Grader, &r.Version, &r.Rubric, &newer, &r.State, &queued, &r.Tries, &done, &r.Failure, &result); err != nil {
		return r, err
	}
	r.Newer = newer == 1
	r.QueuedAt = time.UnixMilli(queued).UTC()
	if done.Valid {
		r.DoneAt = time.UnixMilli(done.Int64).UTC()
	}
	if result == "" {
		return r, nil
	}
	return r, json.Unmarshal([]byte(result), &r.Grade)
}

// List returns an attempt's grades, the oldest first.
func (s *Store) List(ctx context.Context, attempt string) ([]Record, error) {
	return s.list(ctx, `WHERE attempt_id = ? ORDER BY queued_at, id`, attempt)
}

// ListOf returns the finished grades of a person's attempts, the oldest first.
func (s *Store) ListOf(ctx context.Context, person string) ([]Record, error) {
	return s.list(ctx, `WHERE state = 'done' AND attempt_id IN (SELECT id FROM attempts WHERE person_id = ? AND status = 'submitted') ORDER BY queued_at, id`, person)
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]Record, error) {
	var out []Record
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			r, err := scan(into)
			out = append(out, r)
			return err
		}, `SELECT `+columns+` FROM grades `+where, args...)
	})
	return out, err
}

// Self is what a learner says of an attempt before seeing its report.
type Self struct {
	At      time.Time
	Skipped bool
	Scores  map[string]int // criterion → 1 to 4
}

// FindSelf returns a learner's own scores, a not-found fault before they are given.
func (s *Store) FindSelf(ctx context.Context, attempt string) (Self, error) {
	var out Self
	var at, skipped int64
	var scores string
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(`SELECT at, skipped, scores FROM self_scores WHERE attempt_id = ?`, attempt).Scan(&at, &skipped, &scores)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return out, fault.New(fault.NotFound, "There are no scores of your own yet.")
	}
	if err != nil {
		return out, err
	}
	out.At, out.Skipped = time.UnixMilli(at).UTC(), skipped == 1
	return out, json.Unmarshal([]byte(scores), &out.Scores)
}

// SetSelf keeps a learner's own scores; the first ones stand.
func (s *Store) SetSelf(ctx context.Context, attempt string, self Self) error {
	for criterion, score := range self.Scores {
		if !grading.IsCriterion(criterion) || score < 1 || score > 4 {
			return fault.New(fault.Invalid, "Give each criterion a score from 1 to 4.")
		}
	}
	if self.Scores == nil {
		self.Scores = map[string]int{}
	}
	doc, err := json.Marshal(self.Scores)
	if err != nil {
		return err
	}
	skipped := 0
	if self.Skipped {
		skipped = 1
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO self_scores (attempt_id, at, skipped, scores) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			attempt, tx.Now().UnixMilli(), skipped, string(doc))
		return err
	})
}
