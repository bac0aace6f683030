package calc

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"levelup/internal/fault"
)

// sheet is a worksheet while it is calculated.
type sheet struct {
	line   string // the one being calculated
	tokens []token
	names  map[string]named
	lines  []string
	done   []Result // of the lines above
	last   int      // the newest line with a result, from 1
}

// Eval calculates one expression.
func Eval(input string) Result {
	var s sheet
	return s.calculate(input)
}

// Worksheet calculates a text of lines; see Lines.
func Worksheet(text string) []Result {
	return Lines(strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n"))
}

// Lines calculates the lines of a worksheet: each sees the names and the results
// of those above it. A line with an error does not stop the others.
func Lines(lines []string) []Result {
	s := sheet{lines: lines}
	out := make([]Result, len(lines))
	for i, line := range lines {
		if i >= MaxLines {
			out[i] = Result{Line: i + 1, Input: line, Err: &Error{Column: 1, Width: 1, Message: fmt.Sprintf("A worksheet holds up to %d lines.", MaxLines), Advice: "Take some out."}}
			continue
		}
		out[i] = s.calculate(line)
		s.done = out[:i+1]
	}
	return out
}

// Check says whether a text is within the limits of a worksheet.
func Check(text string) error {
	if len(text) > MaxSheet {
		return fault.Coded(fault.Invalid, "too-large", "A worksheet holds up to %d KiB; this one has %d. Shorten it.", MaxSheet>>10, (len(text)+1023)>>10)
	}
	if n := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1; n > MaxLines {
		return fault.Coded(fault.Invalid, "too-large", "A worksheet holds up to %d lines; this one has %d. Take some out.", MaxLines, n)
	}
	return nil
}

func (s *sheet) calculate(line string) Result {
	r := Result{Line: len(s.done) + 1, Input: line}
	if err := s.run(line, &r); err != nil {
		p, known := errors.AsType[*problem](err)
		if !known { // of the engine there is no other
			p = &problem{message: "The line cannot be calculated: " + err.Error() + "."}
		}
		r.Err = p.public(line)
		return r
	}
	if r.Blank {
		return r
	}
	s.last = r.Line
	if r.Name != "" {
		if s.names == nil {
			s.names = map[string]named{}
		}
		doubt := ""
		if len(r.Doubts) > 0 {
			doubt = r.Doubts[0]
		}
		s.names[strings.ToLower(r.Name)] = named{r.quantity, r.Line, doubt}
	}
	return r
}

func (s *sheet) run(line string, r *Result) error {
	s.line = line
	if len(line) > MaxLine {
		if n := utf8.RuneCountInString(line); n > MaxLine {
			return &problem{to: 1, message: fmt.Sprintf("A line holds up to %d characters; this one has %d.", MaxLine, n), advice: "Split it, and give the parts names."}
		}
	}
	tokens, err := scan(line, s.tokens)
	if err != nil {
		return err
	}
	s.tokens = tokens
	if len(tokens) == 1 {
		r.Blank = true
		return nil
	}
	p := parser{line: line, tokens: tokens, defined: s.defined}
	name, n, err := p.statement()
	if name != nil && name.kind == word {
		r.Name = name.text
	}
	if err != nil {
		return err
	}
	e, q, err := s.read(n, p.choices)
	if err != nil {
		return err
	}
	r.node, r.choice, r.bound, r.quantity = n, e.choice, e.bound, q
	r.Doubts, r.About, r.Inputs = e.doubts, q.about, q.inputs
	own := q.own()
	r.Value, r.Unit, r.Display = own.mid, own.unit, q.best(own).display(q.about)
	r.Exact = own.exact(r.Display)
	if own.ranged() {
		r.Range = &Range{own.low, own.high}
	}
	return nil
}

// maxChoices bounds the numbers of a line of which both readings are tried in
// every combination.
const maxChoices = 6

// read evaluates n, by the first of its readings that makes sense: as few
// numbers as possible are read otherwise than they seem.
func (s *sheet) read(n *node, choices int) (evaluator, quantity, error) {
	e := evaluator{sheet: s}
	q, err := e.eval(n)
	if err == nil || choices == 0 {
		return e, q, err
	}
	all := uint(1)<<min(choices, maxChoices) - 1
	for count := 1; count <= min(choices, maxChoices); count++ {
		for choice := uint(1); choice <= all; choice++ {
			if bits.OnesCount(choice) != count {
				continue
			}
			other := evaluator{sheet: s, choice: choice}
			if q, err := other.eval(n); err == nil {
				return other, q, nil
			}
		}
	}
	return e, q, err
}

// defined reports whether a name has a value: from a line above, or as one of the
// latencies.
func (s *sheet) defined(name string) bool {
	_, ok := s.names[name]
	if !ok {
		_, ok = constants[name]
	}
	return ok
}

// reference is the number of the line that a word such as L3 or line3 means, 0
// if it means none.
func reference(w string) int {
	digits, ok := strings.CutPrefix(w, "line")
	if !ok {
		digits, ok = strings.CutPrefix(w, "l")
	}
	n, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return 0
	}
	return n
}

func (e *evaluator) name(n *node) (quantity, error) {
	s := e.sheet
	if v, ok := s.names[n.name]; ok {
		if v.doubt != "" {
			e.doubt("On line " + strconv.Itoa(v.line) + ": " + v.doubt)
		}
		return v.quantity, nil
	}
	if n.name == "ans" {
		if s.last == 0 {
			return quantity{}, &problem{from: n.from, to: n.to, message: "There is no result above to which ans could refer."}
		}
		return s.done[s.last-1].quantity, nil
	}
	if line := reference(n.name); line > 0 {
		if line > len(s.done) || s.done[line-1].node == nil {
			return quantity{}, &problem{from: n.from, to: n.to, message: fmt.Sprintf("Line %d has no result to refer to.", line), advice: "Refer to a line above this one."}
		}
		return s.done[line-1].quantity, nil
	}
	if c, ok := constants[n.name]; ok {
		return *c.quantity(), nil
	}
	for i := len(s.done) + 1; i < len(s.lines); i++ {
		if before, _, ok := strings.Cut(s.lines[i], "="); ok && strings.EqualFold(strings.TrimSpace(before), n.name) {
			return quantity{}, &problem{from: n.from, to: n.to, message: fmt.Sprintf("“%s” gets its value on line %d, below this one.", s.line[n.from:n.to], i+1), advice: "Move that line up."}
		}
	}
	written := s.line[n.from:n.to]
	if _, ok := aliases[n.name]; ok || countable(written) && singular(n.name) != n.name {
		p := unknown(written, n.from, n.to, "name", e.known())
		if p.instead == "" {
			p.advice = "To count them, put a number before, as in 10 " + written + "; or give it a value above: " + written + " = 10M."
		}
		return quantity{}, p
	}
	return quantity{}, unknown(written, n.from, n.to, "name", e.known())
}

func (e *evaluator) known() []string {
	var out []string
	for name := range e.sheet.names {
		out = append(out, name)
	}
	for name := range constants {
		out = append(out, name)
	}
	return out
}
