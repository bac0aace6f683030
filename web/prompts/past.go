package prompts

import (
	"fmt"
	"strings"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// past is what a person has done, as the pages need it.
type past struct {
	person   account.Person
	signedIn bool
	attempts []interview.Attempt // the newest first
	grades   map[string]*grading.Grade
	now      time.Time
}

// runs reports whether an attempt can still be written to. One whose time is up
// may be listed as running for a moment, until it is swept.
func (p past) runs(a interview.Attempt) bool {
	return a.Status == interview.Running && (a.Deadline.IsZero() || !p.now.After(a.Deadline.Add(interview.Grace)))
}

// usual is the interview that a prompt's card draws: the usual length, with the
// person's extra time.
func (p past) usual() interview.Plan {
	return interview.Plan{Mode: interview.OnTheClock, Minutes: usualMinutes, ExtraTime: p.person.ExtraTime}
}

// done reports whether a prompt was submitted, at a level if one is given.
func (p past) done(slug string, level interview.Level) bool {
	for _, a := range p.attempts {
		if a.Prompt == slug && a.Status == interview.Submitted && (level == "" || a.Plan.Level == level) {
			return true
		}
	}
	return false
}

// standing is where a person stands with a prompt.
func (p past) standing(slug string) Standing {
	var s Standing
	best := 0.0
	for _, a := range p.attempts {
		switch {
		case a.Prompt != slug:
		case p.runs(a):
			s.Running, s.Step = "/attempts/"+a.ID, strings.ToLower(a.Current.Title())
			if !a.Deadline.IsZero() {
				s.Left = ui.Left(a.Deadline.Sub(p.now))
			}
		case a.Status == interview.Submitted:
			s.Times++
			if g := p.grades[a.ID]; g != nil {
				best = max(best, g.Overall)
			}
		}
	}
	if best > 0 {
		s.Best = fmt.Sprintf("%.1f", best)
	}
	return s
}

// history lists the submitted attempts at a prompt, the newest first.
func (p past) history(slug string) []Past {
	var out []Past
	for _, a := range p.attempts {
		if a.Prompt != slug || a.Status != interview.Submitted {
			continue
		}
		line := Past{Kind: ui.Kind(a.Plan), Href: "/attempts/" + a.ID, At: a.StartedAt}
		if g := p.grades[a.ID]; g != nil {
			line.Result = ui.ResultOf(g.Verdict, g.Overall)
		}
		out = append(out, line)
	}
	return out
}

// unseen are the prompts that were never started; if all were, those that do
// not run; if all run, all.
func unseen(prompts []*curriculum.Prompt, p past) []*curriculum.Prompt {
	var fresh, idle []*curriculum.Prompt
	for _, prompt := range prompts {
		s := p.standing(prompt.Slug)
		if s.Running == "" {
			idle = append(idle, prompt)
			if s.Times == 0 {
				fresh = append(fresh, prompt)
			}
		}
	}
	switch {
	case len(fresh) > 0:
		return fresh
	case len(idle) > 0:
		return idle
	default:
		return prompts
	}
}
