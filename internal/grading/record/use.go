package record

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"levelup/internal/db"
	"levelup/internal/grading"
)

// Use is what one grade took of the model and how it ended. It is added to the sums
// of its day and person; nothing of the attempt is kept in them.
type Use struct {
	Grade     string // GradeDone and so on; empty for one that was stopped and will be taken up again
	Fallbacks int    // criteria that the built-in grader scored
	Questions []grading.Question
}

// How a grade ended.
const (
	GradeDone    = "done"
	GradeHeld    = "held"    // done and flagged: not shown until a coach has looked
	GradeFailed  = "failed"  // the model was of no use
	GradeRefused = "refused" // there were no tokens left for it
)

// useFor is how many days the sums are kept.
const useFor = 90

func useOf(ctx context.Context, g grading.Grade, err error) Use {
	u := Use{Grade: GradeDone}
	if g.Model != nil {
		u.Questions = g.Model.Questions
	}
	switch {
	case ctx.Err() != nil:
		u.Grade = ""
	case err != nil:
		u.Grade = GradeFailed
	default:
		for _, flag := range g.Flags {
			if strings.HasPrefix(flag, grading.FlagFallback) {
				u.Fallbacks++
			}
		}
		if (Record{Grader: grading.ByModel, Grade: g}).HeldBack() {
			u.Grade = GradeHeld
		}
	}
	return u
}

func (u Use) tokens() int {
	n := 0
	for _, q := range u.Questions {
		n += q.Tokens
	}
	return n
}

// Refused notes that a grade was not made for want of tokens.
func (b *Budget) Refused(ctx context.Context, person string) error {
	return b.db.Write(ctx, func(tx *db.Tx) error { return note(tx, person, Use{Grade: GradeRefused}) })
}

// sum is one row of the sums.
type sum struct {
	what, outcome string
	times, tokens int
	milliseconds  int64
}

// note adds to the sums of a person's day. Rows are written in one order, so that two
// at once do not wait for each other.
func note(tx *db.Tx, person string, u Use) error {
	sums, classes := map[[2]string]sum{}, map[int]int{}
	add := func(what, outcome string, times, tokens int, took time.Duration) {
		if times == 0 || outcome == "" {
			return
		}
		s := sums[[2]string{what, outcome}]
		sums[[2]string{what, outcome}] = sum{what, outcome, s.times + times, s.tokens + tokens, s.milliseconds + took.Milliseconds()}
	}
	for _, q := range u.Questions {
		add("question", q.Outcome, 1, q.Tokens, q.Spent)
		classes[classOf(q.Spent)]++
	}
	add("criterion", "fallback", u.Fallbacks, 0, 0)
	add("grade", u.Grade, 1, 0, 0)

	day := dayOf(tx.Now())
	for _, s := range slices.SortedFunc(maps.Values(sums), func(a, b sum) int {
		return cmp.Or(strings.Compare(a.what, b.what), strings.Compare(a.outcome, b.outcome))
	}) {
		if _, err := tx.Exec(`INSERT INTO model_use (day, person_id, what, outcome, times, tokens, milliseconds) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (day, person_id, what, outcome) DO UPDATE SET times = model_use.times + excluded.times,
			tokens = model_use.tokens + excluded.tokens, milliseconds = model_use.milliseconds + excluded.milliseconds`,
			day, person, s.what, s.outcome, s.times, s.tokens, s.milliseconds); err != nil {
			return err
		}
	}
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		if _, err := tx.Exec(`INSERT INTO model_times (day, class, times) VALUES (?, ?, ?)
			ON CONFLICT (day, class) DO UPDATE SET times = model_times.times + excluded.times`, day, class, classes[class]); err != nil {
			return err
		}
	}
	for _, table := range []string{"model_use", "model_times"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE day <= ?`, day-useFor); err != nil {
			return err
		}
	}
	return nil
}

// Durations are kept in classes, so that any number of them are a few rows a day:
// class n holds what took up to 2^(n/4) milliseconds, and what is told of it is at
// most a fifth too long. The last holds all that is longer than a grade may take.
const (
	classesPerDoubling = 4
	lastClass          = 72 // four minutes and a half
)

func classOf(d time.Duration) int {
	ms := float64(d.Microseconds()) / 1000
	if ms <= 1 {
		return 0
	}
	return min(lastClass, int(math.Ceil(classesPerDoubling*math.Log2(ms))))
}

// longestOf is the longest duration of a class.
func longestOf(class int) time.Duration {
	return time.Duration(math.Exp2(float64(class)/classesPerDoubling) * float64(time.Millisecond)).Round(time.Millisecond)
}
