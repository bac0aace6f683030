package report_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"levelup/internal/grading/record"
	"levelup/web/attempts/report"
)

// A note stands beneath its point as text, in the form that changes it, and in the
// file; one on another grader's verdict stands there too, under its name.
func TestNotesStandBeneathTheirPoints(t *testing.T) {
	t.Parallel()
	const said = "I named it:\n\n```\n# <b>the primary key</b>"
	in := input()
	in.Objections = []record.Objection{
		{Point: "unique", Grader: "rubric", Version: "3", Text: said},
		{Point: "hot", Grader: "model", Version: "m1", Text: "It is there."},
		{Point: "gone", Grader: "rubric", Version: "3", Text: "of another time"},
	}
	v := report.New(in)
	p := render(t, report.Report(v))
	item := page{t, p.id("point-depth-on-the-crux-unique")}
	if !strings.Contains(text(item.root), said) || len(item.tags("b")) != 1 || !item.says("Your note") || !item.says("Change your note") {
		t.Errorf("the point says %q", text(item.root))
	}
	if box := p.id("argue-unique"); box == nil || text(box) != said {
		t.Error("the form does not hold the note")
	}
	other := page{t, p.id("point-depth-on-the-crux-hot")}
	other.want("Your note on the model, version m1", "It is there.", "Not right?")
	if box := p.id("argue-hot"); box == nil || text(box) != "" {
		t.Error("a note on another verdict is in the form")
	}
	p.wantNot("of another time")
	for _, d := range p.class("argue") {
		if hasAttr(d, "open") {
			t.Error("a form is open that nobody asked for")
		}
	}
	if doc := v.Markdown(); !strings.Contains(doc, "  **Your note**\n\n  ````text\n  I named it:\n\n  ```\n  # <b>the primary key</b>\n  ````\n") {
		t.Errorf("the file lacks the note:\n%s", doc)
	}
	if len(render(t, report.Report(report.Sample(prompt(), transcript(), grade()))).class("argue")) > 0 {
		t.Error("a sample can be argued with")
	}
}

// A note that was not kept comes back in its form, which is open, with the reason.
func TestARefusedNoteIsInItsForm(t *testing.T) {
	t.Parallel()
	in := input()
	in.Refused = &report.Refused{Point: "store", Text: "my words", Why: "A note has up to 2000 characters."}
	p := render(t, report.Report(report.New(in)))
	box := p.id("argue-store")
	if box == nil || text(box) != "my words" || attr(box, "aria-invalid") != "true" {
		t.Fatal("the words are not in the form")
	}
	for n := box.Parent; n != nil; n = n.Parent {
		if n.Data == "details" && !hasAttr(n, "open") {
			t.Errorf("%s is folded around the words", attr(n, "class"))
		}
	}
	for _, id := range strings.Fields(attr(box, "aria-describedby")) {
		if p.id(id) == nil {
			t.Errorf("the form is described by %q, which is not there", id)
		}
	}
	if links := p.all(func(n *html.Node) bool { return attr(n, "href") == "#argue-store" }); len(links) != 1 {
		t.Errorf("%d links lead to the form, want one at the top", len(links))
	}
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
