package learn

import (
	"net/url"
	"slices"
	"strconv"

	"levelup/internal/curriculum"
	"levelup/internal/markdown"
	"levelup/internal/study"
	"levelup/web/ui"
)

// pathOf is the path with what a person has answered.
func pathOf(library *curriculum.Library, answers []study.Answer, signedIn bool) Path {
	v := Path{SignedIn: signedIn}
	for i, unit := range curriculum.Chapters {
		s := Stratum{Number: i + 1, Slug: unit.Slug, Title: unit.Title}
		if chapter, ok := library.Chapter(unit.Slug); ok {
			s.Title, s.Summary, s.Href = chapter.Title, chapter.Summary, href(unit.Slug)
			s.Length, s.Asked = ui.Count(chapter.Minutes, "minute"), len(chapter.Quiz)
			for _, a := range answers {
				if _, there := chapter.Find(a.Question); !there || a.Chapter != unit.Slug {
					continue
				}
				s.Tried++
				if a.Right {
					s.Right++
				}
			}
			v.Right += s.Right
			v.Asked += s.Asked
		}
		if n := len(using(library, unit.Slug)); n > 0 {
			s.Prompts = "used in " + ui.Count(n, "prompt")
		}
		v.Strata = append(v.Strata, s)
	}
	return v
}

// using are the prompts that use a layer: those that name it, and those that its
// chapter names.
func using(library *curriculum.Library, slug string) []*curriculum.Prompt {
	var named []string
	if chapter, ok := library.Chapter(slug); ok {
		named = chapter.Prompts
	}
	var out []*curriculum.Prompt
	for _, p := range library.Prompts() {
		if slices.Contains(p.Chapters, slug) || slices.Contains(named, p.Slug) {
			out = append(out, p)
		}
	}
	return out
}

// lesson is a chapter as a page.
func (p *Pages) lesson(library *curriculum.Library, chapter *curriculum.Chapter, quiz Quiz) Lesson {
	v := Lesson{
		Slug: chapter.Slug, Title: chapter.Title, Summary: chapter.Summary, Number: chapter.Order,
		Length: ui.Count(chapter.Minutes, "minute"), Contents: contents(chapter.Outline.Headings),
		Body: p.bodies.of(chapter), Quiz: quiz,
	}
	for _, prompt := range using(library, chapter.Slug) {
		v.Prompts = append(v.Prompts, Link{Href: "/prompts/" + url.PathEscape(prompt.Slug), Title: prompt.Title, Note: prompt.Summary})
	}
	chapters := library.Chapters()
	at := slices.IndexFunc(chapters, func(c *curriculum.Chapter) bool { return c.Slug == chapter.Slug })
	if at > 0 {
		v.Before = &Link{Href: href(chapters[at-1].Slug), Title: chapters[at-1].Title}
	}
	if at >= 0 && at+1 < len(chapters) {
		v.After = &Link{Href: href(chapters[at+1].Slug), Title: chapters[at+1].Title}
	}
	return v
}

// contents are the headings of the second level, with those of the third below.
func contents(headings []markdown.Heading) []Entry {
	var out []Entry
	for _, h := range headings {
		e := Entry{Href: "#" + h.ID, Text: h.Text}
		switch {
		case h.Level == 2:
			out = append(out, e)
		case h.Level == 3 && len(out) > 0:
			out[len(out)-1].Below = append(out[len(out)-1].Below, e)
		}
	}
	return out
}

// quizOf is a chapter's quiz before anything is answered.
func quizOf(chapter *curriculum.Chapter) Quiz {
	v := Quiz{Slug: chapter.Slug}
	for i, q := range chapter.Quiz {
		question := Question{ID: q.ID, Number: i + 1, Text: q.Question}
		for j, c := range q.Choices {
			question.Choices = append(question.Choices, Choice{Value: strconv.Itoa(j), Text: c.Text, Why: c.Why, Right: c.Right})
		}
		v.Questions = append(v.Questions, question)
	}
	return v
}

// answer marks a choice as taken. One of another version of the chapter may mean
// another choice by now, so that it is only said that there was one.
func (q *Quiz) answer(id string, choice int, version, now string) {
	for i := range q.Questions {
		question := &q.Questions[i]
		if question.ID != id || choice < 0 || choice >= len(question.Choices) {
			continue
		}
		if version != now {
			question.Stale = true
			continue
		}
		question.Answered, question.Right = true, question.Choices[choice].Right
		question.Choices[choice].Chosen = true
	}
}

func (q *Quiz) blame(id, mistake string) {
	for i := range q.Questions {
		if q.Questions[i].ID == id {
			q.Questions[i].Mistake = mistake
		}
	}
}

func (q Quiz) question(id string) Question {
	i := slices.IndexFunc(q.Questions, func(question Question) bool { return question.ID == id })
	if i < 0 {
		return Question{}
	}
	return q.Questions[i]
}
