package curriculum

import (
	"slices"
	"strings"
	"time"
)

// The kinds of content files.
const (
	KindChapter = "chapter"
	KindPrompt  = "prompt"
	KindSample  = "sample"
)

// File is a content file as its author knows it: as it lies in the folder, which
// is not always what readers get.
type File struct {
	Kind     string
	Slug     string // of the chapter or prompt, with the underscore of a draft; a sample's prompt
	Name     string // as named within the folder
	Changed  time.Time
	Version  string // hash of its bytes
	Words    int    // of a chapter's prose, a prompt's statement, a sample's answers
	Problems []Problem
	Standing Standing
	Source   []byte // of a chapter or prompt
}

// Standing is what a file is to readers.
type Standing string

const (
	InForce    Standing = "in force"   // readers get what lies in the folder
	Draft      Standing = "draft"      // its name begins with an underscore
	Unfinished Standing = "unfinished" // something in it is still to do
	BrokenFile Standing = "broken"     // it cannot be used as it is
)

// Files are all files that were found, chapters first in their order, then
// prompts and samples by name.
func (l *Library) Files() []File { return slices.Clone(l.files) }

// File returns a chapter's or prompt's file.
func (l *Library) File(kind, slug string) (File, bool) {
	for _, f := range l.files {
		if f.Kind == kind && f.Slug == slug {
			return f, true
		}
	}
	return File{}, false
}

// Written returns a prompt as it lies in the folder, whether or not it is in force.
// It is missing only where the file cannot be read at all.
func (l *Library) Written(slug string) (*Prompt, bool) {
	b, ok := l.bundles[slug]
	if !ok || b.prompt == nil {
		return nil, false
	}
	return b.prompt, true
}

// WrittenChapter is Written for a chapter.
func (l *Library) WrittenChapter(slug string) (*Chapter, bool) {
	r, ok := l.written[slug]
	if !ok || r.chapter == nil {
		return nil, false
	}
	return r.chapter, true
}

// WrittenSamples are the samples of a prompt as they lie in the folder.
func (l *Library) WrittenSamples(slug string) (out []Sample) {
	if b, ok := l.bundles[slug]; ok {
		for _, s := range b.read {
			out = append(out, s.Sample)
		}
	}
	return out
}

// Loose are the problems that belong to no file that could be read.
func (l *Library) Loose() []Problem { return slices.Clone(l.loose) }

// Differences names the files that are not as they were in an earlier library,
// those that have come and gone among them.
func (l *Library) Differences(earlier *Library) []string {
	before := map[string]File{}
	for _, f := range earlier.files {
		before[f.Name] = f
	}
	var out []string
	for _, f := range l.files {
		old, ok := before[f.Name]
		if !ok || old.Version != f.Version || !slices.Equal(old.Problems, f.Problems) {
			out = append(out, f.Name)
		}
		delete(before, f.Name)
	}
	for name := range before {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// standing says what a file is to readers.
func standing(name string, problems []Problem) Standing {
	switch {
	case len(Broken(problems)) > 0:
		return BrokenFile
	case slices.ContainsFunc(problems, func(p Problem) bool { return p.Unfinished }):
		return Unfinished
	case ofDraft(name):
		return Draft
	}
	return InForce
}

// ofDraft tells whether a file is a draft, or a sample of one.
func ofDraft(name string) bool { return strings.Contains(name, "/_") }

// toDo is the mark of what an author has still to write.
const toDo = "TODO"

// unfinished reports every line of a file on which there is something to do. A
// line of code in a text may say so of itself.
func unfinished(d *document, source string) {
	fenced := false
	for i, line := range strings.Split(source, "\n") {
		if i > d.bodyLine && (strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")) {
			fenced = !fenced
		}
		_, rest, found := strings.Cut(line, toDo)
		if !found || fenced {
			continue
		}
		rest = strings.Trim(rest, ` :"',.]}|`)
		if rest == "" {
			rest = "write it"
		}
		d.problems = append(d.problems, Problem{File: d.file, Line: i + 1, Message: toDo + ": " + rest, Unfinished: true})
	}
}
