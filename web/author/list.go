package author

import (
	"context"
	"path"
	"strconv"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/grading/record"
	"levelup/web/ui"
)

func (p *Pages) list(ctx context.Context) (List, error) {
	library := p.desk.Library()
	tallies, err := p.grades.Tallies(ctx, "")
	if err != nil {
		return List{}, err
	}
	v := List{Source: p.source(ctx)}
	chapters := Group{ID: "chapters", Title: "Chapters", Empty: "No chapter is written yet. levelup content new chapter SLUG makes a skeleton of one."}
	prompts := Group{ID: "prompts", Title: "Prompts", Prompts: true, Empty: "No prompt is written yet. levelup content new prompt SLUG makes a skeleton of one."}
	for _, f := range library.Files() {
		row := Row{
			Title: titleOf(library, f), Name: f.Name, Href: hrefOf(f.Name), Standing: standing(library, f),
			Changed: f.Changed, Words: f.Words, Wrong: len(f.Problems),
		}
		switch f.Kind {
		case curriculum.KindChapter:
			chapters.Rows = append(chapters.Rows, row)
		case curriculum.KindPrompt:
			row.Attempts, row.Average = taken(tallies, f.Slug, inForce(library, f))
			prompts.Rows = append(prompts.Rows, row)
		default:
			row.Title = strings.TrimSuffix(path.Base(f.Name), ".json")
			v.Samples = append(v.Samples, row)
		}
	}
	v.Groups = []Group{chapters, prompts}
	v.Wrong = wrongs(library.Loose(), nil)
	return v, nil
}

// source says where the content comes from. That git cannot be asked is told, and
// no reason to show nothing.
func (p *Pages) source(ctx context.Context) Source {
	s := Source{Folder: p.desk.Folder, Hook: len(p.desk.Secret) > 0}
	if p.desk.Checkout == nil {
		return s
	}
	s.Git = true
	state, err := p.desk.Checkout.State(ctx)
	if err != nil {
		s.Trouble = message(err)
		return s
	}
	s.Branch, s.Commit, s.Subject, s.At = state.Branch, short(state.Commit.Hash), state.Commit.Subject, state.Commit.Time
	s.Changed = state.Changed
	return s
}

func short(hash string) string { return hash[:min(len(hash), 8)] }

// titleOf is what a file is called: as readers know it, or else as it is written.
func titleOf(library *curriculum.Library, f curriculum.File) string {
	switch f.Kind {
	case curriculum.KindChapter:
		if c, ok := library.WrittenChapter(f.Slug); ok && c.Title != "" {
			return c.Title
		}
	case curriculum.KindPrompt:
		if p, ok := library.Written(f.Slug); ok && p.Title != "" {
			return p.Title
		}
	}
	return f.Slug
}

// inForce is the version of a file that readers get, "" if they get none.
func inForce(library *curriculum.Library, f curriculum.File) string {
	switch f.Kind {
	case curriculum.KindChapter:
		if c, ok := library.Chapter(f.Slug); ok {
			return c.Version
		}
	case curriculum.KindPrompt:
		if p, ok := library.Prompt(f.Slug); ok {
			return p.Version
		}
	}
	return ""
}

// standing says what readers get of a file.
func standing(library *curriculum.Library, f curriculum.File) Standing {
	keeps := " Readers get none of it."
	if inForce(library, f) != "" {
		keeps = " Readers keep the last good version."
	}
	switch f.Standing {
	case curriculum.InForce:
		if len(f.Problems) > 0 {
			return Standing{"In force", "owed", "Readers get it as it is. The content check still complains."}
		}
		return Standing{"In force", "good", "Readers get it as it is."}
	case curriculum.Draft:
		return Standing{"Draft", "draft", "The name begins with an underscore. Readers do not see it."}
	case curriculum.Unfinished:
		return Standing{"Unfinished", "owed", "There is still something to do in it." + keeps}
	}
	return Standing{"Broken", "bad", "It cannot be used as it is." + keeps}
}

// taken is how often a prompt has been taken, and the average at one version.
func taken(tallies []record.Tally, slug, version string) (attempts, average string) {
	all, here := 0, 0
	for _, t := range tallies {
		if t.Prompt != slug {
			continue
		}
		all += t.Attempts
		if t.Version == version {
			here, average = t.Attempts, averageOf(t)
		}
	}
	attempts = strconv.Itoa(all)
	if all > here {
		attempts += ", " + strconv.Itoa(here) + " at this version"
	}
	return attempts, average
}

func averageOf(t record.Tally) string {
	if t.Graded == 0 {
		return ""
	}
	return strconv.FormatFloat(t.Average, 'f', 2, 64)
}

// pulled says what came of a pull.
func pulled(now Source, changed bool) string {
	if !changed {
		return "There is nothing new. The folder stays at " + now.Commit + "."
	}
	return "Pulled. Readers have " + now.Commit + " now."
}

func count(n int, noun string) string { return ui.Count(n, noun) }
