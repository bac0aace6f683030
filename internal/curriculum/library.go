// Package curriculum reads what authors write: prompts with their rubrics, the
// labelled samples of each, and the list of chapters.
//
// Everything is a file, and a version of a prompt is the hash of its file. Load
// turns a folder into a Library and into Problems, each with the author's file
// and line and what to do. A problem that is Broken keeps its file out of the
// library; any other one is for the content check alone. A Source keeps the
// library in force while files are edited.
//
// Reading never panics and takes bounded time and memory, whatever a file
// holds.
package curriculum

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Library is the content as it was read at one moment. It never changes, holds
// nothing that is broken, and may be shared.
type Library struct {
	chapters map[string]*Chapter
	prompts  map[string]*Prompt
	samples  map[string][]Sample // by the prompt's slug, by name
	synonyms [][]string

	// What lies in the folder, usable or not.
	files   []File
	loose   []Problem
	written map[string]*chapterRead // by the name of the file
	bundles map[string]*bundle      // prompts, likewise
}

// Sample is a labelled transcript of a prompt; package interview reads it.
type Sample struct {
	File   string // as named within the content folder
	Source []byte
}

// Chapters are the chapters that are written, in their order.
func (l *Library) Chapters() []*Chapter {
	var out []*Chapter
	for _, unit := range Chapters {
		if c, ok := l.chapters[unit.Slug]; ok {
			out = append(out, c)
		}
	}
	return out
}

// Chapter returns the chapter of a slug, if it is written.
func (l *Library) Chapter(slug string) (*Chapter, bool) {
	c, ok := l.chapters[slug]
	return c, ok
}

// Section returns the address of a section of a chapter ("database#unique-keys"),
// or "" as long as nobody has written it.
func (l *Library) Section(section string) string {
	slug, anchor, _ := strings.Cut(section, "#")
	chapter, ok := l.chapters[slug]
	if !ok {
		return ""
	}
	address, _ := chapter.Section(anchor)
	return address
}

// Prompts are all prompts, by title.
func (l *Library) Prompts() []*Prompt {
	return slices.SortedFunc(maps.Values(l.prompts), func(a, b *Prompt) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Slug, b.Slug))
	})
}

// Prompt returns the prompt of a slug.
func (l *Library) Prompt(slug string) (*Prompt, bool) {
	p, ok := l.prompts[slug]
	return p, ok
}

// Version returns the prompt of a version, if it is the one in force.
func (l *Library) Version(version string) (*Prompt, bool) {
	for _, p := range l.prompts {
		if p.Version == version {
			return p, true
		}
	}
	return nil, false
}

// Samples are the samples of a prompt, by file name.
func (l *Library) Samples(slug string) []Sample { return slices.Clone(l.samples[slug]) }
