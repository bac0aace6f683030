package curriculum

import (
	"bytes"

	"levelup/internal/markdown"
)

// Chapter is a chapter as its author wrote it. The keys of the front matter are
// those of the yaml tags; an unknown key is a problem.
type Chapter struct {
	Slug    string `yaml:"-"`
	Version string `yaml:"-"` // hash of the source
	Source  []byte `yaml:"-"`

	Title   string     `yaml:"title"`
	Order   int        `yaml:"order"` // from 1
	Summary string     `yaml:"summary"`
	Minutes int        `yaml:"minutes"` // to read it
	Prompts []string   `yaml:"prompts"` // slugs of those that use the layer
	Quiz    []Question `yaml:"quiz"`

	Body    string           `yaml:"-"` // Markdown
	Outline markdown.Outline `yaml:"-"` // of Body; lines count from the body's first
}

// Question is one question of a chapter's quiz.
type Question struct {
	ID       string   `yaml:"id"`
	Question string   `yaml:"question"`
	Choices  []Choice `yaml:"choices"`
}

// Choice is a possible answer, with why it is right or what is wrong with it.
type Choice struct {
	Text  string `yaml:"text"`
	Right bool   `yaml:"right"`
	Why   string `yaml:"why"`
}

// Find returns the question of an id.
func (c *Chapter) Find(id string) (Question, bool) {
	for _, q := range c.Quiz {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}

// Section returns the address of one of the chapter's sections on the site, ok
// false where it has no such heading.
func (c *Chapter) Section(anchor string) (address string, ok bool) {
	for _, h := range c.Outline.Headings {
		if h.ID == anchor {
			return "/learn/" + c.Slug + "#" + anchor, true
		}
	}
	return "", false
}

// ParseChapter reads a chapter and checks all that can be seen in its own file.
// The chapter is nil only when there is no front matter to read.
func ParseChapter(slug string, source []byte) (*Chapter, []Problem) {
	c, d := readChapter(slug, chapterFile(slug), bytes.Clone(source))
	return c, sorted(d.problems)
}

func readChapter(slug, file string, source []byte) (*Chapter, *document) {
	if fault := unreadable(source); fault != "" {
		d := &document{file: file}
		d.broken("", "%s", fault)
		return nil, d
	}
	var c Chapter
	d, ok := open(file, source, &c)
	if !ok {
		return nil, d
	}
	c.Slug, c.Version, c.Source = slug, version(source), source
	c.Body = d.body
	c.Outline = markdown.OutlineOf(d.body)
	checkChapter(&c, d)
	checkBody(d, c.Outline)
	unfinished(d, string(source))
	return &c, d
}

func chapterFile(slug string) string { return "chapters/" + slug + ".md" }
