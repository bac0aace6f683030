package home

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// recentShown is how many ended attempts the desk lists.
const recentShown = 8

// desk gathers what waits for a person and what has been.
func (p *Pages) desk(ctx context.Context, person account.Person) (Desk, error) {
	attempts, err := p.attempts.List(ctx, person.ID)
	if err != nil {
		return Desk{}, err
	}
	done, err := p.grades.ListOf(ctx, person.ID)
	if err != nil {
		return Desk{}, err
	}
	library, grades := p.library(), record.Counting(done)
	plan := interview.Plan{Mode: interview.OnTheClock, Minutes: usualMinutes, ExtraTime: person.ExtraTime}
	desk := Desk{Name: person.Name, Suggested: suggest(library.Prompts(), plan, attempts, grades)}
	for _, a := range attempts {
		if a.Status == interview.Running {
			// Reading it ends it if its time is up, so a list that is a moment
			// old cannot offer an attempt that is over.
			current, state, err := p.attempts.Find(ctx, person.ID, a.ID)
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return Desk{}, err
			}
			if current.Status == interview.Running {
				desk.Running = append(desk.Running, running(library, current, &state, p.now()))
				continue
			}
			a = current
		}
		if a.Status != interview.Submitted {
			continue
		}
		if len(desk.Recent) == recentShown {
			desk.Earlier++
			continue
		}
		desk.Recent = append(desk.Recent, recent(library, a, grades[a.ID]))
	}
	if person.Is(account.Admin) {
		if desk.Alerts, err = p.alerts(ctx); err != nil {
			return Desk{}, err
		}
	}
	return desk, nil
}

func running(library *curriculum.Library, a interview.Attempt, state *interview.State, now time.Time) Running {
	spent := state.Spent(now)
	r := Running{
		Title: titleOf(library, a), Kind: ui.Kind(a.Plan), Href: "/attempts/" + a.ID, Step: strings.ToLower(a.Current.Title()),
		Ruler: ui.RulerView{Segments: ui.Segments(a.Plan, spent, a.Current), Now: -1, Label: "Time so far", Mode: ui.RulerClock},
	}
	if deadline, ok := state.Deadline(); ok {
		r.Until = deadline
		r.Left = ui.Left(deadline.Sub(now))
		r.Ruler.Total = a.Plan.Total()
		r.Ruler.Now = min(now.Sub(a.StartedAt), r.Ruler.Total)
	}
	return r
}

func recent(library *curriculum.Library, a interview.Attempt, grade *grading.Grade) Recent {
	r := Recent{Title: titleOf(library, a), Kind: ui.Kind(a.Plan), Href: "/attempts/" + a.ID, At: a.EndedAt}
	if grade != nil {
		r.Result = ui.ResultOf(grade.Verdict, grade.Overall)
	}
	return r
}

// titleOf is what an attempt is called: by its other story while it runs under it.
func titleOf(library *curriculum.Library, a interview.Attempt) string {
	prompt, ok := library.Prompt(a.Prompt)
	switch {
	case !ok:
		return a.Prompt // its file is gone; the attempt is not
	case a.Plan.Disguised && a.Status == interview.Running:
		return prompt.Disguise.Title
	default:
		return prompt.Title
	}
}

// suggest picks what to take next: the first that has never been submitted, a
// newcomer's first prompt before others; when all have been, the one whose last
// grade was lowest.
func suggest(prompts []*curriculum.Prompt, plan interview.Plan, attempts []interview.Attempt, grades map[string]*grading.Grade) *Suggested {
	var best *curriculum.Prompt
	why, lowest := "", math.Inf(1)
	for _, prompt := range prompts {
		overall, submitted, busy := lastOf(prompt.Slug, attempts, grades)
		switch {
		case busy:
			continue // it waits above
		case !submitted && (lowest > 0 || prompt.Slug == firstPrompt):
			best, why, lowest = prompt, "Next: you have not taken this one", 0
		case submitted && overall < lowest:
			best, lowest = prompt, overall
			why = fmt.Sprintf("Again: your last grade here was %.1f of 4", overall)
		}
	}
	if best == nil {
		return nil
	}
	if len(attempts) == 0 {
		why = "A good one to begin with"
	}
	layers := ui.Layers(best.Chapters...)
	return &Suggested{
		Title: best.Title, Summary: best.Summary, Why: why, Href: "/prompts/" + best.Slug,
		Layers: layers, Touches: ui.Touches(layers), Ruler: ui.PlanOf(plan),
	}
}

// lastOf is the newest grade that a person has for a prompt, and whether one of
// it was submitted or runs. What is submitted and not graded counts as the best.
func lastOf(slug string, attempts []interview.Attempt, grades map[string]*grading.Grade) (overall float64, submitted, busy bool) {
	overall = 4
	for _, a := range attempts { // the newest first
		switch {
		case a.Prompt != slug:
		case a.Status == interview.Running:
			busy = true
		case a.Status == interview.Submitted && !submitted:
			submitted = true
			if g := grades[a.ID]; g != nil {
				overall = g.Overall
			}
		}
	}
	return overall, submitted, busy
}

// greeting is the desk's heading.
func greeting(d Desk) string {
	if len(d.Running) > 0 {
		return "Where you were"
	}
	return "Your desk"
}
