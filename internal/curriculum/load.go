package curriculum

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Load reads a content folder and checks everything in it. The library is
// never nil and holds what is not broken. Files and folders whose names begin
// with an underscore are drafts, and those that begin with a dot are nobody's.
//
// Load opens only regular files. To keep it inside the folder whatever
// symbolic links there are, hand it the file system of an os.Root.
func Load(fsys fs.FS) (*Library, []Problem) { return load(fsys, &Library{}, true) }

// Open is Load for content that is known to be good: samples are taken as they
// are, and rubrics are not compared with them.
func Open(fsys fs.FS) (*Library, []Problem) { return load(fsys, &Library{}, false) }

// load reads nothing again that is as it was in an earlier library.
func load(fsys fs.FS, before *Library, check bool) (*Library, []Problem) {
	l := &loader{
		fsys:   fsys,
		before: before,
		check:  check,
		library: &Library{
			chapters: map[string]*Chapter{}, prompts: map[string]*Prompt{}, samples: map[string][]Sample{},
			written: map[string]*chapterRead{}, bundles: map[string]*bundle{},
		},
		anchors: map[string][]string{},
		changed: map[string]time.Time{},
	}
	chapters := l.chapters()
	bundles := l.prompts()
	l.readSynonyms()
	l.references(chapters)
	l.library.loose = sorted(slices.Clone(l.problems)) // so far
	l.take(chapters, bundles)
	return l.library, sorted(l.problems)
}

type loader struct {
	fsys     fs.FS
	before   *Library
	check    bool // samples too
	library  *Library
	problems []Problem
	anchors  map[string][]string  // of the chapters that exist
	slugs    []string             // of the prompts that exist
	changed  map[string]time.Time // when files were written
}

func (l *loader) add(broken bool, file, format string, args ...any) {
	l.problems = append(l.problems, Problem{File: file, Line: 1, Message: fmt.Sprintf(format, args...), Broken: broken})
}

// chapterRead is a chapter's file as it was read; the chapter may be missing.
type chapterRead struct {
	name     string // of the file, with the underscore of a draft
	source   []byte
	chapter  *Chapter
	document *document
}

func (l *loader) chapters() (read []*chapterRead) {
	for _, name := range l.list("chapters", ".md") {
		file, slug := chapterFile(name), strings.TrimPrefix(name, "_")
		if _, known := FindChapter(slug); !known {
			if slug == name { // a draft may be called what it likes
				l.add(true, file, "%s; the chapters are %s", unknown(slug, chapterSlugs()), list(chapterSlugs()))
			}
			continue
		}
		source, ok := l.read(file)
		if !ok {
			continue
		}
		r := l.before.written[name]
		if r == nil || !bytes.Equal(r.source, source) {
			r = &chapterRead{name: name, source: source}
			r.chapter, r.document = readChapter(slug, file, source)
		}
		l.library.written[name] = r
		own := *r // what depends on other files is said anew each time
		own.document = r.document.copied()
		read = append(read, &own)
		if r.chapter == nil || drafted(name) {
			continue
		}
		for _, h := range r.chapter.Outline.Headings {
			l.anchors[slug] = append(l.anchors[slug], h.ID)
		}
	}
	return read
}

func (l *loader) prompts() (bundles []*bundle) {
	if _, err := fs.ReadDir(l.fsys, "prompts"); err != nil {
		l.add(true, "prompts", "there is no such folder to read; is this the content folder?")
		return nil
	}
	owners := map[string]bool{}
	var read []promptFiles
	for _, name := range l.list("prompts", ".md") {
		if !drafted(name) {
			l.slugs = append(l.slugs, name)
			owners[name] = true
		}
		if source, ok := l.read(promptFile(name)); ok {
			read = append(read, promptFiles{name, source, l.samples(name)})
		}
	}
	if len(l.slugs) == 0 {
		l.add(false, "prompts", "there is no prompt; write prompts/SLUG.md")
	}
	for _, b := range l.bundles(read) {
		own := *b // what is known of these files alone is kept with them
		own.document = b.document.copied()
		if b.prompt != nil {
			checkAnchors(b.prompt, own.document, l.anchors)
		}
		if b.key == "" {
			b.document.forget()
		}
		l.library.bundles[b.slug] = b
		bundles = append(bundles, &own)
	}
	for _, slug := range l.list("samples", "") {
		if !owners[slug] && !drafted(slug) {
			l.add(false, "samples/"+slug, "there is no prompt %s; rename the folder, or begin its name with an underscore", slug)
		}
	}
	return bundles
}

// take puts into the library what readers may get, and into the list of files
// everything. The problems of a draft are its author's alone.
func (l *loader) take(chapters []*chapterRead, bundles []*bundle) {
	note := func(f File, problems []Problem) Standing {
		problems = sorted(slices.Clone(problems))
		f.Changed, f.Problems, f.Standing = l.changed[f.Name], problems, standing(f.Name, problems)
		l.library.files = append(l.library.files, f)
		if !ofDraft(f.Name) {
			l.problems = append(l.problems, problems...)
		}
		return f.Standing
	}
	slices.SortStableFunc(chapters, func(a, b *chapterRead) int { return cmp.Compare(place(a.name), place(b.name)) })
	for _, read := range chapters {
		f := File{Kind: KindChapter, Slug: read.name, Name: read.document.file, Version: version(read.source), Source: read.source}
		if c := read.chapter; c != nil {
			f.Words = c.Outline.Words
		}
		if note(f, read.document.problems) == InForce {
			l.library.chapters[read.name] = read.chapter
		}
	}
	for _, b := range bundles {
		f := File{Kind: KindPrompt, Slug: b.slug, Name: b.document.file, Version: version(b.raw), Source: b.raw}
		if b.prompt != nil {
			f.Version, f.Words, f.Source = b.prompt.Version, len(words(b.prompt.Statement)), b.prompt.Source
		}
		if note(f, b.document.problems) == InForce {
			l.library.prompts[b.slug], l.library.samples[b.slug] = b.prompt, b.samples
		}
	}
	for _, b := range bundles {
		for _, s := range b.read {
			note(File{Kind: KindSample, Slug: b.slug, Name: s.File, Version: version(s.Source), Words: s.words}, of(b.problems, s.File))
		}
	}
}

// place orders chapters as they follow each other, drafts behind what they draft.
func place(name string) int {
	for i, unit := range Chapters {
		if unit.Slug == strings.TrimPrefix(name, "_") {
			return i
		}
	}
	return len(Chapters)
}

// of are the problems of one file.
func of(problems []Problem, file string) (out []Problem) {
	for _, p := range problems {
		if p.File == file {
			out = append(out, p)
		}
	}
	return out
}

// drafted tells whether a name is that of a draft.
func drafted(name string) bool { return strings.HasPrefix(name, "_") }

// samples reads the files of a prompt's samples.
func (l *loader) samples(slug string) (files []Sample) {
	folder := "samples/" + slug
	for _, name := range l.list(folder, ".json") {
		file := path.Join(folder, name+".json")
		if drafted(name) {
			continue
		}
		if source, ok := l.read(file); ok {
			files = append(files, Sample{File: file, Source: source})
		}
	}
	return files
}

// list returns the names in a folder that end in ext, without it, in order, drafts
// too; an empty ext asks for folders. A folder that is not there is empty.
func (l *loader) list(folder, ext string) []string {
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.add(true, folder, "the folder cannot be read: %v", err)
	}
	var names []string
	for _, entry := range entries {
		name, matches := strings.CutSuffix(entry.Name(), ext)
		if ext == "" {
			matches = entry.IsDir()
		}
		if matches && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	return names
}

// read returns the bytes of a file; one byte beyond the limit is enough to
// refuse the rest.
func (l *loader) read(file string) ([]byte, bool) {
	source, err := func() ([]byte, error) {
		info, err := fs.Stat(l.fsys, file)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, errors.New("it is no regular file")
		}
		l.changed[file] = info.ModTime()
		f, err := l.fsys.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxFile+1))
	}()
	if err != nil && !ofDraft(file) {
		l.add(true, file, "the file cannot be read: %v", err)
	}
	return source, err == nil
}

// checkAnchors reports sections that a chapter does not have. Chapters that
// are not there yet have every section.
func checkAnchors(p *Prompt, d *document, anchors map[string][]string) {
	for i, criterion := range p.Rubric {
		for j, point := range criterion.Points {
			chapter, anchor, _ := strings.Cut(point.Section, "#")
			if known, ok := anchors[chapter]; ok && !slices.Contains(known, anchor) {
				d.owed(at(at("rubric", i)+".points", j)+".section",
					"section: chapter %s: heading %s; its anchors are %s", chapter, unknown(anchor, known), list(known))
			}
		}
	}
}
