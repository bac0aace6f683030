// Package docs says what of the content can be found: the sections of chapters, the
// questions of their quizzes, and of prompts what anybody may know before the clock
// starts. What an interview would be spoilt by – statements, rubrics, hints, model
// answers, samples, a quiz's answers – is left out here, and nowhere else.
package docs

import (
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/markdown"
	"levelup/internal/search"
)

// Of lists what can be found in a library, chapters in their order first.
func Of(library *curriculum.Library) []search.Doc {
	var out []search.Doc
	for _, c := range library.Chapters() {
		out = append(out, sections(c)...)
		for _, q := range c.Quiz {
			out = append(out, search.Doc{
				Kind: search.Quiz, Slug: c.Slug, Anchor: "quiz-" + q.ID, URL: "/learn/" + c.Slug + "#quiz-" + q.ID,
				Title: c.Title, Body: q.Question, Raw: q.Question,
			})
		}
	}
	for _, p := range library.Prompts() {
		out = append(out, prompt(p))
	}
	return out
}

// sections are the parts of a chapter, each from its heading to the next; what stands
// before the first one is the whole page's.
func sections(c *curriculum.Chapter) []search.Doc {
	lines := strings.Split(c.Body, "\n")
	part := func(anchor, heading string, from, to int) search.Doc {
		raw := strings.TrimSpace(strings.Join(lines[from:to], "\n"))
		d := search.Doc{Kind: search.Chapter, Slug: c.Slug, Anchor: anchor, URL: "/learn/" + c.Slug, Title: c.Title, Heading: heading, Raw: raw}
		if anchor != "" {
			d.URL += "#" + anchor
		}
		d.Body, d.Code = markdown.Plain(raw)
		return d
	}
	first := len(lines)
	if len(c.Outline.Headings) > 0 {
		first = c.Outline.Headings[0].Line - 1
	}
	whole := part("", "", 0, first)
	whole.Body = c.Summary + "\n\n" + whole.Body
	whole.Raw = c.Summary + "\n\n" + whole.Raw
	out := []search.Doc{whole}
	for i, h := range c.Outline.Headings {
		to := len(lines)
		if i+1 < len(c.Outline.Headings) {
			to = c.Outline.Headings[i+1].Line - 1
		}
		out = append(out, part(h.ID, h.Text, h.Line-1, to))
	}
	return out
}

func prompt(p *curriculum.Prompt) search.Doc {
	body := []string{p.Summary}
	for _, level := range curriculum.Levels {
		if text := p.Levels[level]; text != "" {
			body = append(body, text)
		}
	}
	text := strings.Join(body, "\n\n")
	return search.Doc{Kind: search.Prompt, Slug: p.Slug, URL: "/prompts/" + p.Slug, Title: p.Title, Body: text, Raw: p.Title + "\n\n" + text}
}
