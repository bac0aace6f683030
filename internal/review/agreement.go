package review

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"levelup/internal/db"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/measure"
)

// Enough is how many attempts must have been reviewed blind before a grader's
// agreement with coaches is told as a figure.
const Enough = 30

// Agreement is how far a grader agrees with coaches who had not seen its scores.
type Agreement struct {
	Grader   string
	Attempts int // that were compared
	Of       Figure
	Criteria []Figure // in the order of the prompt's rubrics
	Levels   []Figure // by level
}

// Calibrated reports whether there is enough to tell a figure.
func (a Agreement) Calibrated() bool { return a.Attempts >= Enough && a.Of.Known }

// Figure is the agreement on a part of the scores.
type Figure struct {
	Name     string  // a criterion or a level; empty for all
	Scores   int     // pairs that were compared
	Known    bool    // the kappa is defined
	Kappa    float64 // quadratic weighted
	Interval measure.Interval
	Bounded  bool    // the interval is defined
	Bias     float64 // by how much the grader gives more, on the mean
}

// figures keeps the last answer: an interval takes a thousand rounds.
type figures struct {
	mu  sync.Mutex
	key string
	at  time.Time
	all []Agreement
}

// believedFor is how long figures are kept when no review was added: a grade anew
// changes them as well.
const believedFor = 10 * time.Minute

// mostCompared bounds what is read: the newest reviews.
const mostCompared = 2_000

// Agreements are the figures of each grader that coaches could be compared with.
func (s *Store) Agreements(ctx context.Context) ([]Agreement, error) {
	key, err := read(ctx, s, func(tx *db.Tx) (key string, err error) {
		var n, last int64
		err = tx.QueryRow(`SELECT count(*), coalesce(max(published_at), 0) FROM reviews WHERE published_at IS NOT NULL AND blind = 1`).Scan(&n, &last)
		return fmt.Sprint(n, " ", last), err
	})
	if err != nil {
		return nil, err
	}
	s.figures.mu.Lock()
	defer s.figures.mu.Unlock()
	now := s.db.Now()
	if s.figures.key == key && now.Sub(s.figures.at) < believedFor {
		return s.figures.all, nil
	}
	pairs, err := s.pairs(ctx)
	if err != nil {
		return nil, err
	}
	s.figures.key, s.figures.at, s.figures.all = key, now, Agree(pairs)
	return s.figures.all, nil
}

// Pair is the score of a criterion by a grader and by a coach who scored blind.
type Pair struct {
	Grader, Attempt, Criterion, Level string
	Machine, Coach                    float64
}

// pairs reads them: of each attempt the newest grade by the rubric that it began
// with, and the scores that each coach saved first.
func (s *Store) pairs(ctx context.Context) ([]Pair, error) {
	return read(ctx, s, func(tx *db.Tx) (out []Pair, err error) {
		err = tx.Each(func(into func(...any) error) error {
			var attempt, first, plan, result string
			r := record.Record{}
			if err := into(&attempt, &first, &plan, &r.Grader, &result); err != nil {
				return err
			}
			var scores map[string]Score
			var how interview.Plan
			for text, value := range map[string]any{first: &scores, plan: &how, result: &r.Grade} {
				if err := json.Unmarshal([]byte(text), value); err != nil {
					return err
				}
			}
			if r.HeldBack() {
				return nil
			}
			for _, c := range r.Grade.Criteria {
				if own, ok := scores[c.Criterion]; ok {
					out = append(out, Pair{r.Grader, attempt, c.Criterion, string(how.Level), float64(c.Score), float64(own.Score)})
				}
			}
			return nil
		}, `SELECT r.attempt_id, r.first_scores, a.plan, g.grader, g.result
			FROM (SELECT * FROM reviews WHERE published_at IS NOT NULL AND blind = 1 AND first_scores IS NOT NULL ORDER BY published_at DESC LIMIT ?) r
			JOIN attempts a ON a.id = r.attempt_id JOIN grades g ON g.attempt_id = a.id AND g.rubric = a.prompt_version
			WHERE g.state = 'done' AND g.grader <> ? AND g.id = (SELECT n.id FROM grades n WHERE n.attempt_id = a.id AND n.grader = g.grader AND n.rubric = g.rubric AND n.state = 'done' ORDER BY n.queued_at DESC, n.id DESC LIMIT 1)
			ORDER BY r.attempt_id, g.grader, r.id`, mostCompared, record.ByCoach)
		return out, err
	})
}

// Agree works the figures out, the graders in the order in which they are heard.
func Agree(pairs []Pair) []Agreement {
	var out []Agreement
	for _, grader := range []string{grading.ByModel, grading.BuiltIn} {
		of := slices.DeleteFunc(slices.Clone(pairs), func(p Pair) bool { return p.Grader != grader })
		if len(of) == 0 {
			continue
		}
		a := Agreement{Grader: grader, Attempts: len(byAttempt(of)), Of: figure("", of)}
		var criteria []string
		for _, p := range of {
			if !slices.Contains(criteria, p.Criterion) {
				criteria = append(criteria, p.Criterion)
			}
		}
		for _, c := range criteria {
			a.Criteria = append(a.Criteria, figure(c, slices.DeleteFunc(slices.Clone(of), func(p Pair) bool { return p.Criterion != c })))
		}
		for _, l := range interview.Levels {
			if at := slices.DeleteFunc(slices.Clone(of), func(p Pair) bool { return p.Level != string(l) }); len(at) > 0 {
				a.Levels = append(a.Levels, figure(string(l), at))
			}
		}
		out = append(out, a)
	}
	return out
}

// figure compares the pairs. The interval draws whole attempts, since the scores of
// one are alike.
func figure(name string, pairs []Pair) Figure {
	machine, coach := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		machine[i], coach[i] = p.Machine, p.Coach
	}
	f := Figure{Name: name, Scores: len(pairs), Kappa: measure.Kappa(machine, coach), Bias: measure.Mean(machine) - measure.Mean(coach)}
	if f.Known = !math.IsNaN(f.Kappa); !f.Known {
		return f
	}
	bounds := measure.Bootstrap(byAttempt(pairs), func(rows []int) []float64 {
		a, b := make([]float64, len(rows)), make([]float64, len(rows))
		for i, row := range rows {
			a[i], b[i] = machine[row], coach[row]
		}
		return []float64{measure.Kappa(a, b)}
	})
	if len(bounds) == 1 && !math.IsNaN(bounds[0][0]) {
		f.Interval, f.Bounded = bounds[0], true
	}
	return f
}

// byAttempt are the rows of each attempt.
func byAttempt(pairs []Pair) [][]int {
	var out [][]int
	at := map[string]int{}
	for i, p := range pairs {
		k, ok := at[p.Attempt]
		if !ok {
			k = len(out)
			at[p.Attempt] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
