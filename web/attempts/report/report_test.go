package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
)

// TestLinksWithin: on every page, in every state, a link to a place of the page
// leads somewhere, and no id stands twice.
func TestLinksWithin(t *testing.T) {
	t.Parallel()
	failed := input()
	failed.Records[0].State = record.Failed
	sample := report.Sample(prompt(), transcript(), grade())
	for name, p := range map[string]page{
		"report":  render(t, report.Report(report.New(input()))),
		"drill":   render(t, report.Report(report.New(drill()))),
		"sample":  render(t, report.Report(sample)),
		"self":    render(t, report.Self(report.NewSelf(input()))),
		"failed":  render(t, report.Waiting(report.NewWaiting(failed))),
		"discard": render(t, report.Discarded(report.NewDiscarded(input()))),
	} {
		ids := map[string]int{}
		for _, n := range p.all(func(n *html.Node) bool { return attr(n, "id") != "" }) {
			ids[attr(n, "id")]++
		}
		for id, times := range ids {
			if times > 1 {
				t.Errorf("%s: id %q stands %d times", name, id, times)
			}
		}
		for _, a := range p.tags("a") {
			if to, within := strings.CutPrefix(attr(a, "href"), "#"); within && ids[to] == 0 {
				t.Errorf("%s: the link %q leads to %q, which is not there", name, text(a), to)
			}
		}
	}
}

// TestEvidence: a quote leads to the words that it quotes, also where they are
// spaced and capitalised otherwise or reach over a paragraph, and back.
func TestEvidence(t *testing.T) {
	t.Parallel()
	p := render(t, report.Report(report.New(input())))
	var quotes []string
	for _, q := range p.tags("blockquote") {
		links := (page{t, q}).tags("a")
		if len(links) != 1 {
			t.Errorf("%q has %d links, want 1", text(q), len(links))
			continue
		}
		place := p.id(strings.TrimPrefix(attr(links[0], "href"), "#"))
		if place == nil || place.Data != "mark" {
			t.Errorf("%q leads to no mark", text(q))
			continue
		}
		quotes = append(quotes, fields(text(links[0]))+" → "+fields(text(place)))
	}
	want := []string{
		"“so a cache keeps them in memory.”1 Map the layers → So a CACHE",
		"On the board: API, Redis3 Map the layers → [service] API",
		"100M / 30 days2 Map the layers → 100M / 30 days = 39/s",
		"“The key refuses it.”5 Deep dive → The key refuses it.",
		"“A 302, since we count clicks.”6 Trade-offs → A 302, since we count clicks.",
	}
	if diff := cmp.Diff(want, quotes); diff != "" {
		t.Errorf("quotes and where they lead (-want +got):\n%s", diff)
	}
	var refs []string
	for _, sup := range p.tags("sup") {
		link := (page{t, sup}).tags("a")[0]
		refs = append(refs, text(sup)+" "+attr(link, "href"))
	}
	wantRefs := []string{"1 #point-depth-on-the-crux-cache", "2 #point-depth-on-the-crux-cache", "3 #point-depth-on-the-crux-cache",
		"4 #point-depth-on-the-crux-cache", "5 #point-depth-on-the-crux-unique", "6 #point-trade-off-awareness-redirect"}
	if diff := cmp.Diff(wantRefs, refs); diff != "" {
		t.Errorf("numbers in the transcript (-want +got):\n%s", diff)
	}
	if half := p.class("half"); len(half) != 1 || text(half[0]) != "A 302, since we count clicks." {
		t.Errorf("%d marks are of the half kind, want the one of the partial point", len(half))
	}
}

// TestVerbatim: the transcript is what was written, to the blank, but for the
// numbers in it.
func TestVerbatim(t *testing.T) {
	t.Parallel()
	p := render(t, report.Report(report.New(input())))
	for _, sup := range p.tags("sup") {
		sup.Parent.RemoveChild(sup)
	}
	var got []string
	for _, n := range p.class("verbatim") {
		got = append(got, text(n))
	}
	want := []string{
		"Who uses it?\n  And how often?", "Ten reads a second, I assume.",
		"Reads outnumber writes.\nSo a CACHE", "keeps them in memory. One primary holds the rest.",
		"And a clash?", "The key refuses it.", "A 302, since we count clicks.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
	p.want("[service] API", "[cache] Redis", "# read mostly", "API -> Redis: looks up", "Nothing was left in this step.")
}

// TestOneQuoteNowhere: evidence that cannot be found again is shown without a
// link and marks nothing.
func TestOneQuoteNowhere(t *testing.T) {
	t.Parallel()
	in := input()
	in.Records[0].Grade.Criteria[1].Points[0].Evidence = []grading.Evidence{{Step: "trade-offs", Quote: "never said"}, {Step: "map", Quote: "A 302, since we count clicks."}}
	p := render(t, report.Report(report.New(in)))
	quotes := (page{t, p.id("point-trade-off-awareness-redirect")}).tags("blockquote")
	if len(quotes) != 2 {
		t.Fatalf("%d quotes, want 2", len(quotes))
	}
	for _, q := range quotes {
		if links := (page{t, q}).tags("a"); len(links) != 0 {
			t.Errorf("%q is a link, want none", text(q))
		}
	}
	if marks := p.class("half"); len(marks) != 0 {
		t.Errorf("%q is marked, want nothing", text(marks[0]))
	}
}

// TestHostileWords: nothing that anybody wrote becomes markup.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	const evil = `</p><script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:x" style="color:red" hx-get="/x">y</a>`
	in := input()
	for i := range in.Transcript.Steps {
		in.Transcript.Steps[i].Answer = evil
	}
	in.Transcript.Steps[1].Diagram.Nodes[0].Label = evil
	in.Transcript.Steps[1].Diagram.Edges[0].Label = evil
	in.Transcript.Steps[1].Calculations[0] = interview.Calculation{Input: evil, Output: evil}
	in.Transcript.Steps[2].Dialogue[1].Text = evil
	in.Notes = []interview.Note{{At: started, Step: interview.Map, Text: evil}}
	g := &in.Records[0].Grade
	g.Next, g.Flags, g.Criteria[1].Advice, g.Verdict = evil, []string{evil}, evil, evil
	g.Criteria[0].Points[0].Evidence = []grading.Evidence{{Step: "map", Quote: evil}, {Step: "map", Calculation: evil}, {Step: "map", Part: evil}}
	in.Records = append(in.Records, record.Record{ID: "g2", Grader: evil, State: record.Failed, Failure: evil})
	waiting := in
	waiting.Records = in.Records[1:]
	for name, p := range map[string]page{
		"report":  render(t, report.Report(report.New(in))),
		"waiting": render(t, report.Waiting(report.NewWaiting(waiting))),
	} {
		for _, n := range p.all(func(*html.Node) bool { return true }) {
			if n.Data == "script" || n.Data == "img" {
				t.Errorf("%s: there is a %s element", name, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("%s: %s has %s=%q", name, n.Data, a.Key, a.Val)
				}
			}
		}
		p.want("<script>alert(1)</script>")
		drawn := p.all(func(n *html.Node) bool { return n.Data == "svg" && strings.Contains(attr(n, "class"), "board-drawing") })
		if name == "report" && (len(drawn) != 1 || !strings.Contains(attr(drawn[0], "aria-label"), "(cache)")) {
			t.Errorf("the report draws %d boards, want one with its words", len(drawn))
		}
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	p := render(t, report.Report(report.New(input())))
	p.want(
		"The built-in grader leans towards a hire at senior level",
		"2.50 of 4 is a lean hire; a hire begins at 3.00.",
		"Not calibrated here yet",
		"Leads and quantifies.",
		"You may have meant these",
		"Layer: Domains and routing, “redirects”",
		"Of its two points one is met in part and one open.",
		"You ended it yourself, with 3:40 left on the clock.",
		"The map ran over by 1:05 and the deep dive by 5:12",
		"Graded by the built-in grader, version 3, on 22 November 2026",
		"There is no earlier attempt",
	)
	p.wantNot("Say what a 301 costs. Say what a 301 costs.", "You gave yourself", "Your private note", "A sample.")
	want := map[string]string{"prompt": "url-shortener", "mode": "drill", "level": "senior", "minutes": "40", "step": "trade-offs"}
	if diff := cmp.Diff(want, p.form("/attempts")); diff != "" {
		t.Errorf("the drill that is offered (-want +got):\n%s", diff)
	}
	for _, d := range p.class("criterion") {
		open := attr(d, "id") == "criterion-trade-off-awareness"
		if _, is := find(d, "open"); is != open {
			t.Errorf("%s is open: %t, want %t", attr(d, "id"), is, open)
		}
	}
	if models := p.class("model"); len(models) != 1 || len((page{t, models[0]}).tags("strong")) != 1 {
		t.Errorf("%d model answers, want one, rendered from Markdown", len(models))
	}
}

func find(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func TestSectionsLinkOnceTheyAreThere(t *testing.T) {
	t.Parallel()
	in := input()
	in.Section = func(section string) string { return "/learn/" + section }
	p := render(t, report.Report(report.New(in)))
	p.want("Read Domains and routing, “redirects”")
	links := p.all(func(n *html.Node) bool { return attr(n, "href") == "/learn/routing#redirects" })
	if len(links) != 1 {
		t.Errorf("%d links to the section, want 1", len(links))
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		change    func(*report.Input)
		want, not []string
	}{
		{"ended by the clock", func(in *report.Input) {
			in.Attempt.EndedBy, in.Attempt.EndedAt = interview.ByDeadline, in.Attempt.Deadline
		}, []string{"The clock ended it, with all that had been saved by then."}, []string{"You ended it yourself"}},
		{"told as another story, with extra time", func(in *report.Input) {
			in.Attempt.Plan.Disguised, in.Attempt.Plan.ExtraTime = true, 150
		}, []string{"told as “Marks in print”", "The plan holds your extra time, 1.5 times the usual.", "alone, 15 minutes"}, nil},
		{"with a model as the interviewer", func(in *report.Input) {
			in.Attempt.Plan.By = interview.ByModel
		}, []string{"a model worded the interviewer’s sentences"}, nil},
		{"practice", func(in *report.Input) {
			in.Attempt.Plan.Mode, in.Attempt.Deadline = interview.Practice, time.Time{}
		}, []string{"Practice without a clock, senior level", "No clock ran. You were at it for about 36 minutes"}, []string{"Planned", "ran over", "left on the clock"}},
		{"words that came late", func(in *report.Input) {
			in.Notes = []interview.Note{{At: in.Attempt.Deadline, Step: interview.Map, Text: "one more\n  thing"}}
		}, []string{"Your private note", "one more thing"}, nil},
		{"flagged", func(in *report.Input) {
			in.Records[0].Grade.Flags = []string{grading.FlagInjection}
		}, []string{"reads like an order to the grader"}, nil},
		{"terms in the same sentences", func(in *report.Input) {
			in.Records[0].Grade.Flags = []string{grading.FlagPoured}
		}, []string{"Most sentences here are the same few, with other terms in them"}, []string{"The grader left a remark"}},
		{"fell back", func(in *report.Input) {
			in.Records[0].Grader, in.Records[0].Grade.Grader = "model", "model"
			in.Records[0].Grade.Flags = []string{"fallback:communication"}
		}, []string{"The model leans towards a hire", "The model gave no usable answer on communication"}, nil},
		{"a newer grade failed", func(in *report.Input) {
			in.Records = append(in.Records, record.Record{ID: "g2", Grader: "rubric", Version: "4", State: record.Failed, Failure: "It broke off."})
		}, []string{"A grade by the built-in grader could not be made: It broke off.", "Grade again"}, nil},
		{"a newer grade is on its way", func(in *report.Input) {
			in.Records = append(in.Records, record.Record{ID: "g2", Grader: "rubric", Version: "4", State: record.Running})
		}, []string{"A grade by the built-in grader is being made"}, []string{"Grade again"}},
		{"a flagged model stands back", func(in *report.Input) {
			g := grade()
			g.Grader, g.Overall, g.Flags = "model", 4, []string{"injection"}
			in.Records = append(in.Records, done("g2", g))
		}, []string{"The built-in grader leans towards", "The grade by the model is held back until a coach has looked."}, []string{"4.00"}},
		{"an unflagged model speaks, and both are shown", func(in *report.Input) {
			g := grade()
			g.Grader, g.Version, g.Overall, g.Flags = "model", "1/m", 3.25, []string{"fallback:trade-off-awareness"}
			in.Records = append(in.Records, done("g2", g))
			in.Graders = map[string]string{"rubric": "3", "model": "1/m"}
		}, []string{"The model leans towards", "The graders side by side", "2 (by the built-in grader)", "3.25", "2.50", "Not calibrated here yet"}, []string{"Grade again"}},
		{"far above", func(in *report.Input) {
			g := grade()
			g.Grader, g.Overall, g.Flags = "model", 4, []string{grading.FlagFar, grading.FlagBeside}
			in.Records = append(in.Records, done("g2", g))
		}, []string{"The built-in grader leans towards", "held back until a coach has looked", "much more than the built-in grader"}, []string{"side by side", "4.00"}},
		{"a model that has not read it", func(in *report.Input) {
			in.Graders = map[string]string{"rubric": "4", "model": "1/m"}
		}, []string{"The model has not read this attempt.", "The built-in grader has changed since it read this attempt: it is version 4 now.", "Grade again"}, nil},
		{"the coach has the last word", func(in *report.Input) {
			g := grade()
			g.Grader, g.Overall, g.Verdict = "coach", 3.2, "hire"
			in.Records = append(in.Records, done("g2", g))
		}, []string{"Your coach would hire you at senior level", "The built-in grader, version 3, says 2.50, lean hire."}, []string{"Not calibrated"}},
		{"own scores", func(in *report.Input) {
			in.Self = &record.Self{Scores: map[string]int{"depth-on-the-crux": 3, "trade-off-awareness": 4}}
		}, []string{"You gave yourself the same.", "You gave yourself 4, two more.", "By your own scores this was a 3.50, which is 1.00 more; you are furthest apart on trade-off awareness"}, nil},
		{"the prompt is gone", func(in *report.Input) { in.Offered = false }, []string{"The one thing to do next"}, []string{"Practise"}},
		{"next to nothing", func(in *report.Input) {
			in.Transcript.Steps = []interview.TranscriptStep{{Step: interview.Clarify, Answer: "fine"}}
			g := &in.Records[0].Grade
			g.Overall, g.Verdict, g.Flags = 1, "no hire", []string{grading.FlagEmpty}
			for i := range g.Criteria {
				g.Criteria[i].Score = 1
				for j := range g.Criteria[i].Points {
					g.Criteria[i].Points[j] = grading.PointVerdict{ID: g.Criteria[i].Points[j].ID, Verdict: "missing"}
				}
			}
		}, []string{"There is too little here to judge", "By rule it counts as 1.00 of 4", "says nothing about what you can do", "Start again without a clock"}, []string{"no hire", "not hire", "The grader left a remark", "near-empty"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := input()
			c.change(&in)
			p := render(t, report.Report(report.New(in)))
			p.want(c.want...)
			p.wantNot(c.not...)
		})
	}
}

// TestDrill: a drill speaks of its step alone, and a criterion without points
// there is absent.
func TestDrill(t *testing.T) {
	t.Parallel()
	p := render(t, report.Report(report.New(drill())))
	p.want("On the trade-offs alone, the built-in grader leans towards a hire at senior level", "Drill of the trade-offs, senior level",
		"This step is graded on trade-off awareness alone.", "Drill it once more, 10 minutes")
	p.wantNot("Depth on the crux", "Structured thinking", "Deep dive", "Clarify")
	if n := len(p.class("criterion")); n != 1 {
		t.Errorf("%d criteria, want 1", n)
	}
	for _, score := range []int{1, 4} {
		in := drill()
		in.Records[0].Grade.Criteria[0].Score = score
		if got := len(render(t, report.Report(report.New(in))).class("criterion")); got != 1 {
			t.Errorf("with a score of %d there are %d criteria, want 1", score, got)
		}
	}
}

// TestPointsAboveTheLevel: the next level is shown apart and not asked for; what
// lies higher is not shown at all.
func TestPointsAboveTheLevel(t *testing.T) {
	t.Parallel()
	for level, want := range map[interview.Level]string{
		interview.Staff:  "Of its three points two are met and one missing.",
		interview.Senior: "All two points are met.",
		interview.Mid:    "All two points are met.",
	} {
		in := input()
		in.Attempt.Plan.Level, in.Transcript.Level = level, level
		in.Records[0].Grade.Level = string(level)
		p := render(t, report.Report(report.New(in)))
		p.want(want)
		if shown := p.id("point-depth-on-the-crux-hot") != nil; shown != (level != interview.Mid) {
			t.Errorf("at %s the staff point is shown: %t", level, shown)
		}
		if level == interview.Senior {
			p.want("Beyond senior", "Missing: Plans for one famous link")
		}
	}
}

func TestSample(t *testing.T) {
	t.Parallel()
	p := render(t, report.Report(report.Sample(prompt(), transcript(), grade())))
	p.want("A sample.", "The built-in grader leans towards a hire at senior level", "What was written", "Try this prompt yourself")
	p.wantNot("You ended it", "earlier attempt", "This attempt as a file", "0001")
	if forms := p.tags("form"); len(forms) != 0 {
		t.Errorf("a sample has %d forms, want none", len(forms))
	}
}

// TestSameWords: the same attempt always reads the same.
func TestSameWords(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(report.New(input()), report.New(input())); diff != "" {
		t.Error(diff)
	}
}

// TestUnknownPoint: a grade by a rubric that has changed since is still shown.
func TestUnknownPoint(t *testing.T) {
	t.Parallel()
	in := input()
	in.Prompt.Rubric = []curriculum.Criterion{}
	render(t, report.Report(report.New(in))).want("cache", "redirect")
}
