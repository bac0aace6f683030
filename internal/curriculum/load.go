package curriculum

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Load reads a content folder and checks everything in it. The library is
// never nil and holds what is not broken. Files and folders whose names begin
// with an underscore are drafts, and those that begin with a dot are nobody's.
//
// Load opens only regular files. To keep it inside the folder whatever
// symbolic links there are, hand it the file system of an os.Root.
func Load(fsys fs.FS) (*Library, []Problem) { return load(fsys, nil, true) }

// Open is Load for content that is known to be good: samples are taken as they
// are, and rubrics are not compared with them.
func Open(fsys fs.FS) (*Library, []Problem) { return load(fsys, nil, false) }

// load reads no prompt again whose files are as they were before.
func load(fsys fs.FS, before map[string]*bundle, check bool) (*Library, []Problem) {
	l := &loader{
		fsys:    fsys,
		before:  before,
		check:   check,
		library: &Library{chapters: map[string]*Chapter{}, prompts: map[string]*Prompt{}, samples: map[string][]Sample{}, bundles: map[string]*bundle{}},
		anchors: map[string][]string{},
	}
	chapters := l.chapters()
	l.prompts()
	l.references(chapters)
	return l.library, sorted(l.problems)
}

type loader struct {
	fsys     fs.FS
	before   map[string]*bundle // of an earlier reading, by slug
	check    bool               // samples too
	library  *Library
	problems []Problem
	anchors  map[string][]string // of the chapters that exist
	slugs    []string            // of the prompts that exist
}

func (l *loader) add(broken bool, file, format string, args ...any) {
	l.problems = append(l.problems, Problem{File: file, Line: 1, Message: fmt.Sprintf(format, args...), Broken: broken})
}

func (l *loader) chapters() (read []*document) {
	for _, slug := range l.list("chapters", ".md") {
		file := "chapters/" + slug + ".md"
		if _, known := FindChapter(slug); !known {
			l.add(true, file, "%s; the chapters are %s", unknown(slug, chapterSlugs()), list(chapterSlugs()))
			continue
		}
		source, ok := l.read(file)
		if !ok {
			continue
		}
		c, d := readChapter(slug, source)
		read = append(read, d)
		if c == nil {
			continue
		}
		for _, h := range c.Outline.Headings {
			l.anchors[slug] = append(l.anchors[slug], h.ID)
		}
		if len(Broken(d.problems)) == 0 {
			l.library.chapters[slug] = c
		}
	}
	return read
}

func (l *loader) prompts() {
	if _, err := fs.ReadDir(l.fsys, "prompts"); err != nil {
		l.add(true, "prompts", "there is no such folder to read; is this the content folder?")
		return
	}
	slugs := l.list("prompts", ".md")
	l.slugs = slugs
	if len(slugs) == 0 {
		l.add(false, "prompts", "there is no prompt; write prompts/SLUG.md")
	}
	owners := map[string]bool{}
	var read []promptFiles
	for _, slug := range slugs {
		owners[slug] = true
		if source, ok := l.read(promptFile(slug)); ok {
			read = append(read, promptFiles{slug, source, l.samples(slug)})
		}
	}
	for _, b := range l.bundles(read) {
		d := *b.document // what is known of this file alone is kept with it
		d.problems = slices.Clip(d.problems)
		if b.prompt != nil {
			checkAnchors(b.prompt, &d, l.anchors)
		}
		l.problems = append(append(l.problems, d.problems...), b.problems...)
		l.library.bundles[b.slug] = b
		if len(Broken(d.problems)) == 0 {
			l.library.prompts[b.slug] = b.prompt
			l.library.samples[b.slug] = b.samples
		}
	}
	for _, slug := range l.list("samples", "") {
		if !owners[slug] {
			l.add(false, "samples/"+slug, "there is no prompt %s; rename the folder, or begin its name with an underscore", slug)
		}
	}
}

// promptFiles are the bytes of a prompt and of its samples.
type promptFiles struct {
	slug    string
	source  []byte
	samples []Sample
}

// key names exactly these bytes.
func (f promptFiles) key() string {
	h := sha256.New()
	for _, s := range append([]Sample{{File: f.slug, Source: f.source}}, f.samples...) {
		fmt.Fprintf(h, "%s %d\n", s.File, len(s.Source))
		h.Write(s.Source)
	}
	return string(h.Sum(nil))
}

// bundle is what files of a prompt amount to, whatever else there is.
type bundle struct {
	slug, key string
	prompt    *Prompt
	document  *document
	samples   []Sample  // those that are not broken
	problems  []Problem // of the samples
}

// bundles reads prompts, on all processors, but for those whose bytes are as they
// were in the library before.
func (l *loader) bundles(read []promptFiles) []*bundle {
	out := make([]*bundle, len(read))
	next := make(chan int, len(read))
	for i, f := range read {
		key := f.key()
		if old := l.before[f.slug]; old != nil && old.key == key {
			out[i] = old
			continue
		}
		out[i] = &bundle{slug: f.slug, key: key}
		next <- i
	}
	close(next)
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := range next {
				out[i].fill(read[i], l.check)
			}
		})
	}
	work.Wait()
	return out
}

func (b *bundle) fill(f promptFiles, check bool) {
	b.prompt, b.document = readPrompt(f.slug, f.source)
	if !check {
		b.key, b.samples = "", f.samples // to be read with everything, should that be asked for
		return
	}
	var samples []*sample
	for _, file := range f.samples {
		s, problems := readSample(file.File, file.Source)
		b.problems = append(b.problems, problems...)
		if s != nil {
			b.samples = append(b.samples, file)
			samples = append(samples, s)
		}
	}
	if b.prompt != nil {
		checkCopying(b.prompt, b.document, samples)
		checkSamples(b.document, f.slug, samples)
	}
}

// samples reads the files of a prompt's samples.
func (l *loader) samples(slug string) (files []Sample) {
	folder := "samples/" + slug
	for _, name := range l.list(folder, ".json") {
		file := path.Join(folder, name+".json")
		if source, ok := l.read(file); ok {
			files = append(files, Sample{File: file, Source: source})
		}
	}
	return files
}

// list returns the names in a folder that end in ext, without it, in order; an
// empty ext asks for folders. A folder that is not there is empty.
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
		if matches && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".") {
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
		f, err := l.fsys.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxFile+1))
	}()
	if err != nil {
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
