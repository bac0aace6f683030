package room

import (
	"slices"
	"strings"
	"unicode"

	"levelup/internal/calc"
	"levelup/internal/interview"
)

// writes is how many writes a second the sheet has come to, the most of its lines,
// or 0. Only a line that says that it counts writes is taken for one, and none that
// speaks of reads: a question that rests on the wrong figure is worse than none.
func writes(sheet []interview.SheetLine) float64 {
	inputs := make([]string, len(sheet))
	for i, l := range sheet {
		inputs[i] = l.Input
	}
	most := 0.0
	for _, r := range calc.Lines(inputs) {
		if !countsWrites(&r) {
			continue
		}
		if fact, err := r.Against(1, "/s"); err == nil && fact.Alike {
			most = max(most, fact.Ratio)
		}
	}
	return most
}

var (
	surely  = []string{"write", "writes", "insert", "inserts"}
	perhaps = []string{"new", "post", "posts", "upload", "uploads"} // where no name says otherwise
	reading = []string{"read", "reads", "view", "views", "get", "gets", "fetch", "fetches"}
)

// countsWrites reports whether a line says of its result that it is a number of
// writes: by its name if it has one, else by its words, or by what it counts.
func countsWrites(r *calc.Result) bool {
	if r.Err != nil || r.Blank {
		return false
	}
	counted := r.Quantity()
	says := words(r.Name)
	if r.Name == "" {
		says = append(words(r.Input), counted.Counts()...)
	}
	is := func(list []string) func(string) bool {
		return func(word string) bool { return slices.Contains(list, word) }
	}
	switch {
	case slices.ContainsFunc(says, is(reading)):
		return false
	case slices.ContainsFunc(counted.Counts(), is(surely)):
		return true
	}
	return slices.ContainsFunc(says, is(surely)) || slices.ContainsFunc(says, is(perhaps))
}

// words are the words of a text in lower case; an underscore parts two.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
}
