package interview_test

import (
	"context"
	"testing"
	"time"

	"levelup/internal/interview"
)

// modelled is each with an attempt in which a model words the answers.
func modelled(t *testing.T, f func(t *testing.T, d *desk)) {
	t.Helper()
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		p := plan(interview.Practice)
		p.By = interview.ByModel
		other := prompt
		other.Slug = "chat"
		var err error
		if d.attempt, _, err = d.Start(t.Context(), d.learner, other, p); err != nil {
			t.Fatal(err)
		}
		f(t, d)
	})
}

// owing is what an instance that has nothing in memory finds unanswered.
func (d *desk) owing(t *testing.T, since time.Duration) []interview.Owed {
	t.Helper()
	owed, err := interview.NewStore(d.db).Overdue(t.Context(), since)
	if err != nil {
		t.Fatal(err)
	}
	return owed
}

// A message is owed an answer until it has one: it is found by whoever looks, it is
// answered once whoever answers, and saying nothing is an answer.
func TestOwedAnswers(t *testing.T) {
	modelled(t, func(t *testing.T, d *desk) {
		reply := func(to []int64, text string) bool {
			t.Helper()
			var said []interview.Spoken
			if text != "" {
				said = []interview.Spoken{{Text: text, Entry: "model"}}
			}
			_, stored, err := d.Reply(t.Context(), d.attempt, to, interview.Clarify, said)
			if err != nil {
				t.Fatal(err)
			}
			return stored
		}
		d.append(t, talk("page", message(1, "a", "How many?")))
		if owed := d.owing(t, time.Minute); len(owed) != 0 {
			t.Errorf("%d are overdue at once, want none", len(owed))
		}
		d.clock.Advance(time.Minute)
		owed := d.owing(t, time.Minute)
		if len(owed) != 1 || owed[0].Attempt.ID != d.attempt.ID {
			t.Fatalf("overdue are %v, want the attempt", owed)
		}
		first, _, to := owed[0].State.Unanswered()
		if first != "How many?" {
			t.Errorf("owed is %q", first)
		}
		d.append(t, talk("page", hint(2, 0))) // a hint answers nothing
		if len(d.owing(t, time.Minute)) != 1 {
			t.Error("a hint has answered a question")
		}
		if !reply(to, "Ten.") || reply(to, "Eleven.") {
			t.Error("a question is answered twice, or never")
		}
		wantSaid(t, d, "candidate: How many?", "interviewer: Ten.")
		d.append(t, talk("page", message(3, "b", "I see."), message(4, "c", "And how fast?")))
		d.clock.Advance(time.Minute)
		both, _, to := d.owing(t, time.Minute)[0].State.Unanswered()
		if both != "I see.\nAnd how fast?" {
			t.Errorf("owed are %q, want both", both)
		}
		if !reply(to, "") || len(d.owing(t, time.Minute)) != 0 {
			t.Error("saying nothing is no answer")
		}
		wantSaid(t, d, "candidate: How many?", "interviewer: Ten.", "candidate: I see.", "candidate: And how fast?")

		d.append(t, talk("page", message(5, "d", "One more?")))
		d.clock.Advance(time.Minute)
		_, _, to = d.owing(t, time.Minute)[0].State.Unanswered()
		if err := d.Submit(t.Context(), d.attempt); err != nil {
			t.Fatal(err)
		}
		if reply(to, "Too late.") || len(d.owing(t, 0)) != 0 {
			t.Error("something is said after the end")
		}
	})
}

// Each message is owed its own answer: one that is given to another, even at once and
// to a later one, leaves it owed, also to who finds it later.
func TestAnAnswerToOneIsNoneToAnother(t *testing.T) {
	modelled(t, func(t *testing.T, d *desk) {
		d.OnMessage(func(context.Context, interview.Attempt, []string) (interview.Answering, error) {
			return func(_ interview.State, to interview.Event) []interview.Spoken {
				if to.Type == interview.Messaged && to.Message.Text == "How long have I?" {
					return []interview.Spoken{{Text: "Ten minutes.", Entry: "time"}, {Text: "Use them.", Entry: "time"}}
				}
				return nil
			}, nil
		})
		unanswered := func(want string) (to []int64) {
			t.Helper()
			owed := d.owing(t, time.Minute)
			if len(owed) != 1 {
				t.Fatalf("%d attempts are owed an answer, want one", len(owed))
			}
			got, _, to := owed[0].State.Unanswered()
			if got != want {
				t.Errorf("owed are %q, want %q", got, want)
			}
			return to
		}
		d.append(t, talk("page", message(1, "a", "How many?"), message(2, "b", "How long have I?"), message(3, "c", "How fast?")))
		d.clock.Advance(2 * time.Minute)
		to := unanswered("How many?\nHow fast?")
		ten := []interview.Spoken{{Text: "Ten.", Entry: "model"}}
		if _, stored, err := d.Reply(t.Context(), d.attempt, to[:1], interview.Clarify, ten); err != nil || !stored {
			t.Fatalf("Reply = %v, %v", stored, err)
		}
		unanswered("How fast?")
		if _, stored, err := d.Reply(t.Context(), d.attempt, to, interview.Clarify, ten); err != nil || !stored {
			t.Fatalf("Reply = %v, %v", stored, err)
		}
		if owed := d.owing(t, time.Minute); len(owed) != 0 {
			t.Errorf("owed are %v, want none", owed)
		}
		wantSaid(t, d, "candidate: How many?", "candidate: How long have I?", "interviewer: Ten minutes.", "interviewer: Use them.",
			"candidate: How fast?", "interviewer: Ten.", "interviewer: Ten.")
	})
}

// By script nothing is owed.
func TestScriptsOweNothing(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		d.append(t, talk("page", message(1, "a", "How many?")))
		d.clock.Advance(time.Hour)
		if owed := d.owing(t, time.Minute); len(owed) != 0 {
			t.Errorf("%d are overdue, want none", len(owed))
		}
	})
}

// While an answer is owed the interviewer asks nothing of its own; after a restart
// it asks in the pauses of those who were there a moment ago, and of nobody else.
func TestPausesAfterARestart(t *testing.T) {
	modelled(t, func(t *testing.T, d *desk) {
		looks := 0
		probe := func(s *interview.Store) int {
			t.Helper()
			looks = 0
			if _, err := s.Probe(t.Context(), func(_ context.Context, a interview.Attempt, _ interview.State, _ time.Time) (said interview.Spoken, step interview.Step, ok bool, err error) {
				if a.ID == d.attempt.ID {
					looks++
				}
				return said, step, false, nil
			}); err != nil {
				t.Fatal(err)
			}
			return looks
		}
		d.append(t, talk("page", message(1, "a", "How many?")))
		d.clock.Advance(interview.Pause)
		if probe(d.Store) != 0 {
			t.Error("it asks instead of answering")
		}
		if _, _, err := d.Reply(t.Context(), d.attempt, []int64{2}, interview.Clarify, nil); err != nil {
			t.Fatal(err)
		}
		if probe(d.Store) != 1 {
			t.Error("it does not ask in a pause")
		}
		var err error
		again := interview.NewStore(d.db)
		if probe(again) != 0 {
			t.Error("an instance that has read nothing knows of a pause")
		}
		if err := again.Warm(t.Context()); err != nil || probe(again) != 1 {
			t.Errorf("after a restart it does not ask: %v", err)
		}
		if d.attempt, _, err = d.Start(t.Context(), d.learner, interview.Prompt{Slug: "twitter", Version: "v1", Source: prompt.Source}, plan(interview.Practice)); err != nil {
			t.Fatal(err)
		}
		d.clock.Advance(interview.Pause)
		silent := interview.NewStore(d.db)
		if err := silent.Warm(t.Context()); err != nil || probe(silent) != 0 {
			t.Errorf("it asks somebody who has not typed a word: %v", err)
		}
		d.clock.Advance(20 * time.Minute)
		later := interview.NewStore(d.db)
		if err := later.Warm(t.Context()); err != nil || probe(later) != 0 {
			t.Errorf("it asks somebody who has left: %v", err)
		}
	})
}
