package review

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"levelup/internal/board"
	"levelup/internal/interview"
	"levelup/internal/markdown"
	"levelup/internal/review"
	"levelup/web/ui"
)

// steps is the transcript, cut into what can be commented on.
func (v *View) steps(m matter) {
	var spent [len(interview.Steps)]time.Duration
	var all time.Duration
	for _, in := range m.transcript.Steps {
		spent[in.Step.Index()] = time.Duration(in.Seconds) * time.Second
		all += spent[in.Step.Index()]
		step := Step{Slug: string(in.Step), Name: in.Step.Title(), Anchor: "step-" + string(in.Step), About: v.about(string(in.Step))}
		if in.Seconds > 0 {
			step.Spent = ui.Clock(time.Duration(in.Seconds) * time.Second)
		}
		var spans [][2]int
		for _, c := range m.threads {
			if c.Anchor.Step == in.Step && c.Anchor.Passage {
				spans = append(spans, [2]int{c.Anchor.From, c.Anchor.To})
			}
		}
		for i, p := range paragraphs(in.Answer, spans) {
			p.ID = step.Slug + "-" + strconv.Itoa(i+1)
			p.About = v.about(step.Slug + ":" + strconv.Itoa(p.From) + ":" + strconv.Itoa(p.To))
			step.Paragraphs = append(step.Paragraphs, p)
		}
		for _, c := range in.Calculations {
			line := c.Input
			if c.Output != "" {
				line += " = " + c.Output
			}
			step.Calculations = append(step.Calculations, line)
		}
		for _, t := range in.Dialogue {
			who := "Interviewer"
			if t.From == "candidate" {
				who = v.Learner
			}
			step.Turns = append(step.Turns, Turn{who, t.Text})
		}
		if in.Diagram != nil && len(in.Diagram.Nodes) > 0 {
			step.Board = markdown.HTML(board.SVG(*in.Diagram))
		}
		v.Steps = append(v.Steps, step)
	}
	if all > 0 {
		v.Time = &ui.RulerView{Segments: ui.Segments(m.request.Plan, spent, ""), Now: -1, Total: max(all, m.request.Plan.Total()), Mode: ui.RulerTruth, Label: "As it went"}
	}
}

// about is the address that begins a comment, "" where none can be written.
func (v *View) about(at string) string {
	if !v.writing() {
		return ""
	}
	return path(v.ID) + "?at=" + url.QueryEscape(at) + "#write"
}

var blankLines = regexp.MustCompile(`\n[^\S\n]*\n\s*`)

// paragraphs cuts a text at its blank lines and marks the passages; both are counted
// in code points.
func paragraphs(text string, marked [][2]int) []Paragraph {
	var out []Paragraph
	at := 0
	for _, gap := range append(blankLines.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part := text[at:gap[0]]
		if trimmed := strings.TrimRight(part, " \t\n"); strings.TrimSpace(part) != "" {
			from := at + len(trimmed) - len(strings.TrimLeft(trimmed, "\n"))
			p := Paragraph{From: utf8.RuneCountInString(text[:from]), To: utf8.RuneCountInString(text[:at+len(trimmed)])}
			p.Pieces = pieces([]rune(text[from:at+len(trimmed)]), p.From, marked)
			out = append(out, p)
		}
		at = gap[1]
	}
	return out
}

// pieces cuts a paragraph, which begins at a place, where marks begin and end.
func pieces(words []rune, from int, marked [][2]int) []Piece {
	to := from + len(words)
	edges := []int{from, to}
	for _, m := range marked {
		for _, edge := range m {
			if from < edge && edge < to {
				edges = append(edges, edge)
			}
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []Piece
	for i := range len(edges) - 1 {
		a, b := edges[i], edges[i+1]
		covered := slices.ContainsFunc(marked, func(m [2]int) bool { return m[0] <= a && b <= m[1] })
		out = append(out, Piece{string(words[a-from : b-from]), covered})
	}
	return out
}

// hang puts the comments beside what they are about.
func (v *View) hang(m matter, f filled) {
	for _, c := range m.threads {
		t := m.thread(c, f)
		if !v.writing() {
			t.Edit = ""
		}
		i := slices.IndexFunc(v.Steps, func(s Step) bool { return s.Slug == string(c.Anchor.Step) })
		if i < 0 {
			v.Whole = append(v.Whole, t)
			continue
		}
		step := &v.Steps[i]
		at := -1
		for j, p := range step.Paragraphs {
			if c.Anchor.Passage && c.Anchor.From >= p.From {
				at = j
			}
		}
		if at < 0 {
			step.Threads = append(step.Threads, t)
			continue
		}
		step.Paragraphs[at].Threads = append(step.Paragraphs[at].Threads, t)
	}
}

func (m matter) thread(c review.Comment, f filled) Thread {
	own := c.Author == m.me
	t := Thread{ID: c.ID, Anchor: commentAnchor(c.ID), Kind: c.Kind, KindTitle: kindTitle(c.Kind), About: m.about(c.Anchor), Quote: c.Anchor.Quote(m.transcript),
		Text: c.Text, Draft: c.Published.IsZero(), Edited: c.Version > 1, At: c.At, Resolved: c.Resolved, Unread: c.Unread}
	if !own {
		t.Author = c.AuthorName
	} else {
		t.Edit = path(m.request.Attempt) + "?edit=" + url.QueryEscape(c.ID) + "#write"
	}
	if own && !t.Draft {
		t.Answer = path(m.request.Attempt) + "/reply"
	}
	for _, e := range c.Earlier {
		t.Former = append(t.Former, Former{e.Text, e.At})
	}
	for _, r := range c.Replies {
		t.Replies = append(t.Replies, Said{r.AuthorName, r.Text, r.At})
	}
	if f.thread == c.ID {
		t.Reply, t.ReplyFail = f.reply, f.why
	}
	return t
}
