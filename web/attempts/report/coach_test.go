package report_test

import (
	"strings"
	"testing"

	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/measure"
	"levelup/internal/review"
	"levelup/web/attempts/report"
)

// coached is a report whose coach has scored one criterion, says otherwise of a point
// and has written a comment, which was changed and answered.
func coached() report.Input {
	in := input()
	g := grade()
	g.Grader, g.Version, g.Criteria = record.ByCoach, "1/ABCDEFGH", g.Criteria[:1]
	g.Criteria[0].Reason = "Deep <b>enough</b>"
	g.Criteria[0].Points[2].Was, g.Criteria[0].Points[2].Verdict, g.Criteria[0].Points[2].Reason = "missing", "met", "I heard <i>that</i>."
	in.Records = append(in.Records, record.Record{ID: "c", Grader: record.ByCoach, Version: g.Version, Rubric: g.Rubric, State: record.Done, Grade: g})
	in.Coach = report.Coach{Offered: true, Request: &review.Request{CoachName: "Cara", Coach: "x", CoachMail: "cara@example.org", Question: "Is <b>it</b>?"},
		Reviews: []review.Review{{CoachName: "Cara"}},
		Comments: []review.Comment{{ID: "k", AuthorName: "Cara", Kind: review.Good, Text: "Well <u>asked</u>", Version: 2, Unread: true,
			Anchor: review.Anchor{Step: interview.Clarify, Passage: true, From: 0, To: 12}, Earlier: []review.Former{{Kind: review.Good, Text: "Well"}},
			Replies: []review.Reply{{Author: in.Attempt.Person, AuthorName: "Ada", Text: "Thanks"}}}}}
	return in
}

func TestTheCoachOnTheReport(t *testing.T) {
	t.Parallel()
	in := coached()
	p := render(t, report.Report(report.New(in)))
	p.want("Your coach leans towards a hire", "Deep <b>enough</b>", "Your coach says: met, where the grader had said missing. I heard <i>that</i>.",
		"Cara read this attempt and says:", "Who uses it?", "Well <u>asked</u>", "Changed", "You", "Thanks", "Is <b>it</b>?", "Cara alone can read this attempt.", "The scores are your coach’s.", "new")
	p.wantNot("Not calibrated here yet") // which is about graders
	if p.id("comment-k") == nil || p.id("review") == nil {
		t.Error("the comment or the part about the coach has no anchor")
	}
	file := report.New(in).Markdown()
	for _, want := range []string{"## A coach", "Well <u>asked</u>", "Thanks", "Deep <b>enough</b>", `I heard \<i\>that\</i\>.`} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

// How far a grader agrees with coaches here, once it was compared often enough.
func TestTheLineOnAgreement(t *testing.T) {
	t.Parallel()
	figure := func(attempts int, bias float64) []review.Agreement {
		return []review.Agreement{{Grader: "rubric", Attempts: attempts, Of: review.Figure{Known: true, Bounded: true, Kappa: 0.62, Interval: measure.Interval{0.5, 0.71}, Bias: bias}}}
	}
	for _, test := range []struct {
		known []review.Agreement
		want  string
	}{
		{nil, "Not calibrated here yet"},
		{figure(29, 0), "Not calibrated here yet"},
		{figure(30, 0.01), "on 30 attempts here, its weighted kappa is 0.62 (0.50 to 0.71), where 1 is the same each time and 0 is chance. It gives as much as they do."},
		{figure(41, 0.32), "It gives 0.3 of a point more than they do."},
		{figure(41, -0.32), "It gives 0.3 of a point less than they do."},
	} {
		in := input()
		in.Trust = test.known
		render(t, report.Report(report.New(in))).want(test.want)
	}
}

// A form that could not be kept has its words and says what is wrong.
func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	in := coached()
	in.Coach.Refused = &report.Asked{To: "x@example.org", Question: "Mine", Field: "coach", Why: "No coach there."}
	in.Coach.Answer = &report.Answer{Comment: "k", Text: "Kept", Why: "Too long."}
	p := render(t, report.Report(report.New(in)))
	p.want("No coach there.", "Mine", "Too long.", "Kept", "2 things are not right yet")
	in = input()
	in.Coach = report.Coach{Offered: true, Refused: &report.Asked{To: "", Question: "Mine", Field: "question", Why: "Too long."}}
	render(t, report.Ask(report.NewAsk(in))).want("Ask a coach", "Too long.", "Mine", "There is no coach here yet.")
}
