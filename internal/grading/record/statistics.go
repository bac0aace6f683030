package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"levelup/internal/db"
	"levelup/internal/grading"
)

// Tally is how the attempts at one version of a prompt have gone. Nobody is named
// in it. Discarded attempts are left out.
type Tally struct {
	Prompt, Version string
	Attempts        int     // running and submitted
	Graded          int     // by the built-in grader
	Average         float64 // of the newest built-in grade of each; 0 without one
	First, Last     time.Time
}

// newest picks one grade of an attempt: the newest by the rubric that it began with.
const newest = `g.id = (SELECT id FROM grades WHERE attempt_id = a.id AND grader = ? AND rubric = a.prompt_version AND state = 'done' ORDER BY queued_at DESC, id DESC LIMIT 1)`

// Tallies counts the attempts by prompt and version, the newest version of each
// prompt first; an empty prompt asks for all of them.
func (s *Store) Tallies(ctx context.Context, prompt string) ([]Tally, error) {
	var out []Tally
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var t Tally
			var first, last int64
			var average sql.NullFloat64
			err := into(&t.Prompt, &t.Version, &t.Attempts, &t.Graded, &average, &first, &last)
			t.Average, t.First, t.Last = average.Float64, time.UnixMilli(first).UTC(), time.UnixMilli(last).UTC()
			out = append(out, t)
			return err
		}, `SELECT a.prompt, a.prompt_version, count(*), count(g.id), avg(g.overall), min(a.started_at), max(a.started_at)
			FROM attempts a LEFT JOIN grades g ON `+newest+`
			WHERE a.status <> 'discarded' AND (? = '' OR a.prompt = ?)
			GROUP BY a.prompt, a.prompt_version ORDER BY a.prompt, max(a.started_at) DESC, a.prompt_version`,
			grading.BuiltIn, prompt, prompt)
	})
	return out, err
}

// mostGrades bounds what Verdicts reads: a grade is some kilobytes.
const mostGrades = 1_000

// Verdicts is how often a point got each verdict, by the verdict's word.
type Verdicts map[string]int

// Verdicts counts, by point, the verdicts of the newest built-in grades of attempts
// at a version of a prompt, at most the latest thousand; it also says how many
// those are.
func (s *Store) Verdicts(ctx context.Context, prompt, version string) (points map[string]Verdicts, graded int, err error) {
	points = map[string]Verdicts{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var result string
			if err := into(&result); err != nil {
				return err
			}
			var grade struct {
				Criteria []struct {
					Points []struct{ ID, Verdict string }
				}
			}
			if err := json.Unmarshal([]byte(result), &grade); err != nil {
				return err
			}
			graded++
			for _, c := range grade.Criteria {
				for _, p := range c.Points {
					if points[p.ID] == nil {
						points[p.ID] = Verdicts{}
					}
					points[p.ID][p.Verdict]++
				}
			}
			return nil
		}, `SELECT g.result FROM attempts a JOIN grades g ON `+newest+`
			WHERE a.status = 'submitted' AND a.prompt = ? AND a.prompt_version = ? ORDER BY a.started_at DESC LIMIT ?`,
			grading.BuiltIn, prompt, version, mostGrades)
	})
	return points, graded, err
}

// Overridden counts, by point, how many submitted attempts at a version of a prompt
// have a coach who says otherwise than the grader, by each attempt's newest coach.
func (s *Store) Overridden(ctx context.Context, prompt, version string) (map[string]int, error) {
	out := map[string]int{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(into func(...any) error) error {
			var result string
			if err := into(&result); err != nil {
				return err
			}
			var grade grading.Grade
			if err := json.Unmarshal([]byte(result), &grade); err != nil {
				return err
			}
			for _, c := range grade.Criteria {
				for _, p := range c.Points {
					if p.Reason != "" {
						out[p.ID]++
					}
				}
			}
			return nil
		}, `SELECT g.result FROM attempts a JOIN grades g ON `+newest+`
			WHERE a.status = 'submitted' AND a.prompt = ? AND a.prompt_version = ? ORDER BY a.started_at DESC LIMIT ?`,
			ByCoach, prompt, version, mostGrades)
	})
	return out, err
}
