package report

import (
	"strings"

	"levelup/internal/board"
	"levelup/internal/curriculum"
	"levelup/internal/interview"
	"levelup/internal/markdown"
)

func stepAnchor(s interview.Step) string { return "step-" + string(s) }

// steps is the transcript as the page shows it, with what the finder found in
// it marked.
func steps(t interview.Transcript, spent times, f findings, p *curriculum.Prompt) []Step {
	var out []Step
	for _, s := range spent.steps {
		in := t.At(s.step)
		step := Step{
			Step: string(s.step), Name: s.step.Title(), Anchor: stepAnchor(s.step),
			Answer: paragraphs(in.Answer, f.finder.in(s.step, inAnswer, 0), f.cited),
		}
		for i, c := range in.Calculations {
			step.Calculations = append(step.Calculations, f.record(calculationText(c), s.step, inCalculations, i))
		}
		for i, turn := range in.Dialogue {
			who := "Interviewer"
			if turn.From == "candidate" {
				who = "You"
			}
			step.Turns = append(step.Turns, Turn{who, paragraphs(turn.Text, f.finder.in(s.step, inDialogue, i), f.cited)})
		}
		if in.Diagram != nil {
			for i, n := range in.Diagram.Nodes {
				step.Parts = append(step.Parts, f.record(partText(n), s.step, inBoard, i))
			}
			step.Connections = connections(*in.Diagram)
			if len(in.Diagram.Nodes) > 0 {
				step.Board = markdown.HTML(board.SVG(*in.Diagram))
			}
		}
		if model := strings.TrimSpace(p.ModelAnswer[string(s.step)]); model != "" {
			step.Model = markdown.Trusted(model)
		}
		out = append(out, step)
	}
	return out
}

// record is one line, and what it is evidence of.
func (f findings) record(text string, step interview.Step, in field, line int) Record {
	out := Record{Text: text}
	for _, p := range f.finder.in(step, in, line) {
		out.Anchor, out.Kind = p.anchor(), f.cited.kind(p)
		out.Refs = append(out.Refs, f.cited.ref(p))
	}
	return out
}

func calculationText(c interview.Calculation) string {
	if c.Output == "" {
		return c.Input
	}
	return c.Input + " = " + c.Output
}

// partText is a part of a board as one types it: "[queue] Jobs", "# a remark".
func partText(n interview.Node) string {
	name := partName(n)
	if n.Kind == "note" {
		return "# " + name
	}
	return "[" + n.Kind + "] " + name
}

// partName is never empty, and on one line.
func partName(n interview.Node) string {
	if name := strings.Join(strings.Fields(n.Label), " "); name != "" {
		return name
	}
	return n.ID
}

// connections are a board's connections as one types them. Two without words
// that run both ways between the same parts are one.
func connections(d interview.Diagram) []string {
	names := make(map[string]string, len(d.Nodes))
	for _, n := range d.Nodes {
		names[n.ID] = partName(n)
	}
	type pair struct{ from, to string }
	back := map[pair]bool{}
	for _, e := range d.Edges {
		if e.Label == "" {
			back[pair{e.From, e.To}] = true
		}
	}
	done := map[pair]bool{}
	var out []string
	for _, e := range d.Edges {
		arrow, label := " -> ", ""
		if words := strings.Join(strings.Fields(e.Label), " "); words != "" {
			label = ": " + words
		} else if back[pair{e.To, e.From}] && e.From != e.To {
			if done[pair{e.To, e.From}] {
				continue
			}
			done[pair{e.From, e.To}] = true
			arrow = " <-> "
		}
		out = append(out, names[e.From]+arrow+names[e.To]+label)
	}
	return out
}
