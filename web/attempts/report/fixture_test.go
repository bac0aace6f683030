package report_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
	"levelup/web/ui"
)

var started = time.Date(2026, 11, 22, 12, 1, 0, 0, time.UTC)

// prompt is a small one with a point of each kind.
func prompt() *curriculum.Prompt {
	return &curriculum.Prompt{
		Slug: "url-shortener", Version: "54ca2b24ffff", Title: "URL shortener",
		Levels:      map[string]string{"mid": "Correct when asked.", "senior": "Leads and quantifies.", "staff": "Reframes."},
		Disguise:    curriculum.Disguise{Title: "Marks in print"},
		ModelAnswer: map[string]string{"clarify": "Ask **who** reads."},
		Rubric: []curriculum.Criterion{
			{Criterion: "depth-on-the-crux", Points: []curriculum.Point{
				{ID: "cache", Text: "Serves reads from memory", Step: "map", Level: "mid", Weight: 2, Section: "database#caching-hot-keys", Advice: "Say what is kept in memory."},
				{ID: "unique", Text: "Makes codes that cannot clash", Step: "deep-dive", Level: "mid", Weight: 1, Critical: true, Section: "database#unique-keys", Advice: "Say what refuses a taken code."},
				{ID: "hot", Text: "Plans for one famous link", Step: "deep-dive", Level: "staff", Weight: 1},
			}},
			{Criterion: "trade-off-awareness", Points: []curriculum.Point{
				{ID: "redirect", Text: "Weighs 301 against 302", Step: "trade-offs", Level: "mid", Weight: 2, Section: "routing#redirects", Advice: "Say what a 301 costs."},
				{ID: "store", Text: "Names what the other store had done better", Step: "trade-offs", Level: "senior", Weight: 1, Advice: "Name the store that you refused."},
			}},
		},
	}
}

func transcript() interview.Transcript {
	return interview.Transcript{Prompt: "url-shortener", Level: interview.Senior, Mode: interview.OnTheClock, Steps: []interview.TranscriptStep{
		{Step: interview.Clarify, Seconds: 280, Answer: "Who uses it?\n  And how often?\n\nTen reads a second, I assume."},
		{Step: interview.Map, Seconds: 365, Answer: "Reads outnumber writes.\nSo a CACHE\n\nkeeps them in memory. One primary holds the rest.",
			Calculations: []interview.Calculation{{Input: "100M / 30 days", Output: "39/s"}},
			Diagram: &interview.Diagram{
				Nodes: []interview.Node{{ID: "a", Label: "API", Kind: "service"}, {ID: "c", Label: "Redis", Kind: "cache"}, {ID: "n", Label: "read mostly", Kind: "note"}},
				Edges: []interview.Edge{{From: "a", To: "c", Label: "looks up"}},
			}},
		{Step: interview.DeepDive, Seconds: 1212, Dialogue: []interview.Turn{{From: "interviewer", Text: "And a clash?"}, {From: "candidate", Text: "The key refuses it."}}},
		{Step: interview.TradeOffs, Seconds: 323, Answer: "A 302, since we count clicks."},
		{Step: interview.Synthesize},
	}}
}

func grade() grading.Grade {
	quote := func(step, text string) []grading.Evidence { return []grading.Evidence{{Step: step, Quote: text}} }
	return grading.Grade{
		Prompt: "url-shortener", Level: "senior", Grader: "rubric", Version: "3", Rubric: "54ca2b24ffff", Overall: 2.5, Verdict: "lean hire",
		Criteria: []grading.Criterion{
			{Criterion: "depth-on-the-crux", Score: 3, Points: []grading.PointVerdict{
				{ID: "cache", Verdict: "met", Evidence: append(quote("map", "so a cache keeps them   in memory."),
					grading.Evidence{Step: "map", Part: "API"}, grading.Evidence{Step: "map", Part: "Redis"}, grading.Evidence{Step: "map", Calculation: "100M / 30 days"})},
				{ID: "unique", Verdict: "met", Evidence: quote("deep-dive", "The key refuses it.")},
				{ID: "hot", Verdict: "missing"},
			}},
			{Criterion: "trade-off-awareness", Score: 2, Advice: "Say what a 301 costs.", Points: []grading.PointVerdict{
				{ID: "redirect", Verdict: "partial", Evidence: quote("trade-offs", "A 302, since we count clicks.")},
				{ID: "store", Verdict: "cannot-tell"},
			}},
		},
		Next: "Say what a 301 costs.", Flags: []string{},
	}
}

// input is a graded interview whose learner skipped the own scores.
func input() report.Input {
	return report.Input{
		Attempt: interview.Attempt{
			ID: "att1", Prompt: "url-shortener", PromptVersion: "54ca2b24ffff", Status: interview.Submitted,
			Plan:      interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40, ExtraTime: 100},
			StartedAt: started, Deadline: started.Add(40 * time.Minute), EndedAt: started.Add(36*time.Minute + 20*time.Second), EndedBy: interview.ByLearner,
		},
		Transcript: transcript(), Prompt: prompt(), Offered: true, Now: started.Add(time.Hour),
		Records: []record.Record{done("g1", grade())},
		Self:    &record.Self{Skipped: true},
	}
}

func done(id string, g grading.Grade) record.Record {
	return record.Record{ID: id, Grader: g.Grader, Version: g.Version, Rubric: g.Rubric, State: record.Done, DoneAt: started.Add(37 * time.Minute), Grade: g}
}

// drill is a drill of the trade-offs: one step, one criterion.
func drill() report.Input {
	in := input()
	in.Attempt.Plan.Mode, in.Attempt.Plan.Drill = interview.Drill, interview.TradeOffs
	in.Attempt.Deadline, in.Attempt.EndedAt = started.Add(10*time.Minute), started.Add(5*time.Minute+23*time.Second)
	in.Transcript.Mode = interview.Drill
	in.Transcript.Steps = in.Transcript.Steps[3:4]
	g := grade()
	g.Criteria = g.Criteria[1:]
	in.Records = []record.Record{done("g1", g)}
	return in
}

// page is a rendered page as a tree.
type page struct {
	t    *testing.T
	root *html.Node
}

func render(t *testing.T, c templ.Component) page {
	t.Helper()
	ctx := ui.With(context.Background(), ui.Site{Person: &ui.Viewer{Name: "Ana", Email: "ana@example.org"}, Path: "/attempts/att1"})
	var out strings.Builder
	if err := c.Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	p := page{t, root}
	main := p.all(func(n *html.Node) bool { return n.Data == "main" })
	if len(main) != 1 {
		t.Fatalf("%d main elements, want 1", len(main))
	}
	return page{t, main[0]}
}

// all lists the elements for which is holds, in order.
func (p page) all(is func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			out = append(out, n)
		}
	}
	return out
}

func (p page) tags(name string) []*html.Node {
	return p.all(func(n *html.Node) bool { return n.Data == name })
}

func (p page) class(name string) []*html.Node {
	return p.all(func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "class")), name) })
}

func (p page) id(id string) *html.Node {
	if found := p.all(func(n *html.Node) bool { return attr(n, "id") == id }); len(found) == 1 {
		return found[0]
	} else if len(found) > 1 {
		p.t.Errorf("id %q stands %d times on the page", id, len(found))
	}
	return nil
}

// says reports whether the page holds a sentence, white space folded.
func (p page) says(sentence string) bool { return strings.Contains(fields(text(p.root)), sentence) }

func (p page) want(sentences ...string) {
	p.t.Helper()
	for _, s := range sentences {
		if !p.says(s) {
			p.t.Errorf("the page does not say %q", s)
		}
	}
}

func (p page) wantNot(sentences ...string) {
	p.t.Helper()
	for _, s := range sentences {
		if p.says(s) {
			p.t.Errorf("the page says %q", s)
		}
	}
}

// form returns the fields of the one form that posts to action.
func (p page) form(action string) map[string]string {
	p.t.Helper()
	forms := p.all(func(n *html.Node) bool { return n.Data == "form" && attr(n, "action") == action })
	if len(forms) != 1 || attr(forms[0], "method") != "post" {
		p.t.Fatalf("%d forms post to %s, want 1", len(forms), action)
	}
	out := map[string]string{}
	for _, field := range (page{p.t, forms[0]}).all(func(n *html.Node) bool { return attr(n, "type") == "hidden" }) {
		out[attr(field, "name")] = attr(field, "value")
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var out strings.Builder
	for c := range n.ChildNodes() {
		out.WriteString(text(c))
	}
	return out.String()
}

func fields(s string) string { return strings.Join(strings.Fields(s), " ") }
