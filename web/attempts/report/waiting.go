package report

import (
	"time"

	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// WaitingView stands where the report will be while the grade is made, or when
// it could not be.
type WaitingView struct {
	ID, Prompt, Setting string
	Unsent              Unsent
	Ended               time.Time
	Late                bool // the clock ended the attempt
	Progress            Progress
	Words               []Step
}

// NewWaiting makes the page of an attempt whose Stage is Pending.
func NewWaiting(in Input) WaitingView {
	return WaitingView{
		ID: in.Attempt.ID, Prompt: in.Prompt.Title, Setting: settingOf(in.Attempt), Unsent: unsentOf(in.Attempt),
		Ended: in.Attempt.EndedAt, Late: in.Attempt.EndedBy == interview.ByDeadline,
		Progress: NewProgress(in), Words: ownWords(in),
	}
}

// Progress says where the grading stands. Its template is the fragment that the
// page asks for again until it is settled.
type Progress struct {
	ID    string
	Text  string
	Open  bool   // still to be asked for
	Again string // the grader to ask once more after a failure, or empty

	Rubric string // by which it is asked, where it is not that of the attempt
}

// NewProgress tells of the grade that a report would be about, or else of the
// newest one.
func NewProgress(in Input) Progress {
	p := Progress{ID: in.Attempt.ID}
	if _, ok := in.headline(); ok {
		p.Text = "The grade is there. It is shown with the report, after your own scores."
		return p
	}
	r, ok := in.latest()
	who := graderName(r.Grader)
	switch {
	case !ok:
		p.Text, p.Open = "The grading has not begun yet.", true
	case r.State == record.Failed:
		p.Text, p.Again = capital(who)+" could not grade this attempt. "+stopped(r.Failure)+" Your words are safe, and you can have it graded again.", r.Grader
		if r.Newer {
			p.Rubric = r.Rubric
		}
	case r.State == record.Running:
		p.Text, p.Open = capital(who)+" is reading your answers.", true
	default:
		p.Text, p.Open = capital(who)+" will read your answers in a moment.", true
	}
	return p
}

// DiscardedView is the page of an attempt that was discarded.
type DiscardedView struct {
	ID, Prompt, Setting string
	Ended, Goes         time.Time
	Left                string // how long it is kept yet
	Offered             bool   // the prompt can be started anew
	Slug                string
}

// NewDiscarded makes the page of an attempt whose Stage is Gone.
func NewDiscarded(in Input) DiscardedView {
	goes := in.Attempt.Goes()
	left := "less than a day"
	if days := int(goes.Sub(in.Now).Hours() / 24); days > 0 {
		left = count(days, "day")
	}
	return DiscardedView{
		ID: in.Attempt.ID, Prompt: in.Prompt.Title, Setting: settingOf(in.Attempt),
		Ended: in.Attempt.EndedAt, Goes: goes, Left: left, Offered: in.Offered, Slug: in.Prompt.Slug,
	}
}
