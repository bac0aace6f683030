package report

import (
	"fmt"
	"strings"
	"time"
)

// Markdown writes the report as a file that can be kept, sent and read anywhere:
// what the page says, without what it draws, and all words by step. The private
// note is left out, since a file goes from hand to hand.
func (v View) Markdown() string {
	var m mark
	m.line("# ", inline(v.Prompt+": "+v.Verdict))
	setting := []string{v.Setting}
	if v.Disguise != "" {
		setting = append(setting, "told as “"+v.Disguise+"”")
	}
	if v.ByModel {
		setting = append(setting, byModel)
	}
	if !v.Started.IsZero() {
		setting = append(setting, v.Started.UTC().Format("2 January 2006, 15:04")+" UTC")
	}
	m.line("", inline(strings.Join(setting, " · ")))
	if v.Sample {
		m.line("", "A sample: somebody else wrote these answers, and “you” is whoever that was.")
	}
	m.line("", inline(v.Aside))
	m.line("", inline(strings.Join(v.Standing, " ")))
	for _, line := range v.Letter {
		var text string
		for _, run := range line {
			text += run.Text
		}
		m.line("", inline(text))
	}
	for _, remark := range v.Remarks {
		m.line("> ", inline(remark))
	}
	m.line("## ", "The one thing to do next")
	m.line("", inline(v.Next.Text))
	if len(v.Criteria) > 0 {
		m.line("## ", countCriteria(len(v.Criteria)))
	}
	for _, c := range v.Criteria {
		m.criterion(c)
	}
	m.coach(v.Coach)
	m.minutes(v.Time)
	m.line("## ", v.wordsTitle())
	for _, s := range v.Words {
		m.step(s)
	}
	m.line("---", "")
	m.line("", inline(v.Colophon))
	return m.String()
}

// FileName is what the file is called where it is kept.
func (v View) FileName() string {
	if v.Sample {
		return v.Slug + "-sample.md"
	}
	return v.Slug + "-" + v.Started.UTC().Format(time.DateOnly) + ".md"
}

// mark writes Markdown, block by block.
type mark struct{ strings.Builder }

// line is a block of one line; without anything on it there is none.
func (m *mark) line(lead, text string) {
	if lead+text == "" {
		return
	}
	if m.Len() > 0 {
		m.WriteByte('\n')
	}
	m.WriteString(lead + text + "\n")
}

// words is a block of what somebody wrote, beneath a line that says what it is.
func (m *mark) words(title, text string) {
	if title != "" {
		m.line("", "**"+title+"**")
	}
	m.WriteString("\n" + fenced(text, ""))
}

func (m *mark) criterion(c Criterion) {
	m.line("### ", fmt.Sprintf("%s: %d of 4, %s", inline(c.Title), c.Score, c.Meaning))
	m.line("", inline(strings.TrimSpace(c.Account+" "+c.Self)))
	if c.Reason != "" {
		m.words("Your coach", c.Reason)
	}
	for _, g := range c.Groups {
		m.line("", "**"+inline(g.Title)+"**")
		m.line("", inline(g.Lead))
		for _, p := range g.Points {
			m.point(p)
		}
	}
	m.line("", inline(c.Advice))
}

// point is an item of a list, with all that hangs on it indented beneath.
func (m *mark) point(p Point) {
	text := inline(p.Text)
	if p.Mark != "" {
		text = p.Mark + ": " + text
	}
	m.WriteString("\n- " + text + "\n")
	if p.Coach != "" {
		m.WriteString("\n  " + inline(p.Coach) + "\n")
	}
	if p.Unsure != "" {
		m.WriteString("\n  " + inline(p.Unsure) + "\n")
	}
	for _, q := range p.Quotes {
		m.WriteString("\n  > " + quoted(q) + " (" + q.Where + ")\n")
	}
	if p.Advice != "" {
		m.WriteString("\n  " + inline(p.Advice) + "\n")
	}
	if p.Section.Text != "" {
		m.WriteString("\n  Read: " + inline(p.Section.Text) + "\n")
	}
	for _, s := range p.Said {
		m.WriteString("\n  **" + inline(s.Title) + "**\n\n" + fenced(s.Text, "  "))
	}
}

func quoted(q Quote) string {
	switch q.Kind {
	case "calculation":
		return "Calculated: " + inline(q.Text)
	case "part":
		return "On the board: " + inline(q.Text)
	}
	return "“" + inline(q.Text) + "”"
}

func (m *mark) minutes(t Time) {
	m.line("## ", "Where the time went")
	account := strings.Join(t.Account, " ")
	m.line("", inline(strings.ReplaceAll(account, hatched, "."))) // nothing is drawn here
	if len(t.Steps) > 0 {
		m.WriteByte('\n')
	}
	for _, s := range t.Steps {
		m.WriteString("- " + s.Name + ": " + inline(s.Text) + "\n")
	}
}

// step is what one step holds, as it was written. The model answer is the content's
// and stays there.
func (m *mark) step(s Step) {
	m.line("### ", s.Name)
	if s.Empty() {
		m.line("", "Nothing was left in this step.")
		return
	}
	if len(s.Answer) > 0 {
		m.words("", written(s.Answer))
	}
	if len(s.Calculations) > 0 {
		m.words("Calculations", records(s.Calculations))
	}
	for _, t := range s.Turns {
		m.words(t.Who, written(t.Words))
	}
	if len(s.Parts) > 0 {
		m.words("Board", strings.Join(append([]string{records(s.Parts)}, s.Connections...), "\n"))
	}
}

// written puts paragraphs together again.
func written(paragraphs []Paragraph) string {
	var out []string
	for _, p := range paragraphs {
		var text strings.Builder
		for _, piece := range p.Pieces {
			text.WriteString(piece.Text)
		}
		out = append(out, text.String())
	}
	return strings.Join(out, "\n\n")
}

func records(list []Record) string {
	lines := make([]string, len(list))
	for i, r := range list {
		lines[i] = strings.Join(strings.Fields(r.Text), " ")
	}
	return strings.Join(lines, "\n")
}
