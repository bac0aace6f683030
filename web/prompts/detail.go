package prompts

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// usualMinutes is the length that is chosen until somebody chooses.
const usualMinutes = 40

func detail(library *curriculum.Library, prompt *curriculum.Prompt, p past) Detail {
	v := Detail{
		Slug: prompt.Slug, Title: prompt.Title, Summary: prompt.Summary,
		Layers: ui.Layers(prompt.Chapters...), Disguise: prompt.Disguise.Title != "",
		SignedIn: p.signedIn, Standing: p.standing(prompt.Slug), History: p.history(prompt.Slug),
	}
	for i, layer := range v.Layers {
		if _, written := library.Chapter(layer.Slug); written {
			v.Layers[i].Href = "/learn/" + layer.Slug
		}
	}
	for _, level := range levelNames {
		if does := prompt.Levels[level.Value]; does != "" {
			v.Levels = append(v.Levels, LevelLine{Value: level.Value, Name: level.Label, Does: does})
		}
	}
	if p.person.ExtraTime > 100 {
		v.Extra = factor(p.person.ExtraTime)
	}
	for _, minutes := range interview.Presets {
		plan := interview.Plan{Mode: interview.OnTheClock, Minutes: minutes, ExtraTime: p.person.ExtraTime}
		v.Rulers = append(v.Rulers, Length{
			Minutes: strconv.Itoa(minutes), Label: strconv.Itoa(minutes) + " min", Chosen: minutes == usualMinutes, Ruler: ui.PlanOf(plan),
		})
	}
	usual := interview.Plan{Mode: interview.OnTheClock, Minutes: usualMinutes}
	for i, budget := range usual.Budgets() {
		step := interview.Steps[i]
		v.Steps = append(v.Steps, ui.Option{Value: string(step), Label: stepLabel(step, budget)})
	}
	return v
}

// stepLabel is a step with its share of the usual length.
func stepLabel(step interview.Step, budget time.Duration) string {
	return fmt.Sprintf("%s (%d of %d min)", step.Title(), budget/time.Minute, usualMinutes)
}

// factor writes extra time as people say it: 125 is 1.25x.
func factor(percent int) string {
	return strconv.FormatFloat(float64(percent)/100, 'f', -1, 64) + "x"
}

// signinFor leads to a prompt through the sign-in.
func signinFor(slug string) string {
	return "/signin?next=" + url.QueryEscape("/prompts/"+url.PathEscape(slug))
}
