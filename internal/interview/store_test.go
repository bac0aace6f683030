package interview_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

// desk is a store with a learner who has begun an attempt.
type desk struct {
	*interview.Store
	db        *db.DB
	clock     *dbtest.Clock
	learner   account.Person
	attempt   interview.Attempt
	submitted atomic.Int32 // how often the end was hooked
}

var prompt = interview.Prompt{Slug: "url-shortener", Version: "v1", Source: []byte("# source")}

func plan(mode interview.Mode) interview.Plan {
	p := interview.Plan{Mode: mode, Level: interview.Senior, Minutes: 40}
	if mode == interview.Drill {
		p.Drill = interview.Map
	}
	return p
}

func each(t *testing.T, mode interview.Mode, f func(t *testing.T, d *desk)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, database *db.DB, clock *dbtest.Clock) {
		d := &desk{Store: interview.NewStore(database), db: database, clock: clock}
		d.OnSubmitted(func(*db.Tx, interview.Attempt) error { d.submitted.Add(1); return nil })
		session, err := account.NewStore(database, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Trusted)
		if err != nil {
			t.Fatal(err)
		}
		d.learner = session.Person
		if d.attempt, _, err = d.Start(t.Context(), d.learner, prompt, plan(mode)); err != nil {
			t.Fatal(err)
		}
		f(t, d)
	})
}

// batch is the events of a page that types into clarify, from n on.
func batch(client string, n int64, base int, inserts ...string) interview.Batch {
	b := interview.Batch{Client: client}
	for i, insert := range inserts {
		b.Events = append(b.Events, interview.Event{Client: client, N: n + int64(i), Type: interview.Answer, Step: interview.Clarify,
			Splice: &interview.Splice{Base: base + i, Insert: insert}})
	}
	return b
}

func (d *desk) text(t *testing.T) string {
	t.Helper()
	_, state, err := d.Find(t.Context(), d.learner.ID, d.attempt.ID)
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	return state.At(interview.Clarify).Text
}

func (d *desk) status(t *testing.T) interview.Attempt {
	t.Helper()
	a, _, err := d.Find(t.Context(), d.learner.ID, d.attempt.ID)
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	return a
}

// F6: a batch whose answer was lost is acknowledged again and stored once.
func TestF6AppendAgainIsAcknowledgedAndStoredOnce(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		for range 3 {
			ack, err := d.Append(t.Context(), d.attempt, batch("page", 1, 0, "b", "a"))
			if err != nil || ack.Acknowledged != 2 || ack.Answers[interview.Clarify] != 2 {
				t.Fatalf("Append = %+v, %v, want 2 acknowledged at base 2", ack, err)
			}
		}
		// What is new in a batch that is partly stored is added.
		if ack, err := d.Append(t.Context(), d.attempt, batch("page", 1, 0, "b", "a", "c")); err != nil || ack.Acknowledged != 3 {
			t.Errorf("Append = %+v, %v, want 3 acknowledged", ack, err)
		}
		if got := d.text(t); got != "cab" {
			t.Errorf("text = %q, want %q", got, "cab")
		}
	})
}

// F5: a batch that overtook another is refused with the number that is missing.
func TestF5AppendRefusesAGap(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		_, err := d.Append(t.Context(), d.attempt, batch("page", 2, 0, "x"))
		f, _ := errors.AsType[*fault.Fault](err)
		if f == nil || f.Code != "gap" || f.Detail != (interview.Gap{Expected: 1}) {
			t.Fatalf("Append = %#v, want a gap that expects 1", err)
		}
		skipping := batch("page", 1, 0, "a", "b")
		skipping.Events[1].N = 3
		_, err = d.Append(t.Context(), d.attempt, skipping)
		if f, _ = errors.AsType[*fault.Fault](err); f == nil || f.Detail != (interview.Gap{Expected: 2}) {
			t.Fatalf("Append with a hole = %#v, want a gap that expects 2", err)
		}
		if got := d.text(t); got != "" {
			t.Errorf("text = %q, want nothing stored", got)
		}
		if _, err := d.Append(t.Context(), d.attempt, batch("page", 1, 0, "a")); err != nil {
			t.Errorf("Append in order = %v: a refused number counts as used", err)
		}
	})
}

// F4: two pages on one attempt never overwrite each other in silence.
func TestF4AppendRefusesAStaleBase(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		if _, err := d.Append(t.Context(), d.attempt, batch("one", 1, 0, "mine")); err != nil {
			t.Fatal(err)
		}
		_, err := d.Append(t.Context(), d.attempt, batch("two", 1, 0, "yours"))
		f, _ := errors.AsType[*fault.Fault](err)
		want := map[interview.Step]interview.MovedText{interview.Clarify: {Base: 1, Text: "mine"}}
		if f == nil || f.Code != "conflict" {
			t.Fatalf("Append = %v, want a conflict", err)
		}
		if diff := cmp.Diff(want, f.Detail.(interview.Moved).Answers); diff != "" {
			t.Errorf("what stands on the server (-want +got):\n%s", diff)
		}
	})
}

func TestAppendStoresABatchWholeOrNotAtAll(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		b := batch("page", 1, 0, "a", "b", "c")
		b.Events[2].Splice.At = 99
		_, err := d.Append(t.Context(), d.attempt, b)
		f, _ := errors.AsType[*fault.Fault](err)
		if f == nil || f.Code != "malformed" || f.Detail != (interview.InEvent{Event: 3}) {
			t.Errorf("Append = %#v, want event 3 refused", err)
		}
		if got := d.text(t); got != "" {
			t.Errorf("text = %q, want nothing stored", got)
		}
	})
}

func TestAnAttemptIsItsOwners(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		_, _, missing := d.Find(t.Context(), d.learner.ID, "none")
		_, _, foreign := d.Find(t.Context(), "somebody else", d.attempt.ID)
		if fault.KindOf(foreign) != fault.NotFound || foreign.Error() != missing.Error() {
			t.Errorf("a foreign attempt = %v, a missing one = %v; want the same not-found fault", foreign, missing)
		}
		for range 2 { // the second time from memory
			if a, err := d.Get(t.Context(), d.attempt.ID); err != nil || a.Person != d.learner.ID {
				t.Errorf("Get = %v, %v", a, err)
			}
			if _, err := d.Get(t.Context(), "none"); err == nil || err.Error() != missing.Error() {
				t.Errorf("Get of a missing attempt = %v, want %v", err, missing)
			}
		}
	})
}

func TestDiscardedAttemptsCanBeRestoredForAWhile(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		if err := d.Discard(t.Context(), d.attempt); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Append(t.Context(), d.attempt, batch("page", 1, 0, "x")); fault.CodeOf(err) != "ended" {
			t.Errorf("Append to a discarded attempt = %v, want ended", err)
		}
		discarded := d.status(t).EndedAt
		d.clock.Advance(time.Hour)
		if d.submitted.Load() != 0 {
			t.Error("a discarded attempt was submitted")
		}
		if err := d.Restore(t.Context(), d.attempt); err != nil {
			t.Fatal(err)
		}
		if a := d.status(t); a.Status != interview.Submitted || !a.EndedAt.Equal(discarded) || d.submitted.Load() != 1 {
			t.Errorf("restored: %s, ended %v, %d submissions; want submitted at %v, one", a.Status, a.EndedAt, d.submitted.Load(), discarded)
		}

		again, _, err := d.Start(t.Context(), d.learner, prompt, plan(interview.Practice))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Discard(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		d.clock.Advance(interview.DiscardedFor + time.Minute)
		if err := d.Prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.Find(t.Context(), d.learner.ID, again.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a discarded attempt after its time = %v, want not found", err)
		}
		if a := d.status(t); a.Status != interview.Submitted {
			t.Errorf("Prune touched the restored attempt: %s", a.Status)
		}
	})
}

// An end whose hook fails is no end: both become true together, or neither.
func TestSubmitFailsWithItsHook(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		if _, err := d.Append(t.Context(), d.attempt, batch("page", 1, 0, "x")); err != nil {
			t.Fatal(err)
		}
		d.OnSubmitted(func(*db.Tx, interview.Attempt) error { return errors.New("the grade cannot be queued") })
		if err := d.Submit(t.Context(), d.attempt); err == nil {
			t.Error("Submit = nil, want the hook's error")
		}
		if a := d.status(t); a.Status != interview.Running {
			t.Errorf("attempt is %s after a failed end, want running", a.Status)
		}
		d.OnSubmitted(func(*db.Tx, interview.Attempt) error { return nil })
		if err := d.Submit(t.Context(), d.attempt); err != nil {
			t.Errorf("Submit again = %v", err)
		}
	})
}

// The snapshot is a fold of the log: thrown away, it comes back the same.
func TestSnapshotsCanBeThrownAway(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		for i := range 150 {
			d.clock.Advance(100 * time.Millisecond)
			if _, err := d.Append(t.Context(), d.attempt, batch("page", int64(i+1), i, fmt.Sprintf("%d ", i))); err != nil {
				t.Fatal(err)
			}
		}
		_, with, err := interview.NewStore(d.db).Find(t.Context(), d.learner.ID, d.attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.db.Write(t.Context(), func(tx *db.Tx) error {
			n, err := tx.Exec(`DELETE FROM snapshots`)
			if n != 1 {
				t.Errorf("snapshots = %d, want 1", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		_, without, err := interview.NewStore(d.db).Find(t.Context(), d.learner.ID, d.attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(with, without); diff != "" {
			t.Errorf("state with and without its snapshot (-with +without):\n%s", diff)
		}
	})
}

// Two instances on one database write to one attempt; neither loses a word.
func TestTwoStoresOnOneAttempt(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		stores := []*interview.Store{d.Store, interview.NewStore(d.db)}
		var wg sync.WaitGroup
		for i, s := range stores {
			wg.Go(func() {
				client := fmt.Sprint("page", i)
				for n := int64(1); n <= 20; n++ {
					for {
						_, state, err := s.Find(context.Background(), d.learner.ID, d.attempt.ID)
						if err != nil {
							t.Errorf("Find: %v", err)
							return
						}
						_, err = s.Append(context.Background(), d.attempt, batch(client, n, state.At(interview.Clarify).Base, string(rune('a'+i))))
						if code := fault.CodeOf(err); code == "conflict" || code == "too-fast" {
							d.clock.Advance(100 * time.Millisecond)
							continue
						}
						if err != nil {
							t.Errorf("Append: %v", err)
						}
						break
					}
				}
			})
		}
		wg.Wait()
		text := d.text(t)
		if strings.Count(text, "a") != 20 || strings.Count(text, "b") != 20 || len(text) != 40 {
			t.Errorf("text = %q, want 20 of each", text)
		}
	})
}

func TestSaveAnswerMakesTheSplice(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		save := func(base int, text string) error {
			return d.SaveAnswer(t.Context(), d.attempt, interview.Clarify, base, text)
		}
		if err := save(0, "one\r\ntwo 🙂"); err != nil {
			t.Fatal(err)
		}
		if err := save(1, "one\ntwo 🙃 three"); err != nil {
			t.Fatal(err)
		}
		if got := d.text(t); got != "one\ntwo 🙃 three" {
			t.Errorf("text = %q", got)
		}
		if err := save(0, "one\ntwo 🙃 three"); err != nil {
			t.Errorf("the same text with a stale base = %v, want no complaint", err)
		}
		if err := save(1, "other"); fault.CodeOf(err) != "conflict" {
			t.Errorf("another text with a stale base = %v, want a conflict", err)
		}
		d.clock.Advance(time.Hour)
		if err := save(2, "one\ntwo 🙃 three, late"); fault.CodeOf(err) != "ended" {
			t.Errorf("after the end = %v, want ended", err)
		}
		if notes, err := d.Notes(t.Context(), d.attempt.ID); err != nil || len(notes) != 1 || notes[0].Text != ", late" {
			t.Errorf("Notes = %v, %v, want the late words", notes, err)
		}
	})
}

// What another instance wrote counts for every event of a batch, not only for the
// first: a step that it has opened is open.
func TestAppendLooksAgainWhereTheMiddleIsRefused(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, batch("page", 1, 0, "x"))
		if err := interview.NewStore(d.db).Advance(t.Context(), d.attempt, interview.Clarify); err != nil {
			t.Fatal(err)
		}
		b := batch("page", 2, 1, "y", "z")
		b.Events[1].Step, b.Events[1].Splice.Base = interview.Map, 0
		if ack, err := d.Append(t.Context(), d.attempt, b); err != nil || ack.Acknowledged != 3 {
			t.Errorf("Append = %+v, %v, want all 3 acknowledged", ack, err)
		}
	})
}

// A refusal names the event by its place in the batch, also where the head of the
// batch is stored already.
func TestAppendNamesTheEvent(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.append(t, batch("page", 1, 0, "a"))
		b := batch("page", 1, 0, "a", "b", "c")
		b.Events[2].Splice.At = 99
		_, err := d.Append(t.Context(), d.attempt, b)
		if f, _ := errors.AsType[*fault.Fault](err); f == nil || f.Detail != (interview.InEvent{Event: 3}) {
			t.Errorf("Append = %#v, want a fault in event 3", err)
		}
	})
}
