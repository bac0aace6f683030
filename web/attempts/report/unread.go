package report

import (
	"strings"
	"time"

	"levelup/internal/board"
	"levelup/internal/interview"
)

// Words is the file of an attempt of which there is no report: that it is so, and all
// that was written, by step.
func Words(in Input) (name, markdown string) {
	var m mark
	m.line("# ", inline(in.Prompt.Title))
	m.line("", inline(in.Attempt.StartedAt.UTC().Format("2 January 2006, 15:04")+" UTC. "+standing(in)))
	for _, s := range in.Transcript.Steps {
		m.line("## ", interview.Step(s.Step).Title())
		if s.Answer != "" {
			m.words("", s.Answer)
		}
		if len(s.Calculations) > 0 {
			lines := make([]string, len(s.Calculations))
			for i, c := range s.Calculations {
				lines[i] = strings.TrimSuffix(c.Input+" = "+c.Output, " = ")
			}
			m.words("Calculations", strings.Join(lines, "\n"))
		}
		for _, t := range s.Dialogue {
			who := "You"
			if t.From == interview.FromInterviewer {
				who = "Interviewer"
			}
			m.words(who, t.Text)
		}
		if s.Diagram != nil && len(s.Diagram.Nodes) > 0 {
			m.words("Board", strings.TrimRight(board.Text(*s.Diagram), "\n"))
		}
	}
	return in.Attempt.Prompt + "-" + in.Attempt.StartedAt.UTC().Format(time.DateOnly) + ".md", m.String()
}

func standing(in Input) string {
	switch {
	case in.Attempt.Status == interview.Running:
		return "It runs still; this is what is saved."
	case in.Stage() == Gone:
		return "It was discarded."
	}
	return "There is no report of it yet."
}
