package interview_test

import (
	"testing"
	"time"

	"levelup/internal/fault"
	"levelup/internal/interview"
)

// F15 for a board: the last one that comes after the end is kept as its text.
func TestF15ABoardAfterTheEndIsKeptAsANote(t *testing.T) {
	each(t, interview.OnTheClock, func(t *testing.T, d *desk) {
		d.clock.Advance(40*time.Minute + 11*time.Second)
		drawn := func(n int64, label string) interview.Event {
			g := interview.Diagram{Nodes: []interview.Node{{ID: "a", Label: label, Kind: "queue"}, {ID: "b", Label: "Store", Kind: "database"}}, Edges: []interview.Edge{{From: "a", To: "b"}}}
			return interview.Event{N: n, Type: interview.Scene, Step: interview.Clarify, Board: &interview.Board{Base: int(n) - 1, Scene: g}}
		}
		late := interview.Batch{Client: "page", Events: []interview.Event{drawn(1, "Job"), drawn(2, "Jobs")}}
		for range 2 {
			if _, err := d.Append(t.Context(), d.attempt, late); fault.CodeOf(err) != "ended" {
				t.Fatalf("a board 11 s after the deadline = %v, want ended", err)
			}
		}
		notes, err := d.Notes(t.Context(), d.attempt.ID)
		if err != nil || len(notes) != 1 || notes[0].Text != "[queue] Jobs\n[database] Store\nJobs -> Store\n" {
			t.Errorf("notes = %+v, %v, want the last board as text", notes, err)
		}
	})
}
