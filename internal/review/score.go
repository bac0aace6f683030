package review

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
)

// Score is what a coach gives a criterion.
type Score struct {
	Score  int    `json:"score"` // 1 to 4
	Reason string `json:"reason"`
}

// Verdict is what a coach says of a point where the grader said otherwise.
type Verdict struct {
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
}

// Review is what one coach says of one attempt.
type Review struct {
	ID, Attempt      string
	Coach, CoachName string
	Scores           map[string]Score   // by criterion
	Points           map[string]Verdict // by point
	Saved            bool               // scores were saved at least once
	Blind            bool               // and no grader's had been shown by then
	Changed          bool               // scores or points differ from what is published
	Version          int                // of the published grade; 0 without one
	Published        time.Time          // the first time; zero before
}

const reviews = `SELECT r.id, r.attempt_id, r.coach_id, p.name, r.scores, r.points, CASE WHEN r.first_scores IS NULL THEN 0 ELSE 1 END, r.blind, r.changed, r.version, r.published_at
	FROM reviews r JOIN people p ON p.id = r.coach_id`

func scanReview(into func(...any) error) (Review, error) {
	var r Review
	var scores, points string
	var saved, blind, changed int
	var published sql.NullInt64
	if err := into(&r.ID, &r.Attempt, &r.Coach, &r.CoachName, &scores, &points, &saved, &blind, &changed, &r.Version, &published); err != nil {
		return r, err
	}
	r.Saved, r.Blind, r.Changed, r.Published = saved == 1, blind == 1, changed == 1, moment(published.Int64)
	if err := json.Unmarshal([]byte(scores), &r.Scores); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(points), &r.Points)
}

// Sheet is what a coach saves at once. Blind says that the page has shown no
// grader's scores so far.
type Sheet struct {
	Scores map[string]Score
	Points map[string]Verdict
	Blind  bool
}

// check refuses what is no score or verdict.
func (sh Sheet) check() error {
	if len(sh.Scores) == 0 {
		return fault.Coded(fault.Invalid, "no-score", "Score at least one criterion.")
	}
	for criterion, score := range sh.Scores {
		if !grading.IsCriterion(criterion) || score.Score < 1 || score.Score > 4 {
			return fault.Coded(fault.Invalid, "no-score", "Give a criterion a score from 1 to 4.")
		}
		if err := check("A reason", score.Reason, MaxText, false); err != nil {
			return err
		}
	}
	for _, v := range sh.Points {
		if !slices.Contains(Verdicts[:], v.Verdict) {
			return fault.Coded(fault.Invalid, "no-verdict", "A verdict on a point is met, partial, missing or cannot-tell.")
		}
		if err := check("A verdict of your own", v.Reason, MaxText, true); err != nil {
			return err
		}
	}
	return nil
}

// Verdicts are the verdicts on a point in the order in which they are offered.
var Verdicts = [...]string{grading.Met, grading.Partial, grading.Missing, grading.CannotTell}

// Score keeps a coach's scores as a draft. The first ones stay beside later ones.
func (s *Store) Score(ctx context.Context, coach, attempt string, sh Sheet) error {
	r, err := s.Open(ctx, coach, attempt)
	if err != nil {
		return err
	}
	if err := sh.check(); err != nil {
		return err
	}
	rubric, err := s.rubric(ctx, r)
	if err != nil {
		return err
	}
	for point := range sh.Points {
		criterion, ok := rubric.of[point]
		if !ok {
			return fault.Coded(fault.Invalid, "no-point", "The rubric has no point %q.", point)
		}
		if _, ok := sh.Scores[criterion]; !ok {
			return fault.Coded(fault.Invalid, "no-score", "Score this criterion too: your verdict on one of its points is published with its score.")
		}
	}
	if sh.Points == nil {
		sh.Points = map[string]Verdict{}
	}
	scores, err := json.Marshal(sh.Scores)
	if err != nil {
		return err
	}
	verdicts, err := json.Marshal(sh.Points)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, own, err := s.hold(tx, coach, attempt)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE reviews SET first_scores = ?, blind = ? WHERE id = ? AND first_scores IS NULL`, string(scores), flag(sh.Blind), own.ID); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE reviews SET changed = CASE WHEN scores = ? AND points = ? THEN changed ELSE 1 END, scores = ?, points = ? WHERE id = ?`,
			string(scores), string(verdicts), string(scores), string(verdicts), own.ID)
		return err
	})
}

// Own is a coach's review of an attempt that is shared with that coach, the zero
// Review before the first claim.
func (s *Store) Own(ctx context.Context, coach, attempt string) (Review, error) {
	return read(ctx, s, func(tx *db.Tx) (Review, error) {
		if _, err := s.readable(tx, coach, attempt); err != nil {
			return Review{}, err
		}
		r, err := s.own(tx, coach, attempt)
		if fault.KindOf(err) == fault.NotFound {
			return Review{Attempt: attempt, Coach: coach}, nil
		}
		return r, err
	})
}

// MaySee reports whether a coach is shown what the graders say: after own scores.
// Whoever asks knows whether this instance hides them at all.
func (s *Store) MaySee(ctx context.Context, coach, attempt string) (bool, error) {
	own, err := s.Own(ctx, coach, attempt)
	return own.Saved, err
}
