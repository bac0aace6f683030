package interview_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"levelup/internal/fault"
	"levelup/internal/interview"
)

// F15: saves count until ten seconds after the deadline; later ones are refused
// and their words kept as the learner's note.
func TestF15SavesAroundTheDeadline(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.clock.Advance(40*time.Minute + time.Second)
		for i, after := range []time.Duration{0, 8 * time.Second} {
			d.clock.Advance(after)
			if _, err := d.Append(t.Context(), d.attempt, batch("page", int64(i+1), i, "x")); err != nil {
				t.Fatalf("a save %v after the deadline: %v", time.Second+after, err)
			}
		}
		d.clock.Advance(2 * time.Second)
		for range 2 { // sent twice, kept once
			if _, err := d.Append(t.Context(), d.attempt, batch("page", 3, 2, "too late")); fault.CodeOf(err) != "ended" {
				t.Fatalf("a save 11 s after the deadline = %v, want ended", err)
			}
		}
		d.clock.Advance(time.Hour)
		if _, err := d.Append(t.Context(), d.attempt, batch("page", 4, 3, "an hour")); fault.CodeOf(err) != "ended" {
			t.Fatalf("a save an hour later = %v, want ended", err)
		}
		if got := d.text(t); got != "xx" {
			t.Errorf("text = %q, want %q", got, "xx")
		}
		notes, err := d.Notes(t.Context(), d.attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, n := range notes {
			words = append(words, n.Text)
		}
		if got := strings.Join(words, "|"); got != "too late|an hour" {
			t.Errorf("note = %q, want both late texts once", got)
		}
		if a := d.status(t); a.EndedBy != interview.ByDeadline || !a.EndedAt.Equal(d.attempt.Deadline) || d.submitted.Load() != 1 {
			t.Errorf("ended by %q at %v, %d submissions; want by its deadline %v, one", a.EndedBy, a.EndedAt, d.submitted.Load(), d.attempt.Deadline)
		}
	})
}

// F12 and F13: nobody has to be there for an attempt to end, and an end that
// comes late has the deadline as its time.
func TestF12F13SweepEndsAttemptsOnce(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		sweep := func() int {
			n, err := d.Sweep(t.Context())
			if err != nil {
				t.Fatalf("Sweep: %v", err)
			}
			return n
		}
		d.clock.Advance(40*time.Minute + interview.Grace)
		if n := sweep(); n != 0 {
			t.Errorf("Sweep within the grace ended %d", n)
		}
		d.clock.Advance(3 * time.Minute)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() { sweep() })
		}
		wg.Wait()
		if got := d.submitted.Load(); got != 1 {
			t.Errorf("submissions = %d, want 1", got)
		}
		if a := d.status(t); a.Status != interview.Submitted || !a.EndedAt.Equal(d.attempt.Deadline) {
			t.Errorf("attempt is %s, ended at %v; want submitted at %v", a.Status, a.EndedAt, d.attempt.Deadline)
		}
	})
}

func TestFindNeverShowsAnAttemptRunningAfterItsEnd(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.clock.Advance(41 * time.Minute)
		a, state, err := d.Find(t.Context(), d.learner.ID, d.attempt.ID)
		if err != nil || a.Status != interview.Submitted || state.Status != interview.Submitted {
			t.Errorf("Find = %s, %v, want submitted", a.Status, err)
		}
	})
}

// F14: many submits, and the automatic one, make one submission.
func TestF14SubmitsInParallelMakeOne(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.clock.Advance(40*time.Minute + interview.Grace + time.Second)
		var wg sync.WaitGroup
		for i := range 100 {
			wg.Go(func() {
				if i%10 == 0 {
					if _, err := d.Sweep(context.Background()); err != nil {
						t.Errorf("Sweep: %v", err)
					}
				}
				if err := d.Submit(context.Background(), d.attempt); err != nil {
					t.Errorf("Submit: %v", err)
				}
			})
		}
		wg.Wait()
		if got := d.submitted.Load(); got != 1 {
			t.Errorf("submissions = %d, want 1", got)
		}
	})
}

// F16: starts in parallel make one attempt, advances one step.
func TestF16StartsAndAdvancesInParallel(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				a, created, err := d.Start(context.Background(), d.learner, prompt, plan(interview.Practice))
				if err != nil || created || a.ID != d.attempt.ID {
					t.Errorf("Start = %s, created %v, %v; want the running one", a.ID, created, err)
				}
			})
			wg.Go(func() {
				if err := d.Advance(context.Background(), d.attempt, interview.Clarify); err != nil {
					t.Errorf("Advance: %v", err)
				}
			})
		}
		wg.Wait()
		if got := d.status(t).Current; got != interview.Map {
			t.Errorf("current step = %s, want map: a step was skipped", got)
		}
		other := prompt
		other.Slug = "rate-limiter"
		ids := map[string]bool{}
		var mu sync.Mutex
		for range 50 {
			wg.Go(func() {
				a, _, err := d.Start(context.Background(), d.learner, other, plan(interview.Practice))
				if err != nil {
					t.Errorf("Start: %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				ids[a.ID] = true
			})
		}
		wg.Wait()
		if len(ids) != 1 {
			t.Errorf("50 starts made %d attempts", len(ids))
		}
	})
}
