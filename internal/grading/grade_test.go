package grading_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

func cmpDiff(a, b any) string { return cmp.Diff(a, b) }

// shed is a small prompt written for these tests: a tool shed that lends tools.
func shed(t testing.TB) *curriculum.Prompt {
	t.Helper()
	source, err := os.ReadFile("testdata/shed.md")
	if err != nil {
		t.Fatal(err)
	}
	p, problems := curriculum.ParsePrompt("shed", source)
	if p == nil {
		t.Fatalf("testdata/shed.md: %v", problems)
	}
	return p
}

// filler brings a step above what is as good as empty and says nothing.
const filler = "There is little to add at this point, and we may come back to it later on."

// said is a transcript in which the given steps say something and all others
// the filler.
func said(steps map[interview.Step]string) interview.Transcript {
	t := interview.Transcript{Prompt: "shed", Level: interview.Senior, Mode: interview.OnTheClock}
	for _, s := range interview.Steps {
		t.Steps = append(t.Steps, interview.TranscriptStep{Step: s, Answer: filler + " " + steps[s]})
	}
	return t
}

// verdict is the verdict on one point and its evidence.
func verdict(t testing.TB, g grading.Grade, id string) (string, []grading.Evidence) {
	t.Helper()
	for _, c := range g.Criteria {
		for _, p := range c.Points {
			if p.ID == id {
				return p.Verdict, p.Evidence
			}
		}
	}
	t.Fatalf("grade has no point %q", id)
	return "", nil
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	p := shed(t)
	tests := []struct {
		name, point string
		step        interview.Step
		answer      string
		want        string
	}{
		{"all groups", "ledger", interview.DeepDive, "Each loan is written in one ledger that every clerk shares.", grading.Met},
		{"over two sentences", "ledger", interview.DeepDive, "There is one ledger for the loans. All clerks share it.", grading.Met},
		{"all but one of three", "ledger", interview.DeepDive, "Each loan is written in a ledger.", grading.Partial},
		{"the subject only", "ledger", interview.DeepDive, "I would think about a ledger here.", grading.CannotTell},
		{"nothing", "ledger", interview.DeepDive, "I would think about the roof here.", grading.Missing},
		{"denied", "ledger", interview.DeepDive, "We do not write loans in a ledger that clerks share.", grading.Missing},
		{"contradicted", "ledger", interview.DeepDive, "Each loan is written in one ledger that every clerk shares. But every clerk keeps his own paper.", grading.Missing},
		{"paraphrase", "ledger", interview.DeepDive, "Two people at two windows must see the same list before they hand the last saw out.", grading.Met},
		{"in a list", "ledger", interview.DeepDive, "ledger, book, loan, clerk, share, one list, everybody, same page", grading.Missing},
		{"another step", "ledger", interview.Clarify, "Each loan is written in one ledger that every clerk shares.", grading.Met},
		{"not where it counts", "deposit", interview.Map, "We take a deposit for dear tools, because people forget them.", grading.Missing},
		{"where it counts", "deposit", interview.TradeOffs, "We take a deposit for dear tools, because people forget them.", grading.Met},
		{"no reason", "deposit", interview.TradeOffs, "We take a deposit for dear tools. That is the custom here.", grading.Partial},
		{"reason in the next sentence", "deposit", interview.TradeOffs, "We take a deposit for dear tools. The price is a longer queue.", grading.Met},
		{"number", "loans", interview.Clarify, "With 3,000 members and four visits a year we have 1,000 loans a month.", grading.Met},
		{"number in other units", "loans", interview.Clarify, "We expect some 12k loans a year.", grading.Met},
		{"number too far", "loans", interview.Clarify, "We expect some 10 loans a month.", grading.Missing},
		{"number without its unit", "loans", interview.Clarify, "I guess it is 1,000.", grading.Missing},
	}
	g := grading.NewGrader(p)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, evidence := verdict(t, g.Grade(said(map[interview.Step]string{tt.step: tt.answer}), ""), tt.point)
			if got != tt.want {
				t.Errorf("verdict on %s of %q = %s, want %s", tt.point, tt.answer, got, tt.want)
			}
			if shown := len(evidence) > 0; shown != (got == grading.Met || got == grading.Partial) {
				t.Errorf("evidence of %s = %v", got, evidence)
			}
			for _, e := range evidence {
				if e.Step != string(tt.step) || !strings.Contains(tt.answer, e.Quote) || e.Quote == "" {
					t.Errorf("evidence = %+v, want a quote of %q in %s", e, tt.answer, tt.step)
				}
			}
		})
	}
}

func TestCalculationAndDialogueAreEvidence(t *testing.T) {
	t.Parallel()
	g := grading.NewGrader(shed(t))
	tr := said(nil)
	tr.Steps[0].Calculations = []interview.Calculation{{Input: "3000 members * 4 / year in loans/month", Output: "1,000 loans/month"}}
	tr.Steps[2].Dialogue = []interview.Turn{
		{From: "interviewer", Text: "Each loan is written in one ledger that every clerk shares, is it not?"},
		{From: "candidate", Text: "I would rather speak of the roof first."},
	}
	grade := g.Grade(tr, "")
	got, evidence := verdict(t, grade, "loans")
	want := []grading.Evidence{{Step: "clarify", Calculation: tr.Steps[0].Calculations[0].Input}}
	if got != grading.Met || !slices.Equal(evidence, want) {
		t.Errorf("verdict on loans = %s %v, want met with %v", got, evidence, want)
	}
	tr.Steps[0].Calculations[0] = interview.Calculation{Input: "1000 loans / month * 9 EUR", Output: "9,000 EUR"}
	if got, _ := verdict(t, g.Grade(tr, ""), "loans"); got != grading.Missing {
		t.Errorf("verdict on a figure that is only an input = %s, want missing", got)
	}
	tr.Steps[0].Calculations[0] = interview.Calculation{Input: "1 loan + 1 loan", Output: "1,000 loans/month"}
	if got, _ := verdict(t, g.Grade(tr, ""), "loans"); got != grading.Missing {
		t.Errorf("verdict on a result that its input does not give = %s, want missing", got)
	}
	if got, _ := verdict(t, grade, "ledger"); got != grading.Missing {
		t.Errorf("verdict on what the interviewer said = %s, want missing", got)
	}
	tr.Steps[2].Dialogue[1].Text = "Each loan is written in one ledger that every clerk shares."
	got, evidence = verdict(t, g.Grade(tr, ""), "ledger")
	want = []grading.Evidence{{Step: "deep-dive", Quote: tr.Steps[2].Dialogue[1].Text}}
	if got != grading.Met || !slices.Equal(evidence, want) {
		t.Errorf("verdict on what the candidate said = %s %v, want met with %v", got, evidence, want)
	}
}

func TestBoard(t *testing.T) {
	t.Parallel()
	g := grading.NewGrader(shed(t))
	node := func(id, label, kind string) interview.Node { return interview.Node{ID: id, Label: label, Kind: kind} }
	edge := func(from, to string) interview.Edge { return interview.Edge{From: from, To: to} }
	clerk, list, box, note := node("a", "Clerk", "service"), node("b", "The loan book", "database"), node("c", "Box", "queue"), node("d", "the book", "note")
	tests := []struct {
		name    string
		nodes   []interview.Node
		edges   []interview.Edge
		path    string // verdict on clerk -> book
		direct  string // verdict on service --> database
		reverse string
	}{
		{"nothing drawn", nil, nil, grading.Missing, grading.Missing, grading.Missing},
		{"not connected", []interview.Node{clerk, list}, nil, grading.Missing, grading.Missing, grading.Missing},
		{"direct", []interview.Node{clerk, list}, []interview.Edge{edge("a", "b")}, grading.Met, grading.Met, grading.Missing},
		{"over another", []interview.Node{clerk, list, box}, []interview.Edge{edge("a", "c"), edge("c", "b")}, grading.Met, grading.Missing, grading.Missing},
		{"backwards", []interview.Node{clerk, list}, []interview.Edge{edge("b", "a")}, grading.Missing, grading.Missing, grading.Met},
		{"a note is no part", []interview.Node{clerk, note}, []interview.Edge{edge("a", "d")}, grading.Missing, grading.Missing, grading.Missing},
		{"a circle", []interview.Node{clerk, box}, []interview.Edge{edge("a", "c"), edge("c", "a")}, grading.Missing, grading.Missing, grading.Missing},
		{"to nothing", []interview.Node{clerk}, []interview.Edge{edge("a", "x")}, grading.Missing, grading.Missing, grading.Missing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr := said(nil)
			tr.Steps[1].Diagram = &interview.Diagram{Nodes: tt.nodes, Edges: tt.edges}
			grade := g.Grade(tr, "")
			for id, want := range map[string]string{"drawn-path": tt.path, "drawn-direct": tt.direct, "drawn-back": tt.reverse} {
				got, evidence := verdict(t, grade, id)
				if got != want {
					t.Errorf("verdict on %s = %s, want %s", id, got, want)
				}
				if got == grading.Met && (len(evidence) != 2 || evidence[0].Part == "" || evidence[0].Step != "map") {
					t.Errorf("evidence of %s = %v, want the two parts", id, evidence)
				}
			}
		})
	}
}

func TestHintsGiveAway(t *testing.T) {
	t.Parallel()
	g := grading.NewGrader(shed(t))
	for hints, want := range map[int]string{0: grading.Met, 2: grading.Met, 3: grading.Partial, 9: grading.Partial} {
		tr := said(map[interview.Step]string{interview.DeepDive: "Each loan is written in one ledger that every clerk shares."})
		tr.Steps[2].Hints = hints
		if got, _ := verdict(t, g.Grade(tr, ""), "ledger"); got != want {
			t.Errorf("verdict on ledger after %d hints = %s, want %s", hints, got, want)
		}
	}
}

func TestNearlyEmptySteps(t *testing.T) {
	t.Parallel()
	g := grading.NewGrader(shed(t))
	const said = "Each loan is written in one ledger every clerk shares." // 10 words
	tr := interview.Transcript{Prompt: "shed", Steps: []interview.TranscriptStep{{Step: interview.DeepDive, Answer: said}}}
	grade := g.Grade(tr, "")
	if got, _ := verdict(t, grade, "ledger"); got != grading.Missing || grade.Overall != 1 || !slices.Contains(grade.Flags, grading.FlagEmpty) {
		t.Errorf("ten words = %s, overall %v, flags %v; want missing, 1 and %s", got, grade.Overall, grade.Flags, grading.FlagEmpty)
	}
	tr.Steps[0].Dialogue = []interview.Turn{{From: "candidate", Text: "That is it."}}
	if got, _ := verdict(t, g.Grade(tr, ""), "ledger"); got != grading.Met {
		t.Errorf("thirteen words = %s, want met", got)
	}
	tr.Steps[0].Dialogue = nil
	tr.Steps[0].Calculations = []interview.Calculation{{Input: "1 + 1", Output: "2"}}
	if got, _ := verdict(t, g.Grade(tr, ""), "ledger"); got != grading.Met {
		t.Errorf("ten words and a calculation = %s, want met", got)
	}
}

func TestEchoIsNoEvidence(t *testing.T) {
	t.Parallel()
	p := shed(t)
	g := grading.NewGrader(p)
	tr := interview.Transcript{Prompt: "shed", Steps: []interview.TranscriptStep{
		{Step: interview.Clarify, Answer: p.Statement},
		{Step: interview.DeepDive, Answer: p.Disguise.Statement + "\n\n" + p.Statement},
		{Step: interview.Synthesize, Answer: p.Statement},
	}}
	for _, c := range g.Grade(tr, "").Criteria {
		for _, pt := range c.Points {
			if len(pt.Evidence) > 0 {
				t.Errorf("the prompt itself shows %s by %v", pt.ID, pt.Evidence)
			}
		}
	}
}

func TestDrill(t *testing.T) {
	t.Parallel()
	tr := interview.Transcript{Prompt: "shed", Level: interview.Senior, Mode: interview.Drill, Steps: []interview.TranscriptStep{
		{Step: interview.DeepDive, Answer: "Each loan is written in one ledger that every clerk shares. " + filler},
	}}
	grade := grading.Rubric(shed(t), tr, tr.Drilled())
	var names []string
	for _, c := range grade.Criteria {
		names = append(names, c.Criterion)
		for _, p := range c.Points {
			if p.ID == "loans" {
				t.Errorf("a drill of the deep dive grades %s", p.ID)
			}
		}
	}
	if want := []string{"depth-on-the-crux"}; !slices.Equal(names, want) {
		t.Errorf("criteria of the drill = %v, want %v", names, want)
	}
}

func TestGradeAsJSON(t *testing.T) {
	t.Parallel()
	p := shed(t)
	p.Version = "abc"
	tr := said(map[interview.Step]string{interview.DeepDive: "Each loan is written in one ledger that every clerk shares."})
	data, err := json.Marshal(grading.Rubric(p, tr, ""))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{"prompt": "shed", "level": "senior", "grader": "rubric", "version": grading.Version, "rubric": "abc"} {
		if got[key] != want {
			t.Errorf("%s = %v, want %v", key, got[key], want)
		}
	}
	for _, key := range []string{"overall", "verdict", "criteria", "next", "flags"} {
		if got[key] == nil {
			t.Errorf("%s is missing or null in %s", key, data)
		}
	}
	if _, ok := got["file"]; ok {
		t.Errorf("file stands in a grade of no file: %s", data)
	}
}

func TestNextIsTheHeaviestOfTheWeakest(t *testing.T) {
	t.Parallel()
	p := shed(t)
	g := grading.Rubric(p, said(nil), "")
	if want := "Keep one list and say who may write in it."; g.Next != want {
		t.Errorf("next = %q, want that of the critical point of the crux, %q", g.Next, want)
	}
	for _, c := range g.Criteria {
		if c.Advice == "" {
			t.Errorf("%s has no advice although nothing of it is met", c.Criterion)
		}
	}
}

func FuzzRubric(f *testing.F) {
	p := shed(f)
	g := grading.NewGrader(p)
	for _, s := range []string{"", "fine", "Each loan is written in one ledger that every clerk shares.", "100 loans a month 🚀", "\xff\xfe", "not never no 1e999 10^99999"} {
		f.Add(s, s, 3)
	}
	f.Fuzz(func(t *testing.T, answer, turn string, seconds int) {
		tr := said(map[interview.Step]string{interview.DeepDive: answer})
		for i := range tr.Steps {
			tr.Steps[i].Seconds = seconds
		}
		tr.Steps[0].Answer = answer
		tr.Steps[2].Dialogue = []interview.Turn{{From: "interviewer", Text: turn}, {From: "candidate", Text: turn}, {From: "?", Text: turn}}
		tr.Steps[1].Diagram = &interview.Diagram{
			Nodes: []interview.Node{{ID: "a", Label: answer, Kind: "service"}, {ID: turn, Label: turn, Kind: turn}},
			Edges: []interview.Edge{{From: "a", To: turn, Label: answer}, {From: turn, To: "a"}},
		}
		tr.Steps[0].Calculations = []interview.Calculation{{Input: answer, Output: turn}}
		grade := g.Grade(tr, "")
		if grade.Overall < 1 || grade.Overall > 4 {
			t.Fatalf("overall = %v, want 1 to 4", grade.Overall)
		}
		for _, c := range grade.Criteria {
			for _, pt := range c.Points {
				for _, e := range pt.Evidence {
					at := tr.At(interview.Step(e.Step))
					words := at.Answer
					for _, d := range at.Dialogue {
						if d.From == "candidate" {
							words += "\n" + d.Text
						}
					}
					if !strings.Contains(words, e.Quote) {
						t.Fatalf("quote %q of %s does not stand in %q", e.Quote, pt.ID, words)
					}
				}
			}
		}
	})
}
