package grading

import (
	"strings"

	"levelup/internal/calc"
	"levelup/internal/interview"
	"levelup/internal/match"
)

// A step with less than this is as good as empty.
const (
	fewestWords = 12
	fewestParts = 2
)

// reading is a transcript made ready: what may be evidence, by step.
type reading struct {
	transcript interview.Transcript
	steps      map[interview.Step]*work // without those that are as good as empty
	empty      bool                     // there is no other
	injected   bool                     // something speaks to a grader
}

// work is what the candidate did in a step.
type work struct {
	step    interview.Step
	seconds int
	words   int
	pieces  []*piece // the answer, then each turn of the candidate's
	sums    []sum
	board   *board
}

// piece is one text of the candidate's, in which sentences are neighbours.
type piece struct {
	*match.Text
	quantities []match.Quantity
}

// sum is a line of the calculator: its text as typed, and read with its result.
type sum struct {
	input string
	*match.Text
	quantities []match.Quantity
}

// agrees reports whether the result of the line, and not one of its inputs, is
// the figure.
func (s sum) agrees(f *match.Figure) bool {
	for _, q := range f.Find(s.Text, s.quantities) {
		if s.Words[q.From].From > len(s.input) {
			return true
		}
	}
	return false
}

func (g *Grader) read(t interview.Transcript) *reading {
	r := &reading{transcript: t, steps: make(map[interview.Step]*work)}
	outputs := calculate(t)
	for _, s := range interview.Steps {
		if w := r.work(g, t.At(s), outputs[s]); w.words >= fewestWords || len(w.sums) > 0 || w.board.size() >= fewestParts {
			r.steps[s] = w
		}
	}
	r.empty = len(r.steps) == 0
	return r
}

// calculate does the sums of a transcript again, so that a result is not taken
// from who claims it. What the calculator cannot read keeps what stands there.
func calculate(t interview.Transcript) map[interview.Step][]string {
	var inputs []string
	for _, s := range interview.Steps {
		for _, c := range t.At(s).Calculations {
			inputs = append(inputs, c.Input)
		}
	}
	results := calc.Lines(inputs)
	outputs := make(map[interview.Step][]string)
	for _, s := range interview.Steps {
		for _, c := range t.At(s).Calculations {
			output := c.Output
			if r := results[0]; r.Err == nil && !r.Blank {
				output = r.Display
			}
			outputs[s] = append(outputs[s], output)
			results = results[1:]
		}
	}
	return outputs
}

func (r *reading) work(g *Grader, s interview.TranscriptStep, outputs []string) *work {
	w := &work{step: s.Step, seconds: s.Seconds}
	texts := []string{s.Answer}
	for _, turn := range s.Dialogue {
		if turn.From == "candidate" {
			texts = append(texts, turn.Text)
		}
	}
	for _, text := range texts {
		p := &piece{Text: match.Read(text)}
		for n := range p.Sentences {
			if spoken := toGrader(p.Text, n); spoken || g.original.Copied(p.Text, n) {
				p.Discount(n)
				r.injected = r.injected || spoken
			}
		}
		p.quantities = p.Quantities()
		w.words += len(p.Words)
		w.pieces = append(w.pieces, p)
	}
	for i, c := range s.Calculations {
		if strings.TrimSpace(c.Input) == "" {
			continue
		}
		x := match.Read(c.Input + " = " + outputs[i])
		if speaksToGrader(x) {
			r.injected = true
			continue
		}
		w.sums = append(w.sums, sum{input: c.Input, Text: x, quantities: x.Quantities()})
	}
	var spoken bool
	w.board, spoken = newBoard(s.Diagram)
	r.injected = r.injected || spoken
	return w
}

func (r *reading) flags() []string {
	flags := []string{}
	if r.injected {
		flags = append(flags, FlagInjection)
	}
	if r.empty {
		flags = append(flags, FlagEmpty)
	}
	return flags
}

// listed are the steps of where that hold anything, in order.
func (r *reading) listed(where []interview.Step) []*work {
	var out []*work
	for _, s := range where {
		if w := r.steps[s]; w != nil {
			out = append(out, w)
		}
	}
	return out
}

// claims are the numbers of the sentences of p that are claims.
func (p *piece) claims() []int {
	var out []int
	for n, s := range p.Sentences {
		if s.Claim {
			out = append(out, n)
		}
	}
	return out
}
