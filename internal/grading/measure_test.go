package grading_test

import (
	"strings"
	"testing"

	"levelup/internal/grading"
	"levelup/internal/interview"
)

// told is a whole short interview in plain sentences, one string a step.
var told = map[interview.Step]string{
	interview.Clarify:    "How many members does the shed have, and how often do they come? I assume three thousand members.",
	interview.Map:        "There is a clerk at the desk. The clerk writes loans in a ledger. A hook holds each tool in the shed.",
	interview.DeepDive:   "The ledger has a line for each loan, with the tool, the member and the day. Two clerks read the same ledger before they give a tool away. When a member brings a tool back, the clerk crosses the line out. A tool that is late is marked, and the clerk calls the member.",
	interview.TradeOffs:  "A paper ledger is slow, but it works without power. We pay for that with a queue at noon, which I accept.",
	interview.Synthesize: "To sum up, a clerk writes each loan in the ledger. Two clerks look there before a tool leaves the shed, and a member who is late is called.",
}

func interviewed(change func(*interview.Transcript)) interview.Transcript {
	t := interview.Transcript{Prompt: "shed", Level: interview.Senior, Mode: interview.OnTheClock}
	seconds := [...]int{280, 310, 880, 590, 300}
	for i, s := range interview.Steps {
		t.Steps = append(t.Steps, interview.TranscriptStep{Step: s, Answer: told[s], Seconds: seconds[i]})
	}
	change(&t)
	return t
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	answer := func(step int, text string) func(*interview.Transcript) {
		return func(tr *interview.Transcript) { tr.Steps[step].Answer = text }
	}
	seconds := func(s ...int) func(*interview.Transcript) {
		return func(tr *interview.Transcript) {
			for i := range tr.Steps {
				tr.Steps[i].Seconds = s[i]
			}
		}
	}
	talk := func(texts ...string) func(*interview.Transcript) {
		return func(tr *interview.Transcript) {
			for i, text := range texts {
				from := [...]string{"interviewer", "candidate"}[i%2]
				tr.Steps[2].Dialogue = append(tr.Steps[2].Dialogue, interview.Turn{From: from, Text: text})
			}
		}
	}
	mode := func(m interview.Mode) func(*interview.Transcript) {
		return func(tr *interview.Transcript) { tr.Mode = m }
	}
	asItIs := func(*interview.Transcript) {}
	tests := []struct {
		point, name string
		change      func(*interview.Transcript)
		want        string
	}{
		{"whole-sentences", "sentences", asItIs, grading.Met},
		{"whole-sentences", "notes", func(tr *interview.Transcript) {
			for i := range tr.Steps {
				tr.Steps[i].Answer = strings.Repeat("clerk, desk, ledger, hook, tool, shed, loan, queue\n", 3)
			}
		}, grading.Missing},
		{"answers", "nothing asked", asItIs, grading.CannotTell},
		{"answers", "answered", talk("What if it burns?", "Then we take the copy from the safe."), grading.Met},
		{"answers", "put off", talk("What if it burns?", "No idea."), grading.Missing},
		{"answers", "one of two", talk("What if it burns?", "Then we take the copy from the safe.", "And if that burns?", "Hm."), grading.Partial},
		{"answers", "a remark is no question", talk("Go on.", "Yes."), grading.CannotTell},
		{"recap", "summed up", asItIs, grading.Met},
		{"recap", "one thing again", answer(4, "The ledger matters most to the clerk, and a tool has to come back some day."), grading.Partial},
		{"recap", "something else", answer(4, "Thank you for your time today. It was a pleasure and I hope to hear from you soon."), grading.Missing},
		{"time", "kept", asItIs, grading.Met},
		{"time", "done early", seconds(200, 200, 700, 500, 200), grading.Met},
		{"time", "one step over", seconds(400, 280, 840, 560, 300), grading.Partial},
		{"time", "never got to the end", seconds(900, 900, 590, 10, 0), grading.CannotTell},
		{"time", "two steps over", seconds(700, 700, 500, 400, 90), grading.Missing},
		{"time", "a longer interview", seconds(440, 440, 1300, 880, 440), grading.Met},
		{"time", "longer than any", seconds(900, 900, 2700, 1800, 900), grading.Met},
		{"time", "no seconds", seconds(0, 0, 0, 0, 0), grading.CannotTell},
		{"time", "some seconds", seconds(280, 0, 880, 590, 300), grading.CannotTell},
		{"time", "practice", mode(interview.Practice), grading.CannotTell},
		{"order", "in order", asItIs, grading.Met},
		{"order", "nothing weighed", answer(3, "The ledger is made of paper. The clerk likes it very much."), grading.Partial},
		{"order", "nothing asked and nothing weighed", func(tr *interview.Transcript) {
			tr.Steps[0].Answer = "There is a clerk and a ledger. The clerk writes each loan there."
			tr.Steps[3].Answer = "The ledger is made of paper. The clerk likes it very much."
		}, grading.Missing},
	}
	g := grading.NewGrader(shed(t))
	for _, tt := range tests {
		t.Run(tt.point+"/"+tt.name, func(t *testing.T) {
			t.Parallel()
			tr := interviewed(tt.change)
			got, evidence := verdict(t, g.Grade(tr, ""), tt.point)
			if got != tt.want {
				t.Errorf("verdict = %s, want %s", got, tt.want)
			}
			if shown := got == grading.Met || got == grading.Partial; shown && (len(evidence) != 1 || evidence[0].Quote == "") {
				t.Errorf("evidence = %v, want one quote", evidence)
			}
		})
	}
}
