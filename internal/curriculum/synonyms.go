package curriculum

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// synonymsFile is beside the folders; a content folder may do without it.
const synonymsFile = "synonyms.txt"

// What a thesaurus may hold.
const (
	mostSynonyms    = 2_000 // groups
	mostOfOneGroup  = 20
	longestSynonym  = 60 // code points
	fewestOfOneLine = 2
)

// Synonyms are groups of terms that the search takes for each other.
func (l *Library) Synonyms() [][]string { return l.synonyms }

// readSynonyms reads a group a line, with commas between its terms; a line that begins
// with # is a remark.
func (l *loader) readSynonyms() {
	if _, err := fs.Stat(l.fsys, synonymsFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	source, ok := l.read(synonymsFile)
	if !ok {
		return
	}
	if fault := unreadable(source); fault != "" {
		l.add(true, synonymsFile, "%s", fault)
		return
	}
	for i, line := range strings.Split(string(source), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		group, fault := synonymsOf(line)
		if len(l.library.synonyms) == mostSynonyms {
			fault = "a thesaurus has at most 2,000 lines; take some out"
		}
		if fault != "" {
			l.problems = append(l.problems, Problem{File: synonymsFile, Line: i + 1, Message: fault, Broken: true})
			continue
		}
		l.library.synonyms = append(l.library.synonyms, group)
	}
}

// synonymsOf reads a line; fault says what is wrong with it.
func synonymsOf(line string) (group []string, fault string) {
	for term := range strings.SplitSeq(line, ",") {
		term = strings.Join(strings.Fields(term), " ")
		switch {
		case term == "":
			return nil, "there is nothing between two commas; write a term there, or take one out"
		case utf8.RuneCountInString(term) > longestSynonym:
			return nil, "a term has more than 60 characters; write what people type"
		case slices.ContainsFunc(group, func(other string) bool { return strings.EqualFold(other, term) }):
			return nil, term + " stands here twice; take one out"
		}
		group = append(group, term)
	}
	switch {
	case len(group) < fewestOfOneLine:
		return nil, "there is one term; write those that mean the same behind it, with commas between"
	case len(group) > mostOfOneGroup:
		return nil, "a line has at most 20 terms; take those out that mean something else"
	}
	return group, ""
}
