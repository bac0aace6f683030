package curriculum

import (
	"strings"

	"levelup/internal/board"
	"levelup/internal/markdown"
)

// What a finished chapter holds at least, and at most.
const (
	minChapterWords = 1_500
	maxChapterWords = 3_000
	minQuestions    = 5
	minChoices      = 2
	whereItLives    = "Where this lives in Level Up"
)

// checkChapter reports what is wrong or missing in a chapter's front matter, and
// what a finished body owes.
func checkChapter(c *Chapter, d *document) {
	if c.Title == "" {
		d.broken("title", "title: write what the chapter is called")
	}
	unit := 0
	for i, u := range Chapters {
		if u.Slug == c.Slug {
			unit = i + 1
		}
	}
	if unit > 0 && c.Order != unit {
		d.owed("order", "order: chapter %s is number %d of the ten, not %d", c.Slug, unit, c.Order)
	}
	d.owes("summary", c.Summary, "one sentence for the path of chapters")
	d.atLeast("minutes", c.Minutes, 1, "minutes to read it")
	d.atLeast("prompts", len(c.Prompts), 1, "slugs of prompts that use this layer")
	checkQuiz(c, d)
	if n := c.Outline.Words; (n < minChapterWords || n > maxChapterWords) && !strings.Contains(c.Body, toDo) { // what is to be written is not counted
		d.owed("", "the text has %d words; write %d to %d", n, minChapterWords, maxChapterWords)
	}
	has := func(found bool, what string) {
		if !found {
			d.owed("", "%s", what)
		}
	}
	lives, excerpt, board := false, false, false
	for _, h := range c.Outline.Headings {
		lives = lives || h.Text == whereItLives
	}
	for _, f := range c.Outline.Fences {
		words := f.Words()
		board = board || len(words) > 0 && words[0] == "board"
		excerpt = excerpt || len(words) > 1 && words[1] == "excerpt"
	}
	has(lives, `there is no section "## `+whereItLives+`"; say which packages show this layer`)
	has(excerpt, "there is no excerpt of Level Up's code; add a block ```go excerpt PACKAGE.SYMBOL")
	has(board, "there is no diagram; add a block ```board")
}

func checkQuiz(c *Chapter, d *document) {
	d.atLeast("quiz", len(c.Quiz), minQuestions, "questions")
	names{d}.collect("quiz", len(c.Quiz), func(i int) string { return c.Quiz[i].ID })
	for i, q := range c.Quiz {
		path := at("quiz", i)
		d.owes(path+".question", q.Question, "the question")
		d.atLeast(path+".choices", len(q.Choices), minChoices, "choices")
		right := 0
		for j, choice := range q.Choices {
			d.owes(at(path+".choices", j)+".text", choice.Text, "the choice")
			d.owes(at(path+".choices", j)+".why", choice.Why, "why it is right, or what is wrong with it")
			if choice.Right {
				right++
			}
		}
		if right != 1 {
			d.broken(path+".choices", "choices: exactly one is right; here it is %d", right)
		}
	}
}

// checkBody reports what is wrong with a text, whatever it is about.
func checkBody(d *document, o markdown.Outline) {
	level := 1
	for _, h := range o.Headings {
		switch {
		case h.Level == 1:
			d.add(d.bodyLine+h.Line, false, "the title is the page's first heading; begin with ##")
		case h.Level > level+1:
			d.add(d.bodyLine+h.Line, false, "the heading %q skips a level; use %s", h.Text, strings.Repeat("#", level+1))
		}
		level = max(h.Level, 1)
	}
	for _, image := range o.Images {
		d.add(d.bodyLine+image.Line, false, "there is no place for image files; draw it as a block ```board")
		if image.Alt == "" {
			d.add(d.bodyLine+image.Line, false, "the image has no alternative text; write ![what it shows](…)")
		}
	}
	for _, table := range o.Tables {
		if !table.Headed {
			d.add(d.bodyLine+table.Line, false, "a column of the table has no heading; name it")
		}
	}
	for _, line := range o.RawHTML {
		d.add(d.bodyLine+line, false, "HTML is not shown; write it in Markdown")
	}
	for i, f := range o.Fences {
		checkFence(d, o.Fences, i, f)
	}
}

// ways in which the code of a chapter is kept true.
var checkedHow = []string{"run", "show", "excerpt"}

func checkFence(d *document, all []markdown.Fence, i int, f markdown.Fence) {
	words := f.Words()
	line := d.bodyLine + f.Line
	if len(words) == 0 {
		d.add(line, false, "name the language behind the fence, or text")
		return
	}
	if strings.TrimSpace(f.Body) == "" {
		d.add(line, false, "the block is empty")
	}
	if words[0] == "board" {
		_, problems := board.Parse(f.Body)
		for _, p := range problems {
			d.add(line+p.Line, false, "%s", p.Message)
		}
	}
	if len(words) > 1 {
		d.oneOfAt(line, "how the code is checked", words[1], checkedHow)
		if words[1] == "excerpt" && (len(words) != 3 || !strings.Contains(words[2], ".")) {
			d.add(line, false, "an excerpt names its package and symbol, as in internal/interview.Fold")
		}
		if words[1] == "run" && (i+1 == len(all) || strings.Join(all[i+1].Words(), " ") != "output") {
			d.add(line, false, "what the code prints stands in a block ```output after it")
		}
	}
}
