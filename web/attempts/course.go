package attempts

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/respond"
)

// Start begins an attempt, or goes to the one that runs: POST /attempts.
func (p *Pages) Start(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	prompt, ok := p.library().Prompt(r.PostForm.Get("prompt"))
	if !ok {
		return fault.New(fault.NotFound, "There is no prompt %q.", r.PostForm.Get("prompt"))
	}
	plan := interview.Plan{
		Mode:      interview.Mode(or(r.PostForm.Get("mode"), string(interview.OnTheClock))),
		Level:     interview.Level(or(r.PostForm.Get("level"), string(interview.Senior))),
		Disguised: r.PostForm.Get("disguised") != "",
	}
	plan.Manner = interview.Coach
	if plan.Mode == interview.OnTheClock && r.PostForm.Get("coach") == "" || plan.Mode != interview.OnTheClock && r.PostForm.Get("exam") != "" {
		plan.Manner = interview.Examine
	}
	switch by := r.PostForm.Get("interviewer"); {
	case by == "" || by == "script":
	case by == interview.ByModel && !p.model.Any():
		return fault.New(fault.Invalid, "No model is set up here, so the interviewer speaks by the author's script. Start without the model.")
	default:
		plan.By = by // the plan's own check refuses what it does not know
	}
	if plan.Mode == interview.Drill {
		plan.Drill = interview.Step(r.PostForm.Get("step"))
	}
	minutes, err := strconv.Atoi(or(r.PostForm.Get("minutes"), "40"))
	if err != nil {
		return fault.New(fault.Invalid, "Choose a length: 35, 40 or 60 minutes.")
	}
	plan.Minutes = minutes
	a, _, err := p.store.Start(r.Context(), person(r), interview.Prompt{Slug: prompt.Slug, Version: prompt.Version, Source: prompt.Source}, plan)
	if err != nil {
		return err
	}
	return respond.SeeOther(w, r, path(a))
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Advance goes on to the next step: POST /attempts/{id}/advance. A form that
// brings the text of the editor along has it saved first, so that without
// JavaScript nothing is lost on the way.
func (p *Pages) Advance(w http.ResponseWriter, r *http.Request) error {
	return p.course(w, r, func(ctx context.Context, a interview.Attempt) error {
		return p.store.Advance(ctx, a, interview.Step(r.PostForm.Get("from")))
	})
}

// Submit ends an attempt: POST /attempts/{id}/submit. It too saves the text
// that a form brings along.
func (p *Pages) Submit(w http.ResponseWriter, r *http.Request) error {
	return p.course(w, r, p.store.Submit)
}

// Discard hides an attempt: POST /attempts/{id}/discard.
func (p *Pages) Discard(w http.ResponseWriter, r *http.Request) error {
	return p.course(w, r, p.store.Discard)
}

// Restore turns a discarded attempt into a submitted one: POST /attempts/{id}/restore.
func (p *Pages) Restore(w http.ResponseWriter, r *http.Request) error {
	return p.course(w, r, p.store.Restore)
}

// Grade asks for a grade again: POST /attempts/{id}/grade.
func (p *Pages) Grade(w http.ResponseWriter, r *http.Request) error {
	a, _, err := p.find(r)
	if err != nil {
		return err
	}
	if err := parse(w, r); err != nil {
		return err
	}
	rubric, err := p.rubric(r.Context(), a, r.PostForm.Get("rubric"))
	if err != nil {
		return err
	}
	if err := p.grades.Again(r.Context(), a, or(r.PostForm.Get("grader"), grading.BuiltIn), rubric); err != nil {
		return err
	}
	return respond.SeeOther(w, r, path(a))
}

// rubric is the version of the prompt to grade by: the one that the attempt began
// with where none is asked for, or else the one in force, which is then kept, or one
// that the attempt has been graded by before.
func (p *Pages) rubric(ctx context.Context, a interview.Attempt, asked string) (string, error) {
	if asked == "" || asked == a.PromptVersion {
		return a.PromptVersion, nil
	}
	if now, ok := p.library().Prompt(a.Prompt); ok && now.Version == asked {
		return asked, p.store.Pin(ctx, interview.Prompt{Slug: now.Slug, Version: now.Version, Source: now.Source})
	}
	records, err := p.grades.List(ctx, a.ID)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(records, func(r record.Record) bool { return r.Rubric == asked }) {
		return asked, nil
	}
	return "", fault.New(fault.Conflict, "The rubric is another one by now than when you opened the page. Open the report again and choose anew.")
}

// course runs a change of an attempt's course, after saving the text that came
// with the form.
func (p *Pages) course(w http.ResponseWriter, r *http.Request, change func(context.Context, interview.Attempt) error) error {
	a, err := p.own(r)
	if err != nil {
		return err
	}
	if err := parse(w, r); err != nil {
		return err
	}
	if !r.PostForm.Has("text") && !r.PostForm.Has("board") {
		if err := change(r.Context(), a); err != nil {
			return err
		}
		return respond.SeeOther(w, r, path(a))
	}
	return p.save(w, r, a, func(f form) error {
		if err := change(r.Context(), a); err != nil {
			return err
		}
		return respond.SeeOther(w, r, f.back(a, ""))
	})
}
