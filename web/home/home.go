// Package home serves the front page: to a visitor what this is and a way to
// begin, to somebody signed in what waits for them.
//
// A visitor is two clicks from an interview: where local sign-in is on, Start
// signs in as a local learner and goes to the first prompt.
package home

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/web/respond"
	"levelup/web/ui"
)

// Who Start signs in on one's own machine.
const (
	LocalEmail = "learner@localhost"
	LocalName  = "Local learner"
)

// firstPrompt is what a newcomer is led to, if it is there: everybody has used
// one, so the problem needs no explaining.
const firstPrompt = "url-shortener"

// usualMinutes is the length that is drawn until somebody chooses.
const usualMinutes = 40

// Pages serves the front page.
type Pages struct {
	attempts *interview.Store
	grades   *record.Store
	library  func() *curriculum.Library
	alerts   func(context.Context) ([]string, error)
	now      func() time.Time
}

// New returns the pages over their stores; library is the content of the moment, and
// alerts are what an admin has to look at.
func New(attempts *interview.Store, grades *record.Store, library func() *curriculum.Library, alerts func(context.Context) ([]string, error), now func() time.Time) *Pages {
	return &Pages{attempts, grades, library, alerts, now}
}

// Home is the front page: GET /.
func (p *Pages) Home(w http.ResponseWriter, r *http.Request) error {
	person, ok := account.From(r.Context())
	if !ok {
		local := ui.From(r.Context()).LocalSignin
		return respond.Page(w, r, http.StatusOK, landingPage(landing(p.library(), local)))
	}
	desk, err := p.desk(r.Context(), person)
	if err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, deskPage(desk))
}

// landing is the front page of the content of the moment.
func landing(library *curriculum.Library, local bool) Landing {
	plan := interview.Plan{Mode: interview.OnTheClock, Minutes: usualMinutes}
	v := Landing{
		Start: Start{Next: "/prompts", Local: local},
		Plan:  ui.PlanOf(plan),
	}
	if first, ok := library.Prompt(firstPrompt); ok {
		v.Start.Title, v.Start.Next = first.Title, "/prompts/"+first.Slug
	}
	for i, budget := range plan.Budgets() {
		step := interview.Steps[i]
		v.Steps = append(v.Steps, Step{Slug: string(step), Name: step.Title(), Does: stepDoes[step], Minutes: budget})
	}
	v.Layers = layersOf(library)
	return v
}

// stepDoes says in a sentence what each step is for.
var stepDoes = map[interview.Step]string{
	interview.Clarify:    "Ask who uses it, how much, and what is left out. Do the sum that decides the rest.",
	interview.Map:        "Draw the parts and what passes between them. Name the data and the interface.",
	interview.DeepDive:   "Go where it is hardest and stay there: the tables, the path of a request, what breaks.",
	interview.TradeOffs:  "Put a price on each choice, and name what would make you choose differently.",
	interview.Synthesize: "Tell it once more from end to end: what is built first, what waits.",
}

// layersOf leads to the chapter of each layer or, as long as that is not written,
// to the prompts that touch it. In ink are those with a prompt to practise on.
func layersOf(library *curriculum.Library) []ui.Layer {
	count := map[string]int{}
	for _, p := range library.Prompts() {
		for _, chapter := range p.Chapters {
			count[chapter]++
		}
	}
	layers := ui.Layers()
	for i := range layers {
		l := &layers[i]
		if n := count[l.Slug]; n > 0 {
			l.On, l.Note = true, ui.Count(n, "prompt")
			l.Href = "/prompts?chapter=" + url.QueryEscape(l.Slug)
		}
		if _, written := library.Chapter(l.Slug); written {
			l.Href = "/learn/" + l.Slug
		}
	}
	return layers
}

// signinFor leads to a page through the sign-in.
func signinFor(next string) string { return "/signin?next=" + url.QueryEscape(next) }
