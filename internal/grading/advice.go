package grading

import (
	"cmp"
	"slices"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
)

// advice is what to do about a criterion: that of its heaviest point that is
// not met, one of the level before one of the next.
func (s Sheet) advice(c curriculum.Criterion) string {
	if open := s.open(c); len(open) > 0 {
		return adviceOf(open[0])
	}
	return ""
}

// open are the points of c up to one level above the candidate's that are not
// met, the one most worth working on first: those of the level, the critical,
// the heaviest, the missing before the partial and the undecided.
func (s Sheet) open(c curriculum.Criterion) []curriculum.Point {
	level := levelRank(s.Level)
	var out []curriculum.Point
	for _, p := range c.Points {
		if s.graded(p) && levelRank(interview.Level(p.Level)) <= level+1 && s.verdict(p.ID) != Met {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b curriculum.Point) int {
		return cmp.Or(
			cmp.Compare(s.beyond(a), s.beyond(b)),
			-cmp.Compare(s.cap(a), s.cap(b)),
			-cmp.Compare(max(a.Weight, 1), max(b.Weight, 1)),
			cmp.Compare(worth(s.verdict(a.ID)), worth(s.verdict(b.ID))),
		)
	})
	return out
}

// beyond is 1 for a point above the level.
func (s Sheet) beyond(p curriculum.Point) int {
	if levelRank(interview.Level(p.Level)) > levelRank(s.Level) {
		return 1
	}
	return 0
}

// cap is 1 for a critical point that holds its criterion down.
func (s Sheet) cap(p curriculum.Point) int {
	if p.Critical && s.verdict(p.ID) == Missing {
		return 1
	}
	return 0
}

// worth orders verdicts by how much is known to be wanting.
func worth(verdict string) int {
	switch verdict {
	case Missing:
		return 0
	case Partial:
		return 1
	}
	return 2
}

// next is the one thing to work on: the first open point of the weakest
// criterion, and of equally weak ones of one that a critical point holds down,
// then of that which counts most, then of the one with the least share. Empty if
// nothing is open.
func (s Sheet) next(r Result) string {
	var weakest *curriculum.Criterion
	var least CriterionScore
	for _, c := range r.Criteria {
		i := slices.IndexFunc(s.Rubric, func(x curriculum.Criterion) bool { return x.Criterion == c.Criterion })
		src := &s.Rubric[i]
		if len(s.open(*src)) == 0 {
			continue
		}
		if weakest == nil || cmp.Or(
			cmp.Compare(c.Score, least.Score),
			-cmp.Compare(s.cap(s.open(*src)[0]), s.cap(s.open(*weakest)[0])),
			-cmp.Compare(Weight(s.Level, c.Criterion), Weight(s.Level, least.Criterion)),
			s.share(*src).compare(s.share(*weakest)),
		) < 0 {
			weakest, least = src, c
		}
	}
	if weakest == nil {
		return ""
	}
	return adviceOf(s.open(*weakest)[0])
}

// share tallies the points of c at or below the level.
func (s Sheet) share(c curriculum.Criterion) tally {
	var t tally
	for _, p := range c.Points {
		if s.graded(p) && s.beyond(p) == 0 {
			t.add(p, s.verdict(p.ID))
		}
	}
	return t
}

func (t tally) compare(u tally) int { return cmp.Compare(t.credit*u.weight, u.credit*t.weight) }

// adviceOf is what the author advises, or else what the point asks for.
func adviceOf(p curriculum.Point) string { return cmp.Or(p.Advice, p.Text) }
