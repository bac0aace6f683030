package curriculum

import (
	"cmp"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
)

// Source holds the content that is in force while files change beside it. Its
// methods may be called from several goroutines.
type Source struct {
	current   atomic.Pointer[Library]
	replacing sync.Mutex
}

// NewSource returns a source in which lib is in force.
func NewSource(lib *Library) *Source {
	var s Source
	s.current.Store(lib)
	return &s
}

// Current is the library in force. Take it once for one piece of work.
func (s *Source) Current() *Library { return s.current.Load() }

// Replace reads the folder again and puts the result in force, with the last
// good version of each file that is broken or unfinished now. A file that is gone is gone,
// unless the whole folder of prompts is.
func (s *Source) Replace(fsys fs.FS) []Problem {
	s.replacing.Lock()
	defer s.replacing.Unlock()
	next, problems := load(fsys, s.Current(), true)
	unusable := map[string]bool{}
	for _, p := range problems {
		if p.Broken || p.Unfinished {
			unusable[p.File] = true
		}
	}
	next.keep(s.Current(), unusable)
	s.current.Store(next)
	return problems
}

// keep takes over from old what it held of the files that are unusable now.
func (l *Library) keep(old *Library, unusable map[string]bool) {
	for slug, chapter := range old.chapters {
		if unusable[chapterFile(slug)] {
			l.chapters[slug] = chapter
		}
	}
	if unusable[synonymsFile] {
		l.synonyms = old.synonyms
	}
	for slug, prompt := range old.prompts {
		if unusable["prompts"] || unusable[promptFile(slug)] {
			l.prompts[slug], l.samples[slug] = prompt, old.samples[slug]
			continue
		}
		if _, there := l.prompts[slug]; !there {
			continue
		}
		for _, sample := range old.samples[slug] {
			if unusable[sample.File] {
				l.samples[slug] = append(l.samples[slug], sample)
			}
		}
		slices.SortFunc(l.samples[slug], func(a, b Sample) int { return cmp.Compare(a.File, b.File) })
	}
}
