package search

import (
	"regexp"
	"strings"
)

// Passage is a stretch of a document that says something by itself: a sentence, or the
// name of the document. An embedder reads one better than a whole section, in which one
// thought hides behind another.
type Passage struct {
	Text     string
	from, to int // in Body; both 0 for the name
}

// shortestPassage leaves out what is too short to say anything, in bytes.
const shortestPassage = 16

var sentenceEnd = regexp.MustCompile(`[.!?]["”')]?\s+|\n\n+`)

// Passages are the sentences of a document, and behind them its name.
func (d Doc) Passages() []Passage {
	var out []Passage
	add := func(from, to int) {
		text := strings.Join(strings.Fields(d.Body[from:to]), " ")
		if len(text) >= shortestPassage {
			out = append(out, Passage{text, from, to})
		}
	}
	from := 0
	for _, end := range sentenceEnd.FindAllStringIndex(d.Body, -1) {
		add(from, end[1])
		from = end[1]
	}
	add(from, len(d.Body))
	name := d.Title
	if d.Heading != "" {
		name += ": " + d.Heading
	}
	return append(out, Passage{Text: name})
}

// longestPassage is how much of a sentence is shown, in code points.
const longestPassage = 240

// snippet is the passage as a part of its document.
func (p Passage) snippet(body string) Snippet {
	text := []rune(p.Text)
	cut := len(text) > longestPassage
	if cut {
		text = text[:longestPassage]
	}
	tail := ""
	switch {
	case cut:
		tail = "…"
	case p.to < len(strings.TrimRight(body, " \n")):
		tail = " …"
	}
	s := Snippet{{Text: ellipsis(p.from > 0) + string(text) + tail}}
	return s.tidy()
}
