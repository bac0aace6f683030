package room_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/interview"
	"levelup/web/attempts/room"
)

const address = "/attempts/01%20a%2Fb"

// links are the steps that can be gone to, by their addresses; plain are the others.
func links(page *html.Node) (links map[string]string, plain []string) {
	links = map[string]string{}
	for _, item := range all(page, "data-step", "*") {
		slug, _ := attr(item, "data-step")
		linked := false
		for n := range item.Descendants() {
			if href, ok := attr(n, "href"); ok {
				links[slug], linked = href, true
			}
		}
		if !linked {
			plain = append(plain, slug)
		}
	}
	return links, plain
}

func TestOpenStepsAreLinked(t *testing.T) {
	t.Parallel()
	href := func(step string) string { return address + "?step=" + step }
	for name, tt := range map[string]struct {
		course
		links map[string]string
		plain []string
		shown string
	}{
		"on the clock": {
			course: course{advance: []time.Duration{time.Minute}, at: 2 * time.Minute},
			links:  map[string]string{"clarify": href("clarify"), "map": href("map")},
			plain:  []string{"deep-dive", "trade-offs", "synthesize"}, shown: "Map the layers",
		},
		"an earlier step": {
			course: course{advance: []time.Duration{time.Minute}, at: 2 * time.Minute, shown: interview.Clarify},
			links:  map[string]string{"clarify": href("clarify"), "map": href("map")},
			plain:  []string{"deep-dive", "trade-offs", "synthesize"}, shown: "Clarify",
		},
		"a step that is not open": {
			course: course{at: time.Minute, shown: interview.Synthesize},
			links:  map[string]string{"clarify": href("clarify")},
			plain:  []string{"map", "deep-dive", "trade-offs", "synthesize"}, shown: "Clarify",
		},
		"no step at all": {
			course: course{at: time.Minute, shown: "lunch"},
			links:  map[string]string{"clarify": href("clarify")},
			plain:  []string{"map", "deep-dive", "trade-offs", "synthesize"}, shown: "Clarify",
		},
		"practice": {
			course: course{plan: interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40}, shown: interview.Synthesize},
			links: map[string]string{"clarify": href("clarify"), "map": href("map"), "deep-dive": href("deep-dive"),
				"trade-offs": href("trade-offs"), "synthesize": href("synthesize")},
			shown: "Synthesize",
		},
		"drill": {
			course: course{plan: interview.Plan{Mode: interview.Drill, Drill: interview.TradeOffs, Level: interview.Staff, Minutes: 40}, shown: interview.Clarify},
			links:  map[string]string{"trade-offs": href("trade-offs")}, shown: "Trade-offs",
		},
	} {
		page := tt.page(t)
		gotLinks, gotPlain := links(page)
		if diff := cmp.Diff(tt.links, gotLinks); diff != "" {
			t.Errorf("%s: links (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(tt.plain, gotPlain); diff != "" {
			t.Errorf("%s: steps without a link (-want +got):\n%s", name, diff)
		}
		if got := words(one(t, page, "data-title", "*")); got != tt.shown {
			t.Errorf("%s: shows %q, want %q", name, got, tt.shown)
		}
	}
}

// One way leads on from each step: to the next, to where the clock runs, or to the end.
func TestTheWayOn(t *testing.T) {
	t.Parallel()
	practice := interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40}
	four := []time.Duration{1, 2, 3, 4}
	for name, tt := range map[string]struct {
		course
		way, says string
	}{
		"first":              {course{}, "on", "Go on to Map the layers"},
		"back at an earlier": {course{advance: []time.Duration{1}, shown: interview.Clarify}, "there", "Back to Map the layers"},
		"last":               {course{advance: four}, "end", "Submit…"},
		"drill":              {course{plan: interview.Plan{Mode: interview.Drill, Drill: interview.Map, Level: interview.Mid, Minutes: 40}}, "end", "Submit…"},
		"last of practice":   {course{plan: practice, shown: interview.Synthesize}, "end", "Submit…"},
		"ahead in practice":  {course{plan: practice, shown: interview.DeepDive}, "there", "Look at Trade-offs"},
	} {
		var got [][2]string
		for _, n := range all(tt.page(t), "data-way", "*") {
			if way, _ := attr(n, "data-way"); !hidden(n) {
				got = append(got, [2]string{way, words(n)})
			}
		}
		if diff := cmp.Diff([][2]string{{tt.way, tt.says}}, got); diff != "" {
			t.Errorf("%s: ways (-want +got):\n%s", name, diff)
		}
	}
}

// Without a script, one form saves, goes on and submits, and carries what each needs.
func TestFormWithoutAScript(t *testing.T) {
	t.Parallel()
	c := course{advance: []time.Duration{time.Minute}, at: 2 * time.Minute, shown: interview.Clarify,
		texts: map[interview.Step]string{interview.Clarify: "Who?"}}
	page := c.page(t)
	form := one(t, page, "id", "room-answer")
	got := map[string]string{}
	for n := range form.Descendants() {
		if name, ok := attr(n, "name"); ok {
			value, _ := attr(n, "value")
			got[name] = value + content(n)
		}
	}
	want := map[string]string{"step": "clarify", "base": "1", "from": "map", "text": "Who?"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	goes := map[string]bool{}
	for _, n := range append(all(page, "form", "room-answer"), form) {
		action, ok := attr(n, "formaction")
		if !ok {
			action, _ = attr(form, "action")
		}
		goes[action] = true
		if method, _ := attr(form, "method"); method != "post" {
			t.Errorf("method of the form = %q, want post", method)
		}
	}
	if diff := cmp.Diff(map[string]bool{address + "/answer": true, address + "/advance": true, address + "/submit": true}, goes); diff != "" {
		t.Errorf("where it goes (-want +got):\n%s", diff)
	}
}

func TestConfirmationNamesTheEmptySteps(t *testing.T) {
	t.Parallel()
	written := map[interview.Step]string{}
	for _, step := range interview.Steps {
		written[step] = "Words."
	}
	four := []time.Duration{1, 2, 3, 4}
	for _, tt := range []struct {
		texts map[interview.Step]string
		want  string
	}{
		{written, "Every step holds an answer."},
		{map[interview.Step]string{interview.Clarify: "a", interview.DeepDive: "b", interview.Map: " \n\t"}, "Still empty: Map the layers, Trade-offs and Synthesize."},
		{map[interview.Step]string{interview.Clarify: "a", interview.Map: "b", interview.DeepDive: "c", interview.TradeOffs: "d"}, "Still empty: Synthesize."},
		{nil, "Nothing has been written yet"},
	} {
		page := course{texts: tt.texts, advance: four}.page(t)
		if got := words(one(t, page, "data-empty", "*")); !strings.HasPrefix(got, tt.want) {
			t.Errorf("with %v the confirmation says %q, want %q", tt.texts, got, tt.want)
		}
	}
}

func TestConflictKeepsBothTexts(t *testing.T) {
	t.Parallel()
	state := course{texts: map[interview.Step]string{interview.Clarify: "Saved elsewhere: " + hostile}, at: time.Minute}.state(t)
	page := read(t, render(t, room.Conflict(room.NewConflict(attempt, state, chat, interview.Clarify, hostile))))
	var got []map[string]string
	for _, form := range all(page, "method", "post") {
		if action, _ := attr(form, "action"); action != address+"/answer" {
			continue // of the shell
		}
		fields := map[string]string{}
		for n := range form.Descendants() {
			if name, ok := attr(n, "name"); ok {
				value, _ := attr(n, "value")
				fields[name] = value + content(n)
			}
		}
		got = append(got, fields)
	}
	want := []map[string]string{
		{"step": "clarify", "base": "1", "text": hostile},
		{"step": "clarify", "base": "1", "text": "Saved elsewhere: " + hostile},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("forms (-want +got):\n%s", diff)
	}
}
