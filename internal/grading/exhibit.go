package grading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"levelup/internal/interview"
	"levelup/internal/match"
)

// exhibit is a transcript as a model sees it, and where the evidence that the model
// brings is looked up: in the candidate's words as they were written.
type exhibit struct {
	shown  []datum
	own    map[interview.Step][]own
	work   map[interview.Step]*work
	struck bool // something spoke to a grader and is not shown
}

// datum is one line of what is shown.
type datum struct {
	Step string `json:"step"`
	Kind string `json:"kind"` // answer, said, interviewer, calculation, part, note or connection
	Text string `json:"text"`
}

// own is one text of the candidate's.
type own struct {
	text   string
	barred [][2]int // bytes that are no evidence: struck, or the prompt's own story
}

// newExhibit strikes what speaks to a grader, and leaves out the steps that are as
// good as empty.
func newExhibit(t interview.Transcript, r *reading, original *match.Original) *exhibit {
	x := &exhibit{own: make(map[interview.Step][]own), work: r.steps}
	for _, name := range interview.Steps {
		before := len(x.shown)
		x.step(t.At(name), original)
		if r.steps[name] == nil {
			x.shown = x.shown[:before]
			delete(x.own, name)
		}
	}
	return x
}

func (x *exhibit) step(s interview.TranscriptStep, original *match.Original) {
	x.words(s.Step, "answer", s.Answer, original)
	for _, turn := range s.Dialogue {
		if turn.From == "candidate" {
			x.words(s.Step, "said", turn.Text, original)
		} else {
			x.label(s.Step, "interviewer", turn.Text)
		}
	}
	for _, c := range s.Calculations {
		x.label(s.Step, kindCalculation, c.Input+" = "+c.Output)
	}
	if s.Diagram == nil {
		return
	}
	names := make(map[string]string)
	for _, n := range s.Diagram.Nodes {
		kind := kindPart
		if n.Kind == "note" {
			kind = n.Kind
		}
		if x.label(s.Step, kind, n.Label) {
			names[n.ID] = n.Label
		}
	}
	for _, e := range s.Diagram.Edges {
		if names[e.From] == "" || names[e.To] == "" {
			continue
		}
		text := names[e.From] + " -> " + names[e.To]
		if e.Label != "" {
			text += ": " + e.Label
		}
		x.label(s.Step, "connection", text)
	}
}

// words shows a text of the candidate's without the sentences that speak to a
// grader.
func (x *exhibit) words(step interview.Step, kind, text string, original *match.Original) {
	read := match.Read(text)
	spoken := orders(read)
	var rest strings.Builder
	o := own{text: text}
	from := 0
	for n, s := range read.Sentences {
		if spoken[n] {
			x.struck = true
			rest.WriteString(text[from:s.From] + "\n")
			from = s.To
		}
		if spoken[n] || original.Copied(read, n) {
			o.barred = append(o.barred, [2]int{s.From, s.To})
		}
	}
	rest.WriteString(text[from:])
	x.own[step] = append(x.own[step], o)
	x.show(step, kind, rest.String())
}

// label shows a short text whole or not at all, and reports which.
func (x *exhibit) label(step interview.Step, kind, text string) bool {
	if slices.Contains(orders(match.Read(text)), true) {
		x.struck = true
		return false
	}
	x.show(step, kind, text)
	return true
}

func (x *exhibit) show(step interview.Step, kind, text string) {
	if text = strings.TrimSpace(visible(text)); text != "" {
		x.shown = append(x.shown, datum{string(step), kind, text})
	}
}

// size is how many characters are shown.
func (x *exhibit) size() int {
	n := 0
	for _, d := range x.shown {
		n += utf8.RuneCountInString(d.Text)
	}
	return n
}

// visible is s without the characters that hide or reorder others: zero-width and
// bidirectional ones, selectors of variants, and controls but line ends and tabs.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, s)
}

func hidden(r rune) bool {
	return r != '\n' && r != '\t' && unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Variation_Selector)
}
