package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"levelup/internal/interview"
)

// A place is where evidence stands in the transcript. It has a number that is
// printed in both places, so that a report on paper can be followed as well.
type place struct {
	number int
	step   interview.Step
	field  field
	line   int // of calculations, turns and parts
	span
}

// A span is a stretch of a text, in bytes.
type span struct{ from, to int }

// field says which of a step's records a place is in, in the order of the page.
type field int

const (
	inAnswer field = iota
	inCalculations
	inDialogue
	inBoard
)

func (p place) anchor() string { return "said-" + strconv.Itoa(p.number) }

// finder looks evidence up in a transcript.
type finder struct {
	steps  map[interview.Step]*source
	places []*place
}

// source is one step with its texts made ready for looking up.
type source struct {
	interview.TranscriptStep
	answer folded
	turns  []folded // the candidate's; empty where the interviewer speaks
}

func newFinder(t interview.Transcript) *finder {
	f := &finder{steps: map[interview.Step]*source{}}
	for _, step := range t.Steps {
		s := &source{TranscriptStep: step, answer: fold(step.Answer), turns: make([]folded, len(step.Dialogue))}
		for i, turn := range step.Dialogue {
			if turn.From == "candidate" {
				s.turns[i] = fold(turn.Text)
			}
		}
		f.steps[step.Step] = s
	}
	return f
}

// quote finds a quote in the candidate's own words of a step, nil if it is not
// there. What begins at the same letter is the same place, as long as the
// longest of it.
func (f *finder) quote(step interview.Step, quote string) *place {
	s, wanted := f.steps[step], strings.TrimSpace(fold(quote).text)
	if s == nil || wanted == "" {
		return nil
	}
	if at, ok := s.answer.find(wanted); ok {
		return f.put(place{step: step, field: inAnswer, span: at})
	}
	for i, turn := range s.turns {
		if at, ok := turn.find(wanted); ok {
			return f.put(place{step: step, field: inDialogue, line: i, span: at})
		}
	}
	return nil
}

func (t folded) find(wanted string) (span, bool) {
	i := strings.Index(t.text, wanted)
	if i < 0 {
		return span{}, false
	}
	return span{t.from[i], t.to[i+len(wanted)-1]}, true
}

// calculation finds a line of the calculator by its input.
func (f *finder) calculation(step interview.Step, input string) *place {
	s := f.steps[step]
	if s == nil {
		return nil
	}
	i := slices.IndexFunc(s.Calculations, func(c interview.Calculation) bool {
		return c.Input == input || c.Input+" = "+c.Output == input
	})
	if i < 0 {
		return nil
	}
	return f.put(place{step: step, field: inCalculations, line: i})
}

// part finds a part of the board by its id or its label.
func (f *finder) part(step interview.Step, name string) *place {
	s := f.steps[step]
	if s == nil || s.Diagram == nil {
		return nil
	}
	i := slices.IndexFunc(s.Diagram.Nodes, func(n interview.Node) bool { return n.ID == name })
	if i < 0 {
		i = slices.IndexFunc(s.Diagram.Nodes, func(n interview.Node) bool { return strings.EqualFold(n.Label, name) })
	}
	if i < 0 {
		return nil
	}
	return f.put(place{step: step, field: inBoard, line: i})
}

func (f *finder) put(p place) *place {
	for _, q := range f.places {
		if q.step == p.step && q.field == p.field && q.line == p.line && q.from == p.from {
			q.to = max(q.to, p.to)
			return q
		}
	}
	f.places = append(f.places, &p)
	return &p
}

// number counts the places in the order in which one reads them.
func (f *finder) number() {
	slices.SortFunc(f.places, func(a, b *place) int {
		return cmp.Or(cmp.Compare(a.step.Index(), b.step.Index()), cmp.Compare(a.field, b.field), cmp.Compare(a.line, b.line), cmp.Compare(a.from, b.from))
	})
	for i, p := range f.places {
		p.number = i + 1
	}
}

// in lists the places of one record, in order.
func (f *finder) in(step interview.Step, in field, line int) []*place {
	var out []*place
	for _, p := range f.places {
		if p.step == step && p.field == in && p.line == line {
			out = append(out, p)
		}
	}
	return out
}
