package room_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"levelup/internal/board"
	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/web/attempts/room"
	"levelup/web/ui"
)

var (
	start   = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	onClock = interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40, ExtraTime: 100}
	attempt = interview.Attempt{ID: "01 a/b", Person: "ada", Prompt: "chat"}
	chat    = &curriculum.Prompt{
		Slug: "chat", Title: "Chat <b>", Statement: "Design *chat*.",
		Levels:   map[string]string{"mid": "Sends.", "senior": "Orders & keeps a chat.", "staff": "Refuses."},
		Disguise: curriculum.Disguise{Title: "Notes in class", Statement: "Paper, _passed_ on.", Words: []curriculum.WordPair{{"chat", "paper"}}},
	}
)

// course is an attempt a while after its start.
type course struct {
	plan    interview.Plan
	texts   map[interview.Step]string
	lines   []string // of the calculator, in clarify
	boards  map[interview.Step]string
	advance []time.Duration // after the start
	at      time.Duration   // now, after the start
	shown   interview.Step
}

// state folds the course from its events.
func (c course) state(t *testing.T) interview.State {
	t.Helper()
	var s interview.State
	add := func(after time.Duration, e interview.Event) {
		e.Seq, e.At = s.Seq+1, start.Add(after).UnixMilli()
		next, err := interview.Fold(s, e)
		if err != nil {
			t.Fatalf("Fold(%v) = %v", e, err)
		}
		s = next
	}
	plan := c.plan
	if plan.Mode == "" {
		plan = onClock
	}
	add(0, interview.Event{Type: interview.Started, Plan: &plan})
	for _, after := range c.advance {
		i := s.Current.Index()
		add(after, interview.Event{Type: interview.Advanced, Step: s.Current, To: interview.Steps[i+1]})
	}
	for _, step := range slices.Sorted(maps.Keys(c.texts)) {
		add(c.at, interview.Event{Type: interview.Answer, Step: step, Splice: &interview.Splice{Insert: c.texts[step]}})
	}
	for _, step := range slices.Sorted(maps.Keys(c.boards)) {
		drawn, _ := board.Parse(c.boards[step])
		add(c.at, interview.Event{Type: interview.Scene, Step: step, Board: &interview.Board{Scene: drawn}})
	}
	for _, line := range c.lines {
		add(c.at, interview.Event{Type: interview.Calc, Step: interview.Clarify, Edit: &interview.Edit{Input: line}})
	}
	return s
}

func (c course) view(t *testing.T) room.View {
	t.Helper()
	return room.New(attempt, c.state(t), chat, attempt.Person, start.Add(c.at), room.Sight{Step: c.shown})
}

// page is the course's room as a browser reads it.
func (c course) page(t *testing.T) *html.Node { return read(t, render(t, room.Room(c.view(t)))) }

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ui.With(t.Context(), ui.Site{LocalSignin: true}), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read parses a page; scripting off, so that what stands in noscript is seen too.
func read(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// all finds the elements with an attribute and, unless it is "*", its value.
func all(root *html.Node, key, value string) (out []*html.Node) {
	for n := range root.Descendants() {
		if got, ok := attr(n, key); ok && (value == "*" || got == value) {
			out = append(out, n)
		}
	}
	return out
}

func one(t *testing.T, root *html.Node, key, value string) *html.Node {
	t.Helper()
	found := all(root, key, value)
	if len(found) != 1 {
		t.Fatalf("the page has %d elements with %s=%q, want one", len(found), key, value)
	}
	return found[0]
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// words is the text of an element, white space folded.
func words(n *html.Node) string { return strings.Join(strings.Fields(content(n)), " ") }

func content(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func hidden(n *html.Node) bool {
	_, ok := attr(n, "hidden")
	return ok
}
