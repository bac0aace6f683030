package author

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/web/respond"
)

// mostCommits is how far back the list of versions goes.
const mostCommits = 20

// ofCommit begins the reference of a version that git keeps; what follows is the
// commit. Other references are the version itself.
const ofCommit = "git-"

// versions are those of a file that are still to be had: what readers get, what
// lies in the folder, with what attempts were taken, and what git remembers.
func (p *Pages) versions(ctx context.Context, library *curriculum.Library, f curriculum.File, tallies []record.Tally) ([]Version, error) {
	var out []Version
	add := func(ref string, at time.Time, note string) *Version {
		i := slices.IndexFunc(out, func(v Version) bool { return v.Ref == ref })
		if i < 0 {
			out = append(out, Version{Ref: ref, Label: short(ref), At: at})
			i = len(out) - 1
		}
		if note != "" {
			out[i].Notes = append(out[i].Notes, note)
		}
		return &out[i]
	}
	if v := inForce(library, f); v != "" {
		add(v, f.Changed, "in force")
	}
	if p.desk.Folder != "" && inForce(library, f) != f.Version {
		add(f.Version, f.Changed, "in the folder")
	}
	for _, t := range tallies {
		v := add(t.Version, t.First, "")
		v.Attempts, v.Graded, v.Average = t.Attempts, t.Graded, averageOf(t)
	}
	if p.desk.Checkout == nil {
		return out, nil
	}
	commits, err := p.desk.Checkout.Log(ctx, f.Name, mostCommits)
	if err != nil {
		return out, nil // the list of files tells what ails git
	}
	for _, c := range commits {
		if c.File == "" {
			continue // it took the file away
		}
		source, err := p.desk.Checkout.Show(ctx, c.Hash, c.File)
		if err != nil {
			continue
		}
		note := short(c.Hash) + " " + c.Subject
		ref := curriculum.VersionOf(source)
		if i := slices.IndexFunc(out, func(v Version) bool { return v.Ref == ref }); i >= 0 {
			out[i].Notes = append(out[i].Notes, note)
			continue
		}
		v := add(ofCommit+c.Hash, c.Time, note)
		v.Label = short(ref)
	}
	return out, nil
}

// sourceOf returns the bytes of a version.
func (p *Pages) sourceOf(ctx context.Context, library *curriculum.Library, f curriculum.File, ref string) ([]byte, error) {
	missing := fault.New(fault.NotFound, "This version of %s is not to be had any more.", f.Name)
	if commit, ok := strings.CutPrefix(ref, ofCommit); ok {
		return p.committed(ctx, f, commit, missing)
	}
	if ref == f.Version {
		return f.Source, nil
	}
	if f.Kind == curriculum.KindChapter {
		if c, ok := library.Chapter(f.Slug); ok && c.Version == ref {
			return c.Source, nil
		}
		return nil, missing
	}
	if prompt, ok := library.Prompt(f.Slug); ok && prompt.Version == ref {
		return prompt.Source, nil
	}
	pinned, err := p.attempts.PinnedPrompt(ctx, ref)
	if err != nil || pinned.Slug != f.Slug {
		return nil, missing
	}
	return pinned.Source, nil
}

// committed is a file as of a commit, if that is one of those in the list.
func (p *Pages) committed(ctx context.Context, f curriculum.File, commit string, missing error) ([]byte, error) {
	if p.desk.Checkout == nil {
		return nil, missing
	}
	commits, err := p.desk.Checkout.Log(ctx, f.Name, mostCommits)
	if err != nil {
		return nil, err
	}
	for _, c := range commits {
		if c.Hash == commit && c.File != "" {
			return p.desk.Checkout.Show(ctx, commit, c.File)
		}
	}
	return nil, missing
}

// Compare puts two versions side by side: GET /author/{kind}/{slug}/compare?from=&to=.
func (p *Pages) Compare(w http.ResponseWriter, r *http.Request) error {
	library := p.desk.Library()
	f, err := find(library, r.PathValue("kind"), r.PathValue("slug"))
	if err != nil {
		return err
	}
	var tallies []record.Tally
	if f.Kind == curriculum.KindPrompt {
		if tallies, err = p.grades.Tallies(r.Context(), f.Slug); err != nil {
			return err
		}
	}
	versions, err := p.versions(r.Context(), library, f, tallies)
	if err != nil {
		return err
	}
	v := Compare{Kind: f.Kind, Slug: f.Slug, Title: titleOf(library, f)}
	var sources [2]string
	for i, side := range []struct {
		ref string
		to  *Version
	}{{r.URL.Query().Get("from"), &v.From}, {r.URL.Query().Get("to"), &v.To}} {
		source, err := p.sourceOf(r.Context(), library, f, side.ref)
		if err != nil {
			return err
		}
		sources[i] = string(source)
		*side.to = Version{Ref: side.ref, Label: short(curriculum.VersionOf(source))}
		if j := slices.IndexFunc(versions, func(v Version) bool { return v.Ref == side.ref }); j >= 0 {
			*side.to = versions[j]
		}
	}
	if err := v.diff(sources[0], sources[1]); err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, comparePage(v))
}
