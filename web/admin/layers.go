package admin

import (
	"context"
	"strconv"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/llm"
	"levelup/web/ui"
)

// layers are the ten of the curriculum, each with what this program knows of itself
// there. A layer of which it knows nothing yet says so.
func (p *Pages) layers(ctx context.Context, backlogs map[string]record.Backlog) ([]Layer, error) {
	bytes, schema, err := p.ground.Measure(ctx)
	if err != nil {
		return nil, err
	}
	people, err := p.accounts.Count(ctx)
	if err != nil {
		return nil, err
	}
	running, err := p.attempts.CountRunning(ctx)
	if err != nil {
		return nil, err
	}
	scheduled, err := p.scheduled(ctx)
	if err != nil {
		return nil, err
	}
	pulse := p.ground.Pulse()
	files, wrong := p.content()
	know := map[string]Layer{
		"application":       {Knows: []string{"Version " + p.ground.Version, "up for " + lasting(p.now().Sub(p.ground.Started))}},
		"version-control":   {Knows: files, Tone: wrong},
		"database":          p.database(bytes, schema),
		"search":            p.search(),
		"hosting":           {Knows: []string{p.ground.Machine, size(pulse.Memory) + " of memory", ui.Count(pulse.Goroutines, "goroutine")}},
		"routing":           {Knows: []string{p.ground.Address}},
		"auth":              {Knows: []string{ui.Count(people, "account"), "local sign-in " + p.ground.Local}},
		"scheduled-jobs":    scheduled,
		"workers-and-scale": queues(backlogs, pulse),
		"system-design":     {Knows: []string{ui.Count(running, "attempt") + " running", p.grader()}},
	}
	out := make([]Layer, len(curriculum.Chapters))
	for i, c := range curriculum.Chapters {
		out[i] = know[c.Slug]
		out[i].Name = c.Title
	}
	return out, nil
}

// database is what it knows of its database, and whether it can write to it.
func (p *Pages) database(bytes, schema int64) Layer {
	l := Layer{Knows: []string{p.ground.Database, size(bytes), "schema " + strconv.FormatInt(schema, 10)}}
	if reason, _ := p.ground.Trouble(); reason != "" {
		l.Knows, l.Tone = append(l.Knows, "cannot be written"), "bad"
	}
	return l
}

// content is what readers get and what is wrong with the files.
func (p *Pages) content() (knows []string, tone string) {
	library := p.ground.Library()
	from := "content as the program carries it"
	if p.ground.Folder != "" {
		from = "content from a folder of your own"
	}
	problems := len(library.Loose())
	for _, f := range library.Files() {
		problems += len(f.Problems)
	}
	knows = []string{from, ui.Count(len(library.Chapters()), "chapter"), ui.Count(len(library.Prompts()), "prompt")}
	if problems > 0 {
		return append(knows, ui.Count(problems, "problem")), "owed"
	}
	return append(knows, "no problems"), ""
}

// scheduled is how what runs by itself stands.
func (p *Pages) scheduled(ctx context.Context) (Layer, error) {
	states, err := p.ground.Jobs.List(ctx)
	if err != nil {
		return Layer{}, err
	}
	var l Layer
	var bad int
	for _, s := range states {
		if s.Failing > 0 || s.Late {
			bad++
		}
		if s.Name == "backup" && len(s.Runs) > 0 && s.Failing == 0 {
			l.Knows = append(l.Knows, "last backup "+s.Runs[0].Began.Format("2 January 15:04")+" UTC")
		}
	}
	l.Knows = append([]string{ui.Count(len(states), "job")}, l.Knows...)
	if bad > 0 {
		l.Knows, l.Tone = append(l.Knows, ui.Count(bad, "job")+" to look at"), "bad"
	}
	return l, nil
}

// search is what can be found, and whether by meaning too.
func (p *Pages) search() Layer {
	s := p.ground.Search()
	sections := ui.Count(s.Sections, "section")
	switch {
	case s.Sections == 0:
		return Layer{Knows: []string{"the index is being made"}, Tone: "owed"}
	case s.Vectors:
		return Layer{Knows: []string{sections, "found by words and by meaning", "vectors by " + s.By}}
	case s.Owed:
		return Layer{Knows: []string{sections, "found by words", "vectors are being made by " + s.By}, Tone: "owed"}
	}
	return Layer{Knows: []string{sections, "found by words alone", "no vectors"}}
}

// queues are the jobs of both graders together, whose model's stand below once more,
// behind what comes and goes meanwhile.
func queues(backlogs map[string]record.Backlog, pulse Pulse) Layer {
	var all record.Backlog
	for _, b := range backlogs {
		all.Queued += b.Queued
		all.Running += b.Running
		all.Failed += b.Failed
	}
	l := Layer{Knows: []string{ui.Count(pulse.Streams, "stream") + " open", ui.Count(pulse.Saves, "save") + " in the last minute", ui.Count(all.Queued, "grade") + " queued", thousands(all.Running) + " being made", thousands(all.Failed) + " failed"}}
	if backlogs[grading.BuiltIn].Failed > 0 { // that grader needs nobody
		l.Tone = "bad"
	}
	return l
}

func (p *Pages) grader() string {
	if p.ground.Model == nil {
		return "the built-in grader alone"
	}
	return "the built-in grader and " + p.ground.Model.Name
}

// model is how the model and the program get on.
func (p *Pages) model(backlogs map[string]record.Backlog) *Standing {
	m := p.ground.Model
	if m == nil {
		return nil
	}
	s := &Standing{Name: m.Name, Host: m.Host, Daily: "without a limit"}
	if m.Daily > 0 {
		s.Daily = thousands(m.Daily) + " tokens a learner"
	}
	if m.Samples > 1 {
		s.Samples = strconv.Itoa(m.Samples) + " times about each criterion"
	}
	now := m.Standing()
	s.State, s.Tone, s.Note = standing(now)
	b := backlogs[grading.ByModel]
	s.Waiting = ui.Count(b.Queued, "grade") + " waiting, " + thousands(b.Running) + " of " + strconv.Itoa(m.Workers) + " being made here or elsewhere, " + ui.Count(now.Asking, "question") + " on the way"
	s.Since = b.Oldest
	s.Failed = "none"
	if b.Failed > 0 {
		s.Failed = ui.Count(b.Failed, "grade") + " that the learner can ask for again"
	}
	return s
}

func standing(now llm.Standing) (state, tone, note string) {
	switch {
	case !now.Until.IsZero():
		return "Left alone", "bad", "It has failed " + ui.Count(now.Failures, "time") + " in a row and is asked again from " + now.Until.UTC().Format("15:04:05") + " UTC on. Until then grades fail at once and can be asked for again."
	case now.Failures >= llm.BreakAfter:
		return "On trial", "owed", "It had failed too often. The next question decides whether it is asked again."
	case now.Failures > 0:
		return "Failing", "owed", "The last " + ui.Count(now.Failures, "try") + " failed; after " + strconv.Itoa(llm.BreakAfter) + " in a row it is left alone for a while."
	}
	return "Ready", "good", "The last try had an answer, or there has been none yet."
}
