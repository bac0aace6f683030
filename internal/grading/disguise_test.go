package grading_test

import (
	"strings"
	"testing"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// What is said of the other story counts as what it stands for, and is quoted as
// it was said; without the mark of the disguise it is another story.
func TestDisguisedAnswer(t *testing.T) {
	t.Parallel()
	p := shed(t)
	p.Disguise.Words = []curriculum.WordPair{{"ledger", "kitchen slate"}, {"clerk", "neighbour"}, {"loan", "borrowing"}}
	g := grading.NewGrader(p)
	hide := p.Disguise.Mask().Hide
	const plain = "Each loan is written in one ledger that every clerk shares."
	told := hide(plain)
	if told != "Each borrowing is written in one kitchen slate that every neighbour shares." {
		t.Fatalf("in disguise it is %q", told)
	}
	open := said(map[interview.Step]string{interview.DeepDive: plain})
	open.Steps[0].Calculations = []interview.Calculation{{Input: "12000 loans / 12 months", Output: "1000 loans/month"}}
	open.Steps[1].Diagram = &interview.Diagram{
		Nodes: []interview.Node{{ID: "a", Label: "clerk", Kind: "service"}, {ID: "b", Label: "ledger", Kind: "database"}},
		Edges: []interview.Edge{{From: "a", To: "b"}},
	}
	hidden := said(map[interview.Step]string{interview.DeepDive: told})
	hidden.Steps[0].Calculations = []interview.Calculation{{Input: "12000 borrowings / 12 months", Output: "1000 borrowings/month"}}
	hidden.Steps[1].Diagram = &interview.Diagram{
		Nodes: []interview.Node{{ID: "a", Label: "neighbour", Kind: "service"}, {ID: "b", Label: "kitchen slate", Kind: "database"}},
		Edges: []interview.Edge{{From: "a", To: "b"}},
	}
	hidden.Disguised = true
	want, got := g.Grade(open, ""), g.Grade(hidden, "")
	verdicts := func(g grading.Grade) (out []string) {
		for _, c := range g.Criteria {
			for _, p := range c.Points {
				out = append(out, p.ID+" "+p.Verdict)
			}
		}
		return out
	}
	if diff := cmpDiff(verdicts(want), verdicts(got)); diff != "" {
		t.Errorf("a disguised answer is graded otherwise (-plain +disguised):\n%s", diff)
	}
	if v, _ := verdict(t, want, "ledger"); v != grading.Met {
		t.Fatalf("the plain answer has ledger %s", v)
	}
	for id, quoted := range map[string]string{"ledger": told, "loans": "12000 borrowings / 12 months", "drawn-path": "neighbour"} {
		_, evidence := verdict(t, got, id)
		all := ""
		for _, e := range evidence {
			all += e.Quote + e.Calculation + e.Part + "\n"
		}
		if !strings.Contains(all, quoted) {
			t.Errorf("%s is shown by %q, want %q as it was written", id, all, quoted)
		}
	}
	hidden.Disguised = false
	if v, _ := verdict(t, g.Grade(hidden, ""), "ledger"); v == grading.Met {
		t.Error("without the disguise, a kitchen slate is a ledger")
	}
	copied := said(map[interview.Step]string{interview.DeepDive: p.Disguise.Statement})
	copied.Disguised = true
	for _, c := range g.Grade(copied, "").Criteria {
		for _, pt := range c.Points {
			for _, e := range pt.Evidence {
				if strings.Contains(p.Disguise.Statement, e.Quote) {
					t.Errorf("the story itself shows %s by %q", pt.ID, e.Quote)
				}
			}
		}
	}
}
