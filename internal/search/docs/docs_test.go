package docs_test

import (
	"strings"
	"testing"

	"levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/search"
	"levelup/internal/search/docs"
)

// library is the content that is shipped.
func library(t testing.TB) *curriculum.Library {
	t.Helper()
	lib, problems := curriculum.Load(content.FS)
	if broken := curriculum.Broken(problems); len(broken) > 0 {
		t.Fatal(broken)
	}
	return lib
}

// What is found leads to where it stands, and everything that is taught can be found.
func TestOf(t *testing.T) {
	t.Parallel()
	lib := library(t)
	byID := make(map[string]search.Doc)
	for _, d := range docs.Of(lib) {
		if _, twice := byID[d.ID()]; twice {
			t.Errorf("two documents are called %s", d.ID())
		}
		byID[d.ID()] = d
		checkAddress(t, lib, d)
		for _, text := range []string{d.Body, d.Code, d.Raw, d.Title, d.Heading} {
			if text != d.Code && strings.TrimSpace(text) != text {
				t.Errorf("%s has white space around %q", d.ID(), text)
			}
		}
		if d.Title == "" || d.Raw == "" || d.Kind != search.Chapter && d.Body == "" {
			t.Errorf("%s lacks a title or a text: %+v", d.ID(), d)
		}
	}
	want := 0
	for _, c := range lib.Chapters() {
		want += 1 + len(c.Outline.Headings) + len(c.Quiz)
		checkChapter(t, c, byID)
	}
	for _, p := range lib.Prompts() {
		want++
		d := byID[p.Slug]
		text := p.Summary + "\n\n" + p.Levels["mid"] + "\n\n" + p.Levels["senior"] + "\n\n" + p.Levels["staff"]
		if d.Kind != search.Prompt || d.Title != p.Title || d.Body != text || d.Raw != p.Title+"\n\n"+text || d.Code != "" || d.Heading != "" {
			t.Errorf("the prompt %s is %+v, want its summary and its levels", p.Slug, d)
		}
	}
	if len(byID) != want {
		t.Errorf("%d documents, want %d: a page, a heading, a question, a prompt", len(byID), want)
	}
}

func checkAddress(t *testing.T, lib *curriculum.Library, d search.Doc) {
	want := "/prompts/" + d.Slug
	switch d.Kind {
	case search.Chapter:
		want = "/learn/" + d.Slug
		if d.Anchor != "" {
			want = lib.Section(d.ID())
		}
	case search.Quiz:
		c, _ := lib.Chapter(d.Slug)
		id, ok := strings.CutPrefix(d.Anchor, "quiz-")
		if _, there := c.Find(id); !ok || !there {
			t.Errorf("%s is no question of its chapter", d.ID())
		}
		want = "/learn/" + d.Slug + "#quiz-" + id
	}
	if d.URL != want || want == "" {
		t.Errorf("%s leads to %q, want %q", d.ID(), d.URL, want)
	}
}

func checkChapter(t *testing.T, c *curriculum.Chapter, byID map[string]search.Doc) {
	whole := byID[c.Slug]
	if whole.Title != c.Title || !strings.HasPrefix(whole.Body, c.Summary) || !strings.HasPrefix(whole.Raw, c.Summary) {
		t.Errorf("the page of %s is %+v, want its title and summary", c.Slug, whole)
	}
	lines := strings.Split(c.Body, "\n")
	for _, h := range c.Outline.Headings {
		d := byID[c.Slug+"#"+h.ID]
		if d.Heading != h.Text || d.Title != c.Title {
			t.Errorf("%s is called %q of %q, want %q of %q", d.ID(), d.Heading, d.Title, h.Text, c.Title)
		}
		if first, _, _ := strings.Cut(d.Raw, "\n"); first != strings.TrimSpace(lines[h.Line-1]) || !strings.HasPrefix(first, "#") {
			t.Errorf("%s begins with %q, want the line of its heading", d.ID(), first)
		}
	}
	for _, q := range c.Quiz {
		if d := byID[c.Slug+"#quiz-"+q.ID]; d.Kind != search.Quiz || d.Body != q.Question || d.Raw != q.Question || d.Code != "" || d.Heading != "" {
			t.Errorf("the question %s is %+v, want its question alone", q.ID, d)
		}
	}
}
