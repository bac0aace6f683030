package curriculum

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem is something an author has to mend. Its message says what to do.
type Problem struct {
	File    string // as named within the content folder
	Line    int    // from 1; 1 also where the whole file is meant
	Message string

	// Broken means that the file cannot be used as it is: it cannot be read, or
	// says something that has no meaning, such as a reference to nothing. A
	// start stops at it, and a reload keeps the file's last good version. What
	// is not broken is unfinished or against a rule of the house: it is used,
	// and only the content check complains.
	Broken bool

	// Unfinished means that the author has left a mark where something is still
	// to be written. Readers do not get the file, or keep the last version that was
	// finished; a start does not stop at it.
	Unfinished bool
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message) }

// unusable tells whether readers are better off without the file.
func unusable(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Broken || p.Unfinished })
}

// Broken returns those problems that make a file unusable.
func Broken(problems []Problem) []Problem {
	var broken []Problem
	for _, p := range problems {
		if p.Broken {
			broken = append(broken, p)
		}
	}
	return broken
}

// sorted puts problems into the order in which an author reads them, each once.
func sorted(problems []Problem) []Problem {
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(problems)
}
