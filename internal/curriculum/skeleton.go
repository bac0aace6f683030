package curriculum

import (
	"bytes"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"levelup/internal/fault"
)

// The files with which an author begins. Whatever is still to be written in them
// is marked, and nothing else is wrong with them: the check of a fresh one tells
// what to write, line by line. What a mark stands beside, such as an estimate or a
// part of the board, is an example that holds.
//
//go:embed skeleton
var skeletons embed.FS

// NewFile is a file that is still to be written into a content folder.
type NewFile struct {
	Name   string // within the folder, with slashes
	Source []byte
}

// NewPrompt returns the files with which a prompt begins in the folder of the
// library: the prompt itself and three samples of different quality.
func (l *Library) NewPrompt(slug string) ([]NewFile, error) {
	if !isID(slug) {
		return nil, fault.New(fault.Invalid, "%q can be no prompt's name; use %s%s", slug, idRule, didYouMean(asID(slug)))
	}
	data := struct{ Slug, Title string }{slug, asTitle(slug)}
	files := []NewFile{{promptFile(slug), l.skeleton("prompt.md", data)}}
	for _, quality := range []string{"strong", "middling", "weak"} {
		files = append(files, NewFile{"samples/" + slug + "/" + quality + ".json", l.skeleton(quality+".json", data)})
	}
	return files, nil
}

// NewChapter returns the file with which one of the ten chapters begins in the
// folder of the library.
func (l *Library) NewChapter(slug string) ([]NewFile, error) {
	unit, ok := FindChapter(slug)
	if !ok {
		return nil, fault.New(fault.Invalid, "chapter %s; the chapters are %s", unknown(slug, chapterSlugs()), list(chapterSlugs()))
	}
	data := struct {
		Title, Prompts string
		Order          int
		Sections       []string
	}{unit.Title, list(l.promptsOf(slug)), slices.Index(Chapters[:], unit) + 1, nil}
	// A heading for each anchor to which somebody leads already: without a chapter any
	// will do, with one only those that it has.
	plain, _ := readChapter(slug, chapterFile(slug), l.skeleton("chapter.md", data))
	for _, anchor := range l.soughtIn(slug) {
		if _, ok := plain.Section(anchor); !ok {
			data.Sections = append(data.Sections, asTitle(anchor))
		}
	}
	return []NewFile{{chapterFile(slug), l.skeleton("chapter.md", data)}}, nil
}

// skeleton fills one of the templates in. They are ours, so that a mistake in
// them is a mistake of the program.
func (l *Library) skeleton(name string, data any) []byte {
	t, err := template.New(name).Funcs(template.FuncMap{"section": l.sectionNear}).ParseFS(skeletons, "skeleton/"+name)
	if err != nil {
		panic("curriculum: " + err.Error())
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		panic("curriculum: " + err.Error())
	}
	return b.Bytes()
}

// sectionNear is a section that this folder has, where the chapter lacks the one
// that is asked for.
func (l *Library) sectionNear(section string) string {
	slug, anchor, _ := strings.Cut(section, "#")
	chapter, ok := l.WrittenChapter(slug)
	if !ok || len(chapter.Outline.Headings) == 0 {
		return section
	}
	if _, ok := chapter.Section(anchor); ok {
		return section
	}
	return slug + "#" + chapter.Outline.Headings[0].ID
}

// promptsOf are the prompts that name a chapter, or else any one: a chapter owes
// one at least.
func (l *Library) promptsOf(chapter string) []string {
	var naming, all []string
	for _, slug := range slices.Sorted(maps.Keys(l.bundles)) {
		if drafted(slug) {
			continue
		}
		all = append(all, slug)
		if p, ok := l.Written(slug); ok && slices.Contains(p.Chapters, chapter) {
			naming = append(naming, slug)
		}
	}
	if len(naming) == 0 {
		return all[:min(1, len(all))]
	}
	return naming
}

// soughtIn are the anchors of a chapter to which the rubrics and the other chapters
// of the folder lead, in their order.
func (l *Library) soughtIn(chapter string) []string {
	sought := map[string]bool{}
	for slug, b := range l.bundles {
		if b.prompt == nil || drafted(slug) {
			continue
		}
		for _, criterion := range b.prompt.Rubric {
			for _, point := range criterion.Points {
				if anchor, ok := strings.CutPrefix(point.Section, chapter+"#"); ok && isID(anchor) {
					sought[anchor] = true
				}
			}
		}
	}
	for name, read := range l.written {
		if drafted(name) || read.chapter == nil {
			continue
		}
		for _, link := range read.chapter.Outline.Links {
			if anchor, ok := strings.CutPrefix(link.To, "/learn/"+chapter+"#"); ok && isID(anchor) {
				sought[anchor] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(sought))
}

// asTitle is an id as a person would write it.
func asTitle(id string) string {
	return strings.ToUpper(id[:1]) + strings.ReplaceAll(id[1:], "-", " ")
}

// asID is the id that a person most likely meant, or "".
func asID(s string) string {
	id := strings.Join(words(s), "-")
	if !isID(id) {
		return ""
	}
	return id
}

func didYouMean(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", word)
}
