package interview_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"levelup/internal/board"
	"levelup/internal/fault"
	"levelup/internal/interview"
)

// begun is the state of an attempt that has just started.
func begun(t interface{ Fatalf(string, ...any) }, mode interview.Mode) interview.State {
	plan := interview.Plan{Mode: mode, Level: interview.Senior, Minutes: 40, ExtraTime: 100}
	if mode == interview.Drill {
		plan.Drill = interview.DeepDive
	}
	s, err := interview.Fold(interview.State{}, interview.Event{Seq: 1, At: 1_000_000, Type: interview.Started, Plan: &plan})
	if err != nil {
		t.Fatalf("Fold(started): %v", err)
	}
	return s
}

func splice(seq int64, step interview.Step, base, at, del int, insert string) interview.Event {
	return interview.Event{Seq: seq, At: 1_000_000, Client: "page", N: seq, Type: interview.Answer, Step: step,
		Splice: &interview.Splice{Base: base, At: at, Delete: del, Insert: insert}}
}

// Splices count code points, whatever the text is made of.
func TestFoldSplicesLikeASliceOfRunes(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"a", "word ", "é", "é", "👩‍👩‍👧", "🙂", "שלום", "\n", "ﷺ", "x"})
	rapid.Check(t, func(t *rapid.T) {
		s := begun(t, interview.Practice)
		var model []rune
		for i := range rapid.IntRange(1, 30).Draw(t, "splices") {
			insert := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "insert"), "")
			at := rapid.IntRange(0, len(model)).Draw(t, "at")
			del := rapid.IntRange(0, len(model)-at).Draw(t, "delete")
			before := s
			next, err := interview.Fold(s, splice(s.Seq+1, interview.Map, i, at, del, insert))
			if err != nil {
				t.Fatalf("Fold: %v", err)
			}
			if diff := cmp.Diff(before, s); diff != "" {
				t.Fatalf("Fold changed the state that it was given:\n%s", diff)
			}
			s = next
			model = append(model[:at:at], append([]rune(insert), model[at+del:]...)...)
			if got := s.At(interview.Map).Text; got != string(model) {
				t.Fatalf("text = %q, want %q", got, string(model))
			}
			if got := s.At(interview.Map).Runes; got != len(model) {
				t.Fatalf("code points = %d, want %d", got, len(model))
			}
		}
	})
}

func TestFoldRefuses(t *testing.T) {
	t.Parallel()
	node := func(id, kind, label string, x float64) interview.Node {
		return interview.Node{ID: id, Kind: kind, Label: label, X: x}
	}
	drawn := func(d interview.Diagram) interview.Event {
		return interview.Event{Seq: 2, Client: "page", N: 1, Type: interview.Scene, Step: interview.Clarify, Board: &interview.Board{Scene: d}}
	}
	many := make([]interview.Node, board.MaxNodes+1)
	for i := range many {
		many[i] = node(strings.Repeat("x", i%7+1)+string(rune('0'+i%10))+strings.Repeat("y", i/70), "note", "", 0)
	}
	wide := interview.Diagram{Nodes: []interview.Node{node("a", "note", "", 0)}}
	for range 3000 {
		wide.Edges = append(wide.Edges, interview.Edge{From: "a", To: "a", Label: strings.Repeat("l", 100)})
	}
	for _, test := range []struct {
		name string
		mode interview.Mode
		e    interview.Event
		code string
	}{
		{"a later step", interview.OnTheClock, splice(2, interview.Map, 0, 0, 0, "x"), "step-not-open"},
		{"a drill's other step", interview.Drill, splice(2, interview.Clarify, 0, 0, 0, "x"), "malformed"},
		{"a base that is ahead", interview.OnTheClock, splice(2, interview.Clarify, 1, 0, 0, "x"), "conflict"},
		{"a place after the text", interview.OnTheClock, splice(2, interview.Clarify, 0, 1, 0, "x"), "range"},
		{"a negative place", interview.OnTheClock, splice(2, interview.Clarify, 0, -1, 0, "x"), "range"},
		{"more deleted than there is", interview.OnTheClock, splice(2, interview.Clarify, 0, 0, math.MaxInt, "x"), "range"},
		{"a text that is too long", interview.OnTheClock, splice(2, interview.Clarify, 0, 0, 0, strings.Repeat("é", interview.MaxAnswer+1)), "too-large"},
		{"an unknown kind of part", interview.OnTheClock, drawn(interview.Diagram{Nodes: []interview.Node{node("a", "blob", "", 0)}}), "malformed"},
		{"a doubled id", interview.OnTheClock, drawn(interview.Diagram{Nodes: []interview.Node{node("a", "note", "", 0), node("a", "note", "", 0)}}), "malformed"},
		{"an edge to nothing", interview.OnTheClock, drawn(interview.Diagram{Nodes: []interview.Node{node("a", "note", "", 0)}, Edges: []interview.Edge{{From: "a", To: "b"}}}), "malformed"},
		{"no place at all", interview.OnTheClock, drawn(interview.Diagram{Nodes: []interview.Node{node("a", "note", "", math.NaN())}}), "malformed"},
		{"a place far outside", interview.OnTheClock, drawn(interview.Diagram{Nodes: []interview.Node{node("a", "note", "", 1e308)}}), "malformed"},
		{"a label that is too long", interview.OnTheClock, drawn(interview.Diagram{Nodes: []interview.Node{node("a", "note", strings.Repeat("🙂", 201), 0)}}), "malformed"},
		{"too many parts", interview.OnTheClock, drawn(interview.Diagram{Nodes: many}), "too-large"},
		{"a board that is too large", interview.OnTheClock, drawn(wide), "too-large"},
	} {
		s := begun(t, test.mode)
		after, err := interview.Fold(s, test.e)
		if fault.CodeOf(err) != test.code {
			t.Errorf("%s: Fold = %v (%s), want %s", test.name, err, fault.CodeOf(err), test.code)
		}
		if diff := cmp.Diff(s, after); diff != "" {
			t.Errorf("%s: a refused event changed the state:\n%s", test.name, diff)
		}
	}
}

func TestFoldBooksTimeToTheCurrentStep(t *testing.T) {
	t.Parallel()
	s := begun(t, interview.OnTheClock)
	for i, e := range []interview.Event{
		{At: 1_000_000 + 280_000, Type: interview.Advanced, To: interview.Map},
		// Text belongs to the step that is named, time to the one that is current.
		{At: 1_000_000 + 300_000, Type: interview.Answer, Step: interview.Clarify, Splice: &interview.Splice{Insert: "late"}},
		{At: 1_000_000 + 640_000, Type: interview.Advanced, To: interview.DeepDive},
		{At: 1_000_000 + 700_000, Type: interview.EndedBySubmit, By: interview.ByLearner},
	} {
		e.Seq = int64(i + 2)
		var err error
		if s, err = interview.Fold(s, e); err != nil {
			t.Fatalf("Fold(%s): %v", e.Type, err)
		}
	}
	var got [5]int
	for i, step := range s.Transcript("p").Steps {
		got[i] = step.Seconds
	}
	if want := [5]int{280, 360, 60, 0, 0}; got != want {
		t.Errorf("seconds = %v, want %v", got, want)
	}
}

func TestFoldSumsShortGapsInPractice(t *testing.T) {
	t.Parallel()
	s := begun(t, interview.Practice)
	at := int64(1_000_000)
	for i, gap := range []int64{10_000, 500_000, 20_000} { // the pause counts as 120 s
		at += gap
		e := splice(s.Seq+1, interview.Synthesize, i, 0, 0, "x")
		e.At = at
		var err error
		if s, err = interview.Fold(s, e); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.At(interview.Clarify).Millis; got != 150_000 {
		t.Errorf("time in the current step = %d ms, want 150000", got)
	}
}
