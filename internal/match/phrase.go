package match

import "strings"

// Phrases is a set of fixed phrases in folded words, found where they stand
// word for word.
type Phrases map[string][][]string // by first word, longest first

// NewPhrases reads one phrase a line.
func NewPhrases(lines string) Phrases {
	p := make(Phrases)
	for line := range strings.SplitSeq(lines, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		list := append(p[f[0]], f)
		for i := len(list) - 1; i > 0 && len(list[i]) > len(list[i-1]); i-- {
			list[i], list[i-1] = list[i-1], list[i]
		}
		p[f[0]] = list
	}
	return p
}

// At is the number of words of the longest phrase that begins at ws[0].
func (p Phrases) At(ws []Word) int {
	if len(ws) == 0 {
		return 0
	}
next:
	for _, f := range p[ws[0].Form] {
		if len(f) > len(ws) {
			continue
		}
		for i, w := range f {
			if ws[i].Form != w {
				continue next
			}
		}
		return len(f)
	}
	return 0
}

// In reports whether any of the phrases stands in ws.
func (p Phrases) In(ws []Word) bool {
	for i := range ws {
		if p.At(ws[i:]) > 0 {
			return true
		}
	}
	return false
}
