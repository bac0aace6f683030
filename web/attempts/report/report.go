// Package report shows an attempt after its end: the learner's own scores asked
// for first, the wait for the grade, and the report.
//
// The report is a letter. It promises to say nothing that is not in the grade,
// the rubric or the transcript: every sentence is made in Go from what was
// found (letter.go, sentences.go), every quote is looked up again in the
// candidate's words and numbered in the order in which one reads them
// (passages.go), and the same attempt always reads the same. The templates hold
// no decisions. What people wrote is plain text throughout, also in the file that
// is saved (escape.go); the model answer alone is Markdown, and comes from the
// content.
package report

import (
	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// New makes the report of an attempt whose Stage is Ready.
func New(in Input) View {
	r := in.read()
	f := join(r.Grade, in.Prompt, in.Transcript)
	spent := newTimes(in.Attempt.Plan, in.Transcript).ended(in.Attempt)
	v := build(in, f, spent)
	v.ID, v.Started, v.Unsent = in.Attempt.ID, in.Attempt.StartedAt, unsentOf(in.Attempt)
	v.Unsent.Reload = true
	v.Colophon = colophon(r)
	v.History = history(in, r.Grade)
	if head, _ := in.headline(); r.ID != head.ID {
		v.Aside = asideSentence(r, head)
		v.Chosen = r.ID
		return v
	}
	v.argue(in, r)
	v.Coach = coachView(in)
	v.Mistakes = append(v.Mistakes, v.Coach.mistakes()...)
	for _, n := range in.Notes {
		v.Notes = append(v.Notes, Late{n.At, n.Step.Title(), n.Text})
	}
	for _, other := range in.Records {
		if other.ID == r.ID {
			continue
		}
		view := Other{Text: otherSentence(other)}
		switch {
		case other.State == record.Failed:
			view.Again = other.Grader
			if other.Newer {
				view.Rubric = other.Rubric
			}
		case other.State == record.Done && !other.HeldBack():
			view.Full = other.ID
		}
		v.Others = append(v.Others, view)
	}
	v.Others = append(v.Others, unasked(in)...)
	v.Others = append(v.Others, today(in)...)
	v.Beside = beside(in.Records)
	return v
}

// Sample makes the public report of a labelled sample. What it shows is a real
// grade of real words, but nobody's attempt: there is no clock, no history and
// nothing to restart but the prompt itself.
func Sample(p *curriculum.Prompt, t interview.Transcript, g grading.Grade) View {
	plan := interview.Plan{Mode: t.Mode, Level: t.Level, Minutes: 40, Drill: t.Drilled()}
	in := Input{Attempt: interview.Attempt{Plan: plan}, Transcript: t, Prompt: p}
	v := build(in, join(g, p, t), newTimes(plan, t))
	v.Sample = true
	v.Colophon = colophon(record.Record{Grader: g.Grader, Version: g.Version, Rubric: g.Rubric})
	return v
}

// build makes what a report and a sample have in common.
func build(in Input, f findings, spent times) View {
	g, plan := f.grade, in.Attempt.Plan
	v := View{
		Prompt: in.Prompt.Title, Slug: in.Prompt.Slug,
		Setting:  setting(plan.Mode, in.Attempt.Drilled(), f.level),
		Verdict:  verdictSentence(g.Grader, g.Verdict, f.level, in.Attempt.Drilled()),
		Letter:   letter(f, in.Transcript, spent, in.Self, voice(in.Attempt.ID)),
		Remarks:  flagSentences(g.Flags),
		Next:     next(in, f),
		Level:    Level{capital(f.level) + " level", in.Prompt.Levels[f.level]},
		Criteria: criteria(f, in.Self, in.Section),
		Words:    steps(in.Transcript, spent, f, in.Prompt),
	}
	v.ByModel = plan.By == interview.ByModel
	if g.Grader == record.ByCoach {
		v.Remarks = append(v.Remarks, "The scores are your coach’s. The points beneath them are as the grader found them, but for those of which your coach says otherwise.")
	}
	if plan.Disguised {
		v.Disguise = in.Prompt.Disguise.Title
	}
	if f.bare() {
		v.Verdict = "There is too little here to judge"
		v.Standing = append(v.Standing, "By rule it counts as "+score(g.Overall)+" of 4 at "+f.level+" level.")
	} else {
		v.Standing = append(v.Standing, standingSentence(g.Overall, g.Verdict))
	}
	if plan.Mode == interview.Drill {
		v.Standing = append(v.Standing, "A drill is graded on the points of its own step and is not compared with whole interviews.")
	}
	if trust := trustSentence(g.Grader, in.Trust); trust != "" {
		v.Standing = append(v.Standing, trust)
	}
	v.Time.Plan, v.Time.Truth = spent.rulers()
	v.Time.Account = spent.account()
	for _, s := range spent.steps {
		v.Time.Steps = append(v.Time.Steps, Held{Step: string(s.step), Name: s.step.Title(), Href: "#" + stepAnchor(s.step), Text: held(s, in.Transcript.At(s.step), f)})
	}
	return v
}
