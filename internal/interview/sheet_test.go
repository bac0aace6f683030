package interview_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/calc"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

func edit(seq int64, step interview.Step, e interview.Edit) interview.Event {
	return interview.Event{Seq: seq, At: 1_000_000, Client: "page", N: seq, Type: interview.Calc, Step: step, Edit: &e}
}

func calculated(seq int64, line, output, problem string) interview.Event {
	return interview.Event{Seq: seq, At: 1_000_000, Type: interview.Calculated, Step: interview.Clarify,
		Result: &interview.Result{Line: line, Output: output, Error: problem}}
}

// fold folds events into a state; none may be refused.
func fold(t interface{ Fatalf(string, ...any) }, s interview.State, events ...interview.Event) interview.State {
	for _, e := range events {
		e.Seq = s.Seq + 1
		next, err := interview.Fold(s, e)
		if err != nil {
			t.Fatalf("Fold(%s): %v", e.Type, err)
		}
		s = next
	}
	return s
}

// written is a state as its snapshot has it: a copy that shares nothing with it.
func written(t interface{ Fatalf(string, ...any) }, s interview.State) interview.State {
	doc, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("json.Marshal: %v", err)
	}
	var out interview.State
	if err := json.Unmarshal(doc, &out); err != nil {
		t.Fatalf("json.Unmarshal: %v", err)
	}
	return out
}

// Lines are set, put in, taken out and given results like those of a plain
// list, and no state that was made on the way is touched by a later event.
func TestFoldEditsTheSheetLikeAList(t *testing.T) {
	t.Parallel()
	keys := rapid.SampledFrom([]string{"a", "b", "c", "event-3", "event-5", "event-5+"})
	steps := rapid.SampledFrom(interview.Steps[:])
	inputs := rapid.SampledFrom([]string{"", "1 + 1", "# a remark", "dau = 10M users", "é🙂"})
	rapid.Check(t, func(t *rapid.T) {
		s := begun(t, interview.Practice)
		model := []interview.SheetLine(nil)
		place := func(key string) int {
			return slices.IndexFunc(model, func(l interview.SheetLine) bool { return l.Key == key })
		}
		states, copies := []interview.State{s}, []interview.State{written(t, s)}
		edits := 0
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			key, at := keys.Draw(t, "line"), rapid.IntRange(0, 9).Draw(t, "at")
			line := interview.SheetLine{Step: steps.Draw(t, "step"), Input: inputs.Draw(t, "input")}
			what := rapid.SampledFrom([]string{"append", "set", "set", "delete", "result"}).Draw(t, "what")
			i := place(key)
			switch {
			case what == "append":
				s = fold(t, s, edit(0, line.Step, interview.Edit{Input: line.Input, At: at}))
				line.Key = s.Sheet[len(s.Sheet)-1].Key
				if place(line.Key) >= 0 || !interview.PrintableID(line.Key) {
					t.Fatalf("a new line got the key %q beside %v", line.Key, model)
				}
				model = append(model, line)
			case what == "set":
				s = fold(t, s, edit(0, line.Step, interview.Edit{Line: key, Input: line.Input, At: at}))
				if i >= 0 {
					model[i].Step, model[i].Input = line.Step, line.Input
				} else {
					line.Key = key
					model = slices.Insert(model, min(at, len(model)), line)
				}
			case what == "delete":
				s = fold(t, s, edit(0, line.Step, interview.Edit{Line: key, Delete: true}))
				model = slices.DeleteFunc(model, func(l interview.SheetLine) bool { return l.Key == key })
			case i >= 0:
				output := fmt.Sprint("result ", len(states))
				s = fold(t, s, calculated(0, key, output, ""))
				model[i].Output = output
			default:
				continue
			}
			if what != "result" {
				edits++
			}
			if len(model) == 0 {
				model = nil
			}
			if diff := cmp.Diff(model, s.Sheet); diff != "" {
				t.Fatalf("sheet after %s (-want +got):\n%s", what, diff)
			}
			if s.SheetBase != edits {
				t.Fatalf("base of the sheet = %d, want %d", s.SheetBase, edits)
			}
			states, copies = append(states, s), append(copies, written(t, s))
		}
		if diff := cmp.Diff(copies, states); diff != "" {
			t.Fatalf("a later event changed an earlier state, or a snapshot loses some of it (-then +now):\n%s", diff)
		}
	})
}

func TestFoldRefusesEdits(t *testing.T) {
	t.Parallel()
	line := func(e interview.Edit) interview.Event { return edit(2, interview.Clarify, e) }
	for _, test := range []struct {
		name string
		mode interview.Mode
		e    interview.Event
		code string
	}{
		{"a later step", interview.OnTheClock, edit(2, interview.Map, interview.Edit{Input: "1"}), "step-not-open"},
		{"a line taken out under a later step", interview.OnTheClock, edit(2, interview.Map, interview.Edit{Line: "a", Delete: true}), "step-not-open"},
		{"a drill's other step", interview.Drill, edit(2, interview.Clarify, interview.Edit{Input: "1"}), "malformed"},
		{"a key with a space", interview.OnTheClock, line(interview.Edit{Line: "a b"}), "malformed"},
		{"a key beyond ASCII", interview.OnTheClock, line(interview.Edit{Line: "é"}), "malformed"},
		{"a key that is too long", interview.OnTheClock, line(interview.Edit{Line: strings.Repeat("k", 65)}), "malformed"},
		{"a negative place", interview.OnTheClock, line(interview.Edit{Line: "a", At: -1}), "malformed"},
		{"nothing named to be taken out", interview.OnTheClock, line(interview.Edit{Delete: true}), "malformed"},
		{"a line set and taken out", interview.OnTheClock, line(interview.Edit{Line: "a", Delete: true, Input: "1"}), "malformed"},
		{"a line end", interview.OnTheClock, line(interview.Edit{Input: "1\n2"}), "malformed"},
		{"a carriage return", interview.OnTheClock, line(interview.Edit{Input: "1\r"}), "malformed"},
		{"U+0000", interview.OnTheClock, line(interview.Edit{Input: "1\x00"}), "malformed"},
		{"a result of no line", interview.OnTheClock, calculated(2, "a", "1", ""), ""},
		{"a line that is too long", interview.OnTheClock, line(interview.Edit{Input: strings.Repeat("é", calc.MaxLine+1)}), "too-large"},
	} {
		s := begun(t, test.mode)
		after, err := interview.Fold(s, test.e)
		if err == nil || fault.CodeOf(err) != test.code {
			t.Errorf("%s: Fold = %v (%s), want %s", test.name, err, fault.CodeOf(err), test.code)
		}
		if diff := cmp.Diff(s, after); diff != "" {
			t.Errorf("%s: a refused event changed the state:\n%s", test.name, diff)
		}
	}
	over := fold(t, begun(t, interview.OnTheClock), line(interview.Edit{Line: "a"}), interview.Event{Type: interview.EndedBySubmit, By: interview.ByLearner})
	for _, e := range []interview.Event{edit(4, interview.Clarify, interview.Edit{Line: "a"}), calculated(4, "a", "1", "")} {
		if _, err := interview.Fold(over, e); fault.CodeOf(err) != "ended" {
			t.Errorf("Fold(%s) after the end = %v, want ended", e.Type, err)
		}
	}
	fold(t, begun(t, interview.OnTheClock), line(interview.Edit{Line: strings.Repeat("~", 64), Input: strings.Repeat("é", calc.MaxLine)}))
}

// The limits of the whole: a sheet takes what fits to the last byte, and what is
// full still takes what makes it smaller.
func TestFoldLimitsTheSheet(t *testing.T) {
	t.Parallel()
	full := begun(t, interview.Practice)
	for range calc.MaxLines {
		full = fold(t, full, edit(0, interview.Clarify, interview.Edit{Input: "1"}))
	}
	refused := func(name string, s interview.State, e interview.Event) {
		t.Helper()
		e.Seq = s.Seq + 1
		if _, err := interview.Fold(s, e); fault.CodeOf(err) != "too-large" {
			t.Errorf("%s: Fold = %v, want too-large", name, err)
		}
	}
	refused("a line more than fits", full, edit(0, interview.Clarify, interview.Edit{Input: ""}))
	refused("a line more in the middle", full, edit(0, interview.Clarify, interview.Edit{Line: "new", At: 3}))
	first := full.Sheet[0].Key
	fold(t, full, edit(0, interview.Clarify, interview.Edit{Line: first, Input: "22"}), edit(0, interview.Clarify, interview.Edit{Line: first, Delete: true}),
		edit(0, interview.Clarify, interview.Edit{Line: "new", At: 3}))

	// 32 lines of 2,000 with their line ends, and one for what is left of 65,536.
	wide := begun(t, interview.Practice)
	for range 32 {
		wide = fold(t, wide, edit(0, interview.Clarify, interview.Edit{Input: strings.Repeat("1", calc.MaxLine)}))
	}
	rest := calc.MaxSheet - 32*(calc.MaxLine+1)
	refused("a byte more than fits", wide, edit(0, interview.Clarify, interview.Edit{Input: strings.Repeat("1", rest+1)}))
	wide = fold(t, wide, edit(0, interview.Clarify, interview.Edit{Line: "last", At: 99, Input: strings.Repeat("1", rest)}))
	refused("an empty line, for its line end", wide, edit(0, interview.Clarify, interview.Edit{}))
	refused("a line that grows by a byte", wide, edit(0, interview.Clarify, interview.Edit{Line: "last", Input: strings.Repeat("1", rest+1)}))
	wide = fold(t, wide, edit(0, interview.Clarify, interview.Edit{Line: "last", Input: "1"}))
	if want := int64(32*calc.MaxLine + rest + 1); wide.TextBytes != want {
		t.Errorf("typed bytes = %d, want %d: those of every line that was sent", wide.TextBytes, want)
	}
	wide.TextBytes = interview.MaxTextBytes - 1
	refused("more typed than an attempt holds", wide, edit(0, interview.Clarify, interview.Edit{Line: "last", Input: "12"}))
	fold(t, wide, edit(0, interview.Clarify, interview.Edit{Line: "last", Input: "2"}))
}

// What the server adds by itself never uses up the room of what a learner
// writes, and a full attempt can still be handed in.
func TestFoldCountsResultsApart(t *testing.T) {
	t.Parallel()
	begin := fold(t, begun(t, interview.OnTheClock), edit(0, interview.Clarify, interview.Edit{Line: "a", Input: "1"}))
	answer := splice(0, interview.Clarify, 0, 0, 0, "x")
	line := edit(0, interview.Clarify, interview.Edit{Line: "a", Input: "2"})
	for _, test := range []struct {
		name            string
		seq, calculated int64
		e               interview.Event
		code            string
	}{
		{"the last answer that fits", interview.MaxEvents - 1, 0, answer, ""},
		{"one answer too many", interview.MaxEvents, 0, answer, "too-large"},
		{"one line too many", interview.MaxEvents, 0, line, "too-large"},
		{"an answer after many results", interview.MaxEvents + 1000, 1001, answer, ""},
		{"one answer too many after many results", interview.MaxEvents + 1000, 1000, answer, "too-large"},
		{"a result in a full attempt", interview.MaxEvents, 0, calculated(0, "a", "1", ""), ""},
		{"an advance of a full attempt", interview.MaxEvents, 0, interview.Event{Type: interview.Advanced, Step: interview.Clarify, To: interview.Map}, ""},
		{"the end of a full attempt", interview.MaxEvents, 0, interview.Event{Type: interview.EndedBySubmit, By: interview.ByLearner}, ""},
		{"the last line whose results fit", interview.MaxCalculated, interview.MaxCalculated - calc.MaxLines, line, ""},
		{"a line when the results are full", interview.MaxCalculated, interview.MaxCalculated - calc.MaxLines + 1, line, "too-large"},
		{"an answer when the results are full", interview.MaxCalculated, interview.MaxCalculated, answer, ""},
	} {
		s := begin
		s.Seq, s.Calculated = test.seq, test.calculated
		test.e.Seq = s.Seq + 1
		if _, err := interview.Fold(s, test.e); fault.CodeOf(err) != test.code || err != nil && test.code == "" {
			t.Errorf("%s: Fold = %v, want %q", test.name, err, test.code)
		}
	}
	if s := fold(t, begin, calculated(0, "a", "1", "")); s.Calculated != 1 {
		t.Errorf("results counted = %d, want 1", s.Calculated)
	}
}

// A step's calculations are its lines that came to something, from the top.
func TestTranscriptTellsWhatWasCalculated(t *testing.T) {
	t.Parallel()
	s := fold(t, begun(t, interview.Practice),
		edit(0, interview.Clarify, interview.Edit{Line: "b", Input: "2"}),
		edit(0, interview.Map, interview.Edit{Line: "m", Input: "3"}),
		edit(0, interview.Clarify, interview.Edit{Line: "a", At: 0, Input: "1"}),
		edit(0, interview.Clarify, interview.Edit{Input: "# a remark"}),
		edit(0, interview.Clarify, interview.Edit{Line: "w", Input: "1 +"}),
		edit(0, interview.Clarify, interview.Edit{Line: "moved", At: 9, Input: "4"}),
		calculated(0, "b", "two", ""), calculated(0, "m", "three", ""), calculated(0, "a", "one", ""), calculated(0, "moved", "four", ""),
		calculated(0, "w", "", "Something is missing."),
		edit(0, interview.Map, interview.Edit{Line: "moved", Input: "4 "}))
	got := map[interview.Step][]interview.Calculation{}
	for _, step := range s.Transcript("p").Steps {
		if len(step.Calculations) > 0 {
			got[step.Step] = step.Calculations
		}
	}
	want := map[interview.Step][]interview.Calculation{
		interview.Clarify: {{Input: "1", Output: "one"}, {Input: "2", Output: "two"}},
		interview.Map:     {{Input: "3", Output: "three"}, {Input: "4 ", Output: "four"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calculations (-want +got):\n%s", diff)
	}
}

// Reckoning counts as time spent where no clock runs.
func TestFoldCountsEditsAsTimeInPractice(t *testing.T) {
	t.Parallel()
	e := edit(0, interview.Map, interview.Edit{Input: "1"})
	e.At += 30_000
	s := fold(t, begun(t, interview.Practice), e)
	if got := s.At(interview.Clarify).Millis; got != 30_000 {
		t.Errorf("time in the current step = %d ms, want 30000", got)
	}
}
