package room_test

import (
	"strings"
	"testing"
	"time"

	"levelup/internal/interview"
)

func TestClockInWords(t *testing.T) {
	t.Parallel()
	drill := interview.Plan{Mode: interview.Drill, Drill: interview.TradeOffs, Level: interview.Staff, Minutes: 40, ExtraTime: 150}
	for name, tt := range map[string]struct {
		course
		left, line string
	}{
		"at the start":  {course{}, "40:00", "Clarify: 5:00 left of its 5:00"},
		"in the midst":  {course{advance: []time.Duration{260 * time.Second}, at: 320 * time.Second}, "34:40", "Map the layers: 4:00 left of its 5:00"},
		"over":          {course{at: 412 * time.Second}, "33:08", "Clarify: 1:52 over its 5:00"},
		"after the end": {course{at: 2405 * time.Second}, "0:00", "Clarify: 35:05 over its 5:00"},
		"drill":         {course{plan: drill, at: time.Minute}, "14:00", "Trade-offs: 14:00 left of its 15:00"},
	} {
		page := tt.page(t)
		if got := words(one(t, page, "data-left", "*")); got != tt.left {
			t.Errorf("%s: time left = %q, want %q", name, got, tt.left)
		}
		if got := words(one(t, page, "data-line", "*")); got != tt.line {
			t.Errorf("%s: line = %q, want %q", name, got, tt.line)
		}
	}
}

// What went over a budget is hatched, and nothing else is.
func TestOverrunIsHatched(t *testing.T) {
	t.Parallel()
	page := course{advance: []time.Duration{412 * time.Second}, at: 500 * time.Second}.page(t)
	for slug, want := range map[string]bool{"clarify": true, "map": false, "deep-dive": false} {
		over := all(one(t, page, "data-ruler-step", slug), "class", "over")
		if len(over) != 1 {
			t.Fatalf("%s has %d stretches beyond its budget, want one", slug, len(over))
		}
		if width, _ := attr(over[0], "width"); (width != "0%") != want {
			t.Errorf("%s: what is over is %s wide, want some: %v", slug, width, want)
		}
	}
}

func TestPracticeHasNoClock(t *testing.T) {
	t.Parallel()
	page := course{plan: interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40}, at: time.Hour}.page(t)
	for _, hook := range []string{"data-ruler", "data-left", "data-line"} {
		if n := len(all(page, hook, "*")); n != 0 {
			t.Errorf("practice has %d of %s, want none", n, hook)
		}
	}
	if kind := words(page); !strings.Contains(kind, "no clock") {
		t.Error("practice does not say that no clock runs")
	}
}

// A disguised attempt gives nothing of the famous prompt away.
func TestDisguise(t *testing.T) {
	t.Parallel()
	plan := onClock
	plan.Disguised = true
	for _, tt := range []struct {
		plan      interview.Plan
		has, lack []string
	}{
		{onClock, []string{"Chat <b>", "Design chat.", "keeps a chat."}, []string{"Notes in class", "passed"}},
		{plan, []string{"Notes in class", "Paper, passed on.", "keeps a paper."}, []string{"Chat", "chat"}},
	} {
		text := words(course{plan: tt.plan}.page(t))
		for _, s := range tt.has {
			if !strings.Contains(text, s) {
				t.Errorf("disguised %v: the page lacks %q", tt.plan.Disguised, s)
			}
		}
		for _, s := range tt.lack {
			if strings.Contains(text, s) {
				t.Errorf("disguised %v: the page says %q", tt.plan.Disguised, s)
			}
		}
	}
}
