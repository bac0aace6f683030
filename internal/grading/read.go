package grading

import (
	"strings"

	"levelup/internal/calc"
	"levelup/internal/curriculum"
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
	poured     bool                     // the text is terms in the same few forms of sentence
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

// piece is one text of the candidate's, in which sentences are neighbours. Of an
// attempt in disguise it is read in the words of the plain story, and quoted as it
// was written.
type piece struct {
	*match.Text
	written    string
	origin     curriculum.Origin
	quantities []match.Quantity
}

// verbatim is a passage of the piece as it was written.
func (p *piece) verbatim(from, to int) string {
	from, to = p.origin.Span(from, to)
	return p.written[from:to]
}

// plainly tells a text of a transcript in the words of the plain story, in which
// the rubric is written.
func (g *Grader) plainly(t interview.Transcript, text string) (string, curriculum.Origin) {
	if !t.Disguised {
		return text, nil
	}
	return g.mask.Uncover(text)
}

// sum is a line of the calculator as typed, and what it comes to.
type sum struct {
	input  string
	result calc.Result
}

func (g *Grader) read(t interview.Transcript) *reading {
	r := &reading{transcript: t, steps: make(map[interview.Step]*work)}
	results := g.calculate(t)
	for _, s := range interview.Steps {
		if w := r.work(g, t.At(s), results[s]); w.words >= fewestWords || len(w.sums) > 0 || w.board.size() >= fewestParts {
			r.steps[s] = w
		}
	}
	r.empty = len(r.steps) == 0
	r.strikePoured()
	return r
}

// strikePoured strikes all that is written where it is terms poured into a few
// forms of sentence.
func (r *reading) strikePoured() {
	var texts []*match.Text
	for _, w := range r.listed(interview.Steps[:]) {
		for _, p := range w.pieces {
			texts = append(texts, p.Text)
		}
	}
	if r.poured = match.Poured(texts); !r.poured {
		return
	}
	for _, w := range r.steps {
		for _, p := range w.pieces {
			for n := range p.Sentences {
				p.Discount(n)
			}
			p.quantities = nil
		}
	}
}

// calculate does the sums of a transcript again, as the one worksheet that they
// are, so that a result is not taken from who claims it. Where the calculator
// cannot read a line, what stands beside it counts as a number that is stated.
func (g *Grader) calculate(t interview.Transcript) map[interview.Step][]calc.Result {
	var lines []interview.Calculation
	var inputs []string
	for _, s := range interview.Steps {
		for _, c := range t.At(s).Calculations {
			c.Input, _ = g.plainly(t, c.Input)
			c.Output, _ = g.plainly(t, c.Output)
			lines, inputs = append(lines, c), append(inputs, c.Input)
		}
	}
	results := calc.Lines(inputs)
	for i, r := range results {
		if r.Err != nil || r.Blank {
			results[i] = calc.Eval(lines[i].Output)
		}
	}
	out := make(map[interview.Step][]calc.Result)
	for _, s := range interview.Steps {
		n := len(t.At(s).Calculations)
		out[s], results = results[:n], results[n:]
	}
	return out
}

func (r *reading) work(g *Grader, s interview.TranscriptStep, results []calc.Result) *work {
	w := &work{step: s.Step, seconds: s.Seconds}
	texts := []string{s.Answer}
	for _, turn := range s.Dialogue {
		if turn.From == "candidate" {
			texts = append(texts, turn.Text)
		}
	}
	for _, text := range texts {
		plain, origin := g.plainly(r.transcript, text)
		p := &piece{Text: match.Read(plain), written: text, origin: origin}
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
		if speaksToGrader(match.Read(c.Input + " = " + c.Output)) {
			r.injected = true
			continue
		}
		w.sums = append(w.sums, sum{c.Input, results[i]})
	}
	var spoken bool
	w.board, spoken = newBoard(s.Diagram, func(label string) string {
		plain, _ := g.plainly(r.transcript, label)
		return plain
	})
	r.injected = r.injected || spoken
	return w
}

func (r *reading) flags() []string {
	flags := []string{}
	if r.injected {
		flags = append(flags, FlagInjection)
	}
	if r.poured {
		flags = append(flags, FlagPoured)
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
