package jobs

import (
	"context"
	"fmt"
	"time"

	"levelup/internal/fault"
)

// Why a run began.
const (
	bySchedule = "schedule"
	byWake     = "wake"
	byRetry    = "retry"
	byHand     = "hand"
)

// Run is one time that work was done.
type Run struct {
	Cause  string // schedule, wake, retry or hand
	Began  time.Time
	Took   time.Duration
	Failed bool
	Said   string // what it did, or why it failed, in words that may be shown
}

// State is how a kind of work stands.
type State struct {
	Name    string
	Rule    string    // when it runs
	Next    time.Time // zero: when somebody wakes it
	Running time.Time // since when it runs in this process; zero: it does not
	Runs    []Run     // the newest first; of what runs often the newest that this process saw
	Failing int       // how many of the newest runs failed; of what runs often 1 stands for all
	Late    bool      // it should have run by now
}

// lateAfter is how far beyond its time work has to be for somebody to look.
const lateAfter = time.Hour

// List is how each kind stands, in the order in which they were handled.
func (q *Queue) List(ctx context.Context) ([]State, error) {
	runs, dues, err := q.ledger.read(ctx)
	if err != nil {
		return nil, err
	}
	now := q.ledger.db.Now()
	out := make([]State, len(q.order))
	for i, k := range q.order {
		out[i] = k.state(now, runs[k.name], dues[k.name])
	}
	return out, nil
}

// Run has a kind of work run now, because somebody asked for it.
func (q *Queue) Run(name string) error {
	k := q.kinds[name]
	if k == nil {
		return fault.New(fault.NotFound, "There is no such job.")
	}
	k.wake(byHand)
	return nil
}

func (k *kind) state(now time.Time, kept []Run, due time.Time) State {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := State{Name: k.name, Rule: k.rule(), Running: k.began, Runs: kept, Next: due}
	if k.last != nil && (len(kept) == 0 || k.last.Began.After(kept[0].Began)) {
		s.Runs = append([]Run{*k.last}, kept[:min(len(kept), keptRuns-1)]...) // it is written down in a moment, if at all
	}
	for _, r := range s.Runs {
		if !r.Failed {
			break
		}
		s.Failing++
	}
	if k.calendar == nil && k.period > 0 && len(s.Runs) > 0 {
		s.Next = s.Runs[0].Began.Add(k.period)
	}
	s.Late = k.keeps() && !s.Next.IsZero() && s.Running.IsZero() && now.Sub(s.Next) > lateAfter
	return s
}

// rule says when it runs.
func (k *kind) rule() string {
	switch {
	case k.calendar != nil:
		return k.calendar.String()
	case k.period == 0:
		return "when it is woken"
	case k.period < time.Second:
		return "all the time"
	}
	for _, unit := range []struct {
		name string
		of   time.Duration
	}{{"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}} {
		switch n := k.period / unit.of; {
		case n == 1:
			return "every " + unit.name
		case n > 1:
			return fmt.Sprintf("every %d %ss", n, unit.name)
		}
	}
	return ""
}

// keeps reports whether each run is written down: of what runs often only the first that
// fails is, and the first that does not after it.
func (k *kind) keeps() bool {
	return k.calendar != nil || !k.loops && k.period >= time.Minute
}

// note is what a run says of itself.
type note struct{ text string }

type noteKey struct{}

// Note says, in the list of runs, what the run with this context did.
func Note(ctx context.Context, format string, args ...any) {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		n.text = fmt.Sprintf(format, args...)
	}
}
