package review

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
)

// Publish makes all of a coach's drafts visible to the learner in one transaction,
// with the scores as a grade, and gives the claim back.
func (s *Store) Publish(ctx context.Context, coach, attempt string) error {
	r, err := s.Open(ctx, coach, attempt)
	if err != nil {
		return err
	}
	records, err := s.grades.List(ctx, attempt)
	if err != nil {
		return err
	}
	rubric, err := s.rubric(ctx, r)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, own, err := s.hold(tx, coach, attempt)
		if err != nil {
			return err
		}
		now := tx.Now().UnixMilli()
		drafts, err := tx.Exec(`UPDATE review_comments SET published_at = ? WHERE review_id = ? AND published_at IS NULL`, now, own.ID)
		if err != nil {
			return err
		}
		if drafts == 0 && !own.Changed {
			return fault.Coded(fault.Invalid, "nothing", "There is nothing new to publish. Score a criterion or write a comment first.")
		}
		if own.Changed {
			own.Version++
			g := own.grade(r, machine(records), rubric)
			if err := s.grades.Add(tx, attempt, g); err != nil {
				return err
			}
		}
		kind := Published
		if !own.Published.IsZero() {
			kind = Changed
		}
		if _, err := tx.Exec(`UPDATE reviews SET changed = 0, version = ?, published_at = coalesce(published_at, ?) WHERE id = ?`, own.Version, now, own.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE review_requests SET answered_at = coalesce(answered_at, ?), claimed_by = NULL, claimed_until = 0 WHERE attempt_id = ?`, now, attempt); err != nil {
			return err
		}
		if err := markRead(tx, coach, `attempt_id = ? AND comment_id IS NULL`, attempt); err != nil {
			return err
		}
		return s.tell(tx, Notice{Person: r.Owner, Attempt: attempt, Kind: kind})
	})
}

// machine is the grader's grade that would count without a coach.
func machine(records []record.Record) grading.Grade {
	for _, r := range record.Shown(slices.DeleteFunc(slices.Clone(records), func(r record.Record) bool { return r.Grader == record.ByCoach })) {
		return r.Grade
	}
	return grading.Grade{}
}

// rubric is which points each criterion has, in the order of the prompt.
type rubric struct {
	criteria []string
	of       map[string]string // point → criterion
}

func (s *Store) rubric(ctx context.Context, r Request) (rubric, error) {
	prompt, err := s.pinned.Prompt(ctx, r.PromptVersion)
	if err != nil {
		return rubric{}, err
	}
	out := rubric{of: map[string]string{}}
	for _, c := range prompt.Rubric {
		out.criteria = append(out.criteria, c.Criterion)
		for _, p := range c.Points {
			out.of[p.ID] = c.Criterion
		}
	}
	return out, nil
}

// grade is what a review amounts to. The points are as the grader found them, but
// for those on which the coach says otherwise: of each such one it is kept what the
// grader had said, and why the coach does not agree.
func (r Review) grade(of Request, base grading.Grade, by rubric) grading.Grade {
	g := grading.Grade{Prompt: of.Prompt, Level: string(of.Plan.Level), Grader: record.ByCoach,
		Version: strconv.Itoa(r.Version) + "/" + r.ID[:8], Rubric: of.PromptVersion, Next: base.Next, Flags: []string{}}
	scores := map[string]float64{}
	for _, criterion := range by.criteria {
		given, ok := r.Scores[criterion]
		if !ok {
			continue
		}
		scores[criterion] = float64(given.Score)
		c := grading.Criterion{Criterion: criterion, Score: given.Score, Reason: given.Reason, Points: []grading.PointVerdict{}}
		for _, found := range base.Criteria {
			if found.Criterion == criterion {
				c.Points, c.Advice = slices.Clone(found.Points), found.Advice
			}
		}
		for _, id := range slices.Sorted(maps.Keys(r.Points)) {
			if by.of[id] == criterion {
				c.Points = override(c.Points, id, r.Points[id])
			}
		}
		g.Criteria = append(g.Criteria, c)
	}
	g.Overall = grading.Overall(of.Plan.Level, scores)
	g.Verdict = grading.Hire(g.Overall)
	return g
}

func override(points []grading.PointVerdict, id string, own Verdict) []grading.PointVerdict {
	i := slices.IndexFunc(points, func(p grading.PointVerdict) bool { return p.ID == id })
	if i < 0 {
		return append(points, grading.PointVerdict{ID: id, Verdict: own.Verdict, Evidence: []grading.Evidence{}, Reason: own.Reason})
	}
	p := &points[i]
	if p.Verdict == own.Verdict {
		return points // the grader has come to say the same
	}
	p.Was, p.Verdict, p.Reason, p.Unsure = p.Verdict, own.Verdict, own.Reason, nil
	if own.Verdict == grading.Missing || own.Verdict == grading.CannotTell {
		p.Evidence = []grading.Evidence{}
	}
	return points
}
