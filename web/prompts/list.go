package prompts

import (
	"fmt"
	"net/url"
	"slices"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// The words of the filter and the form, in the order in which they are offered.
var (
	levelNames    = []ui.Option{{Value: "mid", Label: "Mid"}, {Value: "senior", Label: "Senior"}, {Value: "staff", Label: "Staff"}}
	levelChoices  = append([]ui.Option{{Value: "", Label: "Any"}}, levelNames...)
	doneChoices   = []ui.Option{{Value: "", Label: "All"}, {Value: "no", Label: "Not yet"}, {Value: "yes", Label: "Done"}}
	interviewMode = string(interview.OnTheClock)
	modes         = []ui.Option{
		{Value: interviewMode, Label: "Interview", Note: "All five steps on the clock, no pause."},
		{Value: string(interview.Practice), Label: "Practice", Note: "All five steps, no clock."},
		{Value: string(interview.Drill), Label: "Drill", Note: "A single step, with that step's minutes."},
	}
)

// filterOf reads the filter of an address. A value that is none of ours narrows
// nothing.
func filterOf(query url.Values) Filter {
	one := func(name string, options []ui.Option) string {
		value := query.Get(name)
		if slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == value }) {
			return value
		}
		return ""
	}
	f := Filter{Level: one("level", levelChoices), Done: one("done", doneChoices)}
	if chapter, ok := curriculum.FindChapter(query.Get("chapter")); ok {
		f.Chapter = chapter.Slug
	}
	return f
}

// path is the address of the list under this filter, without what is empty.
func (f Filter) path() string {
	query := url.Values{}
	for name, value := range map[string]string{"chapter": f.Chapter, "level": f.Level, "done": f.Done} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return "/prompts"
	}
	return "/prompts?" + query.Encode()
}

// passes reports whether a prompt is of the kinds that are asked for. With a
// level, done means done at that level.
func (f Filter) passes(prompt *curriculum.Prompt, p past) bool {
	if f.Chapter != "" && !slices.Contains(prompt.Chapters, f.Chapter) {
		return false
	}
	if f.Level != "" && prompt.Levels[f.Level] == "" {
		return false
	}
	return f.Done == "" || p.done(prompt.Slug, interview.Level(f.Level)) == (f.Done == "yes")
}

func list(prompts []*curriculum.Prompt, f Filter, p past) List {
	v := List{Filter: f, Total: len(prompts), SignedIn: p.signedIn}
	for _, chapter := range curriculum.Chapters {
		choice := LayerChoice{Slug: chapter.Slug, Name: chapter.Title, Chosen: chapter.Slug == f.Chapter}
		for _, prompt := range prompts {
			if slices.Contains(prompt.Chapters, chapter.Slug) {
				choice.Prompts++
			}
		}
		v.Layers = append(v.Layers, choice)
	}
	for _, prompt := range prompts {
		if f.passes(prompt, p) {
			v.Cards = append(v.Cards, cardOf(prompt, f, p))
		}
	}
	return v
}

func cardOf(prompt *curriculum.Prompt, f Filter, p past) Card {
	layers := ui.Layers(prompt.Chapters...)
	c := Card{
		Title: prompt.Title, Summary: prompt.Summary, Href: "/prompts/" + url.PathEscape(prompt.Slug),
		Layers: layers, Touches: ui.Touches(layers), Ruler: ui.PlanOf(p.usual()), Length: ui.Minutes(p.usual().Total()), Standing: p.standing(prompt.Slug),
	}
	c.Ruler.Mode = ui.RulerMini
	if f.Level != "" {
		c.Level, c.LevelNote = labelOf(levelNames, f.Level), prompt.Levels[f.Level]
	}
	return c
}

func labelOf(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// layerChosen is what stands on the folded filter.
func layerChosen(layers []LayerChoice) string {
	for _, l := range layers {
		if l.Chosen {
			return l.Name
		}
	}
	return "Any"
}

// found says how many there are: "2 prompts", "1 of 12 prompts".
func found(n, total int, f Filter) string {
	if !f.Any() {
		return fmt.Sprintf("%d of %s", n, ui.Count(total, "prompt"))
	}
	return ui.Count(total, "prompt")
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	default:
		return fmt.Sprintf("%d times", n)
	}
}
