package interview_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/fault"
	"levelup/internal/interview"
)

// parrot answers each message with its words, and each hint with its number.
func parrot(context.Context, interview.Attempt, []string) (interview.Answering, error) {
	return func(s interview.State, to interview.Event) []interview.Spoken {
		if to.Type == interview.HintAsked {
			return []interview.Spoken{{Text: fmt.Sprint("hint ", s.At(to.Step).Hints), Entry: "hint"}}
		}
		return []interview.Spoken{{Text: "You said " + to.Message.Text, Entry: "parrot"}, {Text: "And?", Entry: "parrot"}}
	}, nil
}

func message(n int64, key, text string) interview.Event {
	return interview.Event{Client: "page", N: n, Type: interview.Messaged, Step: interview.Clarify, Message: &interview.Message{Key: key, Text: text}}
}

func hint(n int64, rung int) interview.Event {
	return interview.Event{Client: "page", N: n, Type: interview.HintAsked, Step: interview.Clarify, Ask: &interview.Ask{Rung: rung}}
}

func talk(client string, events ...interview.Event) interview.Batch {
	for i := range events {
		events[i].Client = client
	}
	return interview.Batch{Client: client, Events: events}
}

// said is what was said in an attempt, a line each.
func (d *desk) said(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, s := range d.state(t).Talk {
		out = append(out, s.From+": "+s.Text)
	}
	return out
}

func wantSaid(t *testing.T, d *desk, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.said(t)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

// What is answered stands in the log beside its question, once: whether the batch
// comes again, or the message under another name.
func TestAMessageIsAnsweredOnce(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		d.OnMessage(parrot)
		b := batch("page", 1, 0, "x")
		b.Events = append(b.Events, message(2, "k", "How many?"), hint(3, 0))
		for range 2 {
			if ack := d.append(t, b); ack.Acknowledged != 3 {
				t.Errorf("acknowledged = %d, want 3: the interviewer's words are none of the page's", ack.Acknowledged)
			}
		}
		if ack := d.append(t, talk("page.1", message(1, "k", "How many?"), hint(2, 1))); ack.Acknowledged != 2 {
			t.Errorf("acknowledged = %d, want 2", ack.Acknowledged)
		}
		wantSaid(t, d, "candidate: How many?", "interviewer: You said How many?", "interviewer: And?", "interviewer: hint 1")
		d.append(t, talk("page.1", message(3, "", "Why?")))
		d.append(t, talk("other", message(1, "", "Why?"))) // the same words again are a new message
		s := d.state(t)
		step := s.Transcript("url-shortener").At(interview.Clarify)
		if len(step.Dialogue) != 9 || step.Dialogue[0] != (interview.Turn{From: "candidate", Text: "How many?"}) || step.Hints != 1 {
			t.Errorf("the transcript has %d turns and %d hints, want 9 and 1: %+v", len(step.Dialogue), step.Hints, step.Dialogue)
		}
		log := strings.Join(d.log(t, 1), "\n")
		for _, want := range []string{`page 2 message clarify {"key":"k","text":"How many?"}`, ` 0 interviewer clarify {"text":"You said How many?","entry":"parrot","why":""}`, "page 3 hint clarify {}"} {
			if !strings.Contains(log, want) {
				t.Errorf("the log lacks %q:\n%s", want, log)
			}
		}
	})
}

func TestMessagesAreRefused(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.OnMessage(parrot)
		later := message(1, "", "x")
		later.Step = interview.Map
		for name, test := range map[string]struct {
			e          interview.Event
			code, says string
		}{
			"blank":             {message(1, "", " \n\t"), "malformed", "says nothing"},
			"too long":          {message(1, "", strings.Repeat("é", 2_001)), "too-large", "2000"},
			"U+0000":            {message(1, "", "a\x00"), "malformed", "character 2"},
			"a key":             {message(1, "a b", "x"), "malformed", "printable"},
			"a later step":      {later, "step-not-open", "go on to it"},
			"a hint in exam":    {hint(1, 0), "malformed", "exam"},
			"a rung too far":    {hint(1, 4), "malformed", "exam"},
			"an earlier number": {hint(1, -1), "malformed", "exam"},
		} {
			_, err := d.Append(t.Context(), d.attempt, talk("page", test.e))
			if fault.CodeOf(err) != test.code || !strings.Contains(fault.Message(err), test.says) {
				t.Errorf("%s: %v, want %s and %q", name, err, test.code, test.says)
			}
		}
		wantSaid(t, d)
		d.append(t, talk("page", message(1, "", strings.Repeat("é", 2_000))))
	})
}

func TestHintsAreThree(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		d.OnMessage(parrot)
		d.append(t, talk("page", hint(1, 1), hint(2, 1), hint(3, 2)))
		if _, err := d.Append(t.Context(), d.attempt, talk("two", hint(1, 1), hint(2, 4))); !strings.Contains(fault.Message(err), "no hint 4") {
			t.Errorf("hint 4 = %v, want a refusal", err)
		}
		d.append(t, talk("page", hint(4, 0)))
		if _, err := d.Append(t.Context(), d.attempt, talk("page", hint(5, 0))); fault.CodeOf(err) != "malformed" || !strings.Contains(fault.Message(err), "All 3 hints") {
			t.Errorf("a fourth hint = %v, want a refusal that says why", err)
		}
		d.append(t, talk("page", hint(5, 3))) // shown already
		wantSaid(t, d, "interviewer: hint 1", "interviewer: hint 2", "interviewer: hint 3")
	})
}

// A form that comes twice says its words once; what comes too late is a note.
func TestSayFromAForm(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.OnMessage(parrot)
		for range 2 {
			if err := d.Say(t.Context(), d.attempt, interview.Clarify, 0, "One\r\ntwo?"); err != nil {
				t.Fatal(err)
			}
		}
		wantSaid(t, d, "candidate: One\ntwo?", "interviewer: You said One\ntwo?", "interviewer: And?")
		d.clock.Advance(time.Hour)
		if err := d.Say(t.Context(), d.attempt, interview.Clarify, 3, "Too late?"); fault.CodeOf(err) != "ended" {
			t.Errorf("Say after the end = %v, want ended", err)
		}
		if _, err := d.Append(t.Context(), d.attempt, talk("page", message(1, "", "And this?"))); fault.CodeOf(err) != "ended" {
			t.Errorf("Append after the end = %v, want ended", err)
		}
		notes, err := d.Notes(t.Context(), d.attempt.ID)
		if err != nil || len(notes) != 2 || notes[0].Text+notes[1].Text != "Too late?And this?" && notes[0].Text+notes[1].Text != "And this?Too late?" {
			t.Errorf("notes = %+v, %v, want both", notes, err)
		}
	})
}

// The state that is folded from a snapshot and the rest is the state of the log.
func TestTalkSurvivesASnapshot(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		d.OnMessage(parrot)
		for i := range 40 {
			d.append(t, talk("page", message(int64(i+1), fmt.Sprint("k", i), fmt.Sprint("Question ", i))))
		}
		again := interview.NewStore(d.db) // has nothing in memory
		again.OnMessage(parrot)
		if _, err := again.Append(t.Context(), d.attempt, talk("page.1", message(1, "k3", "Question 3"))); err != nil {
			t.Fatal(err)
		}
		if got := len(d.state(t).Talk); got != 120 {
			t.Errorf("%d things were said, want 120", got)
		}
	})
}

// The interviewer is asked once a pause, and waits for an answer after it has
// spoken; who has gone away is left alone.
func TestProbeOncePause(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		looks := 0
		ask := func(_ context.Context, a interview.Attempt, s interview.State, _ time.Time) (interview.Spoken, interview.Step, bool, error) {
			looks++
			return interview.Spoken{Text: fmt.Sprint("Probe ", len(s.Talk)), Entry: "probe"}, s.Current, a.ID == d.attempt.ID, nil
		}
		probe := func(want int) {
			t.Helper()
			if got, err := d.Probe(t.Context(), ask); err != nil || got != want {
				t.Errorf("Probe = %d, %v, want %d", got, err, want)
			}
		}
		d.clock.Advance(time.Minute)
		probe(0) // nobody has written anything
		d.append(t, batch("page", 1, 0, "x"))
		probe(0)
		d.clock.Advance(interview.Pause)
		probe(1)
		d.clock.Advance(interview.Pause)
		probe(0) // it waits
		d.append(t, batch("page", 2, 1, "y"))
		probe(0)
		d.clock.Advance(interview.Pause)
		probe(1)
		wantSaid(t, d, "interviewer: Probe 0", "interviewer: Probe 1")

		d.append(t, batch("page", 3, 2, "z"))
		before := looks
		silent := func(context.Context, interview.Attempt, interview.State, time.Time) (s interview.Spoken, step interview.Step, ok bool, err error) {
			looks++
			return s, step, false, nil
		}
		for range 60 { // a minute of a pause, each second
			d.clock.Advance(time.Second)
			if _, err := d.Probe(t.Context(), silent); err != nil {
				t.Fatal(err)
			}
		}
		if looks != before+1 {
			t.Errorf("the interviewer was asked %d times in fifteen seconds, want once", looks-before)
		}
		d.clock.Advance(15 * time.Minute)
		probe(0)

		d.append(t, batch("page", 4, 3, "z"))
		d.clock.Advance(time.Hour)
		probe(0) // the attempt is over
	})
}

// A question that was thought of before something happened is not asked.
func TestProbeGivesWay(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		d.append(t, batch("page", 1, 0, "x"))
		d.clock.Advance(interview.Pause)
		got, err := d.Probe(t.Context(), func(_ context.Context, a interview.Attempt, _ interview.State, _ time.Time) (interview.Spoken, interview.Step, bool, error) {
			d.append(t, batch("page", 2, 1, "y"))
			return interview.Spoken{Text: "Probe", Entry: "probe"}, interview.Clarify, true, nil
		})
		if err != nil || got != 0 {
			t.Errorf("Probe = %d, %v, want none", got, err)
		}
		wantSaid(t, d)
		if s := d.state(t); s.Transcript("x").Steps[0].Seconds != 45 {
			t.Errorf("the step took %d s, want the 45 of the pause", s.Transcript("x").Steps[0].Seconds)
		}
	})
}

// The time may be up while a question is thought of, before anything says so: then it
// is not asked, and one that was heard is not stored.
func TestNothingIsAskedAfterTheEnd(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		end := d.clock.Now().Add(40*time.Minute + interview.Grace)
		d.clock.Set(end.Add(-2 * interview.Pause))
		d.append(t, batch("page", 1, 0, "x"))
		d.clock.Set(end.Add(-interview.Pause))
		said, thought := interview.Spoken{Text: "Probe", Entry: "probe"}, false
		n, err := d.Probe(t.Context(), func(context.Context, interview.Attempt, interview.State, time.Time) (interview.Spoken, interview.Step, bool, error) {
			thought = true
			d.clock.Set(end.Add(time.Second))
			return said, interview.Clarify, true, nil
		})
		if err != nil || n != 0 || !thought {
			t.Errorf("Probe = %d, %v, want a question that is thought of and not asked", n, err)
		}
		if err := d.Asked(t.Context(), d.attempt, interview.Clarify, said); err != nil {
			t.Errorf("what was heard at the end: %v", err)
		}
		wantSaid(t, d)
	})
}

// What was heard of a question is stored whatever has happened meanwhile, but for the end.
func TestWhatWasHeardIsStored(t *testing.T) {
	each(t, interview.Practice, func(t *testing.T, d *desk) {
		said := interview.Spoken{Text: "Probe …", Entry: "probe"}
		d.append(t, batch("page", 1, 0, "x"))
		if err := d.Asked(t.Context(), d.attempt, interview.Clarify, said); err != nil {
			t.Fatal(err)
		}
		if err := d.Submit(t.Context(), d.attempt); err != nil {
			t.Fatal(err)
		}
		if err := d.Asked(t.Context(), d.attempt, interview.Clarify, said); err != nil {
			t.Errorf("after the end: %v, want nothing to happen", err)
		}
		wantSaid(t, d, "interviewer: Probe …")
	})
}

// A plan of before there was an interviewer is taken as is usual for its mode.
func TestPlansWithoutAManner(t *testing.T) {
	t.Parallel()
	for mode, want := range map[interview.Mode]bool{interview.OnTheClock: true, interview.Practice: false, interview.Drill: false} {
		if got := plan(mode).Exam(); got != want {
			t.Errorf("Exam of an old plan of %s = %v, want %v", mode, got, want)
		}
	}
}
