package report_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"levelup/content"
	"levelup/internal/board"
	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The sample that visitors read, as a file.
func TestMarkdownOfTheSample(t *testing.T) {
	t.Parallel()
	library, _ := curriculum.Load(content.FS)
	prompt, _ := library.Prompt("url-shortener")
	for _, sample := range library.Samples(prompt.Slug) {
		if !strings.HasSuffix(sample.File, "/random-draw.json") {
			continue
		}
		words, err := interview.ReadTranscript(bytes.NewReader(sample.Source))
		if err != nil {
			t.Fatal(err)
		}
		v := report.Sample(prompt, words, grading.Rubric(prompt, words, ""))
		got, golden := v.Markdown(), "testdata/"+v.FileName()
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if diff := cmp.Diff(string(want), got); err != nil || diff != "" {
			t.Errorf("%v; %s differs (-want +got), write it anew with -update:\n%s", err, golden, diff)
		}
		return
	}
	t.Error("the sample is not shipped")
}

// What a person wrote is text, whatever it looks like; the reader that is used here
// lets HTML through and makes links of bare addresses.
func TestMarkdownEscapesWords(t *testing.T) {
	t.Parallel()
	const hostile = "# Head\n\n<script>alert(1)</script> <b>x</b> ![i](/x.png) [l](javascript:x) https://a.example www.a.example me@a.example\n" +
		"```\n</pre><i>out</i>\n`````\n# Out\r````````\r- a\n| a |\n|---|\n***\nrule\n===\n&lt; ~~no~~ **bold** `code`\n    indented"
	in := input()
	g := in.Records[0].Grade
	for _, step := range in.Transcript.Steps {
		i := step.Step.Index()
		in.Transcript.Steps[i].Answer = hostile
		in.Transcript.Steps[i].Dialogue = []interview.Turn{{From: "candidate", Text: hostile}}
		in.Transcript.Steps[i].Calculations = []interview.Calculation{{Input: hostile, Output: hostile}}
		in.Transcript.Steps[i].Diagram = &interview.Diagram{Nodes: []interview.Node{{ID: "a", Label: hostile, Kind: "cache"}}}
	}
	for i := range g.Criteria {
		for j := range g.Criteria[i].Points {
			g.Criteria[i].Points[j].Evidence = nil
			for _, quote := range append(strings.Split(hostile, "\n"), hostile, "1) one", "- two", "+ three", "= four", "12. five") {
				g.Criteria[i].Points[j].Evidence = append(g.Criteria[i].Points[j].Evidence,
					grading.Evidence{Step: "map", Quote: quote}, grading.Evidence{Step: "map", Calculation: quote}, grading.Evidence{Step: "map", Part: quote})
			}
		}
	}
	in.Prompt.Disguise.Title, in.Attempt.Plan.Disguised = "<b>- 1) x</b> https://b.example", true
	doc := report.New(in).Markdown()
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert([]byte(doc), &out); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<b>", "<i>", "<img", "<a ", "<table", "<del", "<code>code", ">Head<", ">Out<", "<strong>bold", "<h1>rule"} {
		if strings.Contains(out.String(), bad) {
			t.Errorf("%q got through:\n%s", bad, doc)
		}
	}
	if n := strings.Count(out.String(), "<h1"); n != 1 {
		t.Errorf("%d first headings, want one", n)
	}
	for _, kept := range []string{"# Head\n\n&lt;script&gt;alert(1)", "`````\n# Out\n````````\n- a", "\n    indented"} {
		if !strings.Contains(out.String(), kept) {
			t.Errorf("%q was not kept", kept)
		}
	}
}

func TestMarkdownSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	in := input()
	in.Notes = []interview.Note{{Step: interview.Map, Text: "for my eyes"}}
	v := report.New(in)
	if got, want := v.FileName(), "url-shortener-2026-11-22.md"; got != want {
		t.Errorf("FileName = %q, want %q", got, want)
	}
	doc := v.Markdown()
	for _, want := range []string{
		"# URL shortener: The built-in grader leans towards a hire at senior level", "\n2.50 of 4", "22 November 2026, 12:01 UTC", "3 of 4, meets the bar", "**Met**", "- Serves reads from memory\n\n  > “so a cache keeps them in memory.” (Map", "  > On the board: API, Redis",
		"  > Calculated: 100M / 30 days", "the deep dive by 5:12.", "**Calculations**\n\n```text\n100M / 30 days = 39/s\n```", "**Interviewer**\n\n```text\nAnd a clash?\n```", "**You**",
		"- Missing: Plans for one famous link",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	for _, not := range []string{"hatched", "for my eyes"} {
		if strings.Contains(doc, not) {
			t.Errorf("the file says %q", not)
		}
	}
	// The board is written as one types it.
	_, after, _ := strings.Cut(doc, "**Board**\n\n```text\n")
	text, _, _ := strings.Cut(after, "```")
	if g, wrong := board.Parse(text); len(g.Nodes) != 3 || len(g.Edges) != 1 || len(wrong) > 0 {
		t.Errorf("the board reads as %+v, %v:\n%s", g, wrong, text)
	}
	if t.Failed() {
		t.Log(doc)
	}
}
