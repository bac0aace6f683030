package calc

import "unicode/utf8"

// problem is an error inside the engine: places are bytes of the line.
type problem struct {
	from, to        int
	message, advice string
	instead         string // what should stand at [from, to) instead, where that is clear
	line            string // the whole line as it was probably meant; wins over instead
}

func (p *problem) Error() string { return p.message }

// public turns places into columns.
func (p *problem) public(line string) *Error {
	from, to := min(p.from, len(line)), min(max(p.to, p.from), len(line))
	e := &Error{
		Column: utf8.RuneCountInString(line[:from]) + 1, Width: max(1, utf8.RuneCountInString(line[from:to])),
		Message: p.message, Advice: p.advice,
	}
	switch {
	case p.line != "":
		e.Instead = p.line
	case p.instead != "":
		e.Instead = line[:from] + p.instead + line[to:]
	}
	return e
}

const tooLarge = "Numbers go up to 1.8e308."
