package calculator

import (
	"net/http"

	"levelup/internal/calc"
)

// Page is the calculator as a page.
type Page struct {
	Sheet      Sheet
	Topics     []calc.Topic
	Prompts    []Worksheet
	AsMarkdown bool // the sheet is shown as Markdown too
}

// Panel is the calculator as a part of another page.
type Panel struct {
	Sheet  Sheet
	Topics []calc.Topic
}

// Sheet is a worksheet with what it comes to.
type Sheet struct {
	Text  string
	Lines []Line
	Over  string // why it is not calculated: it is beyond a limit
}

// status is 200 whatever the lines say.
func (s Sheet) status() int {
	if s.Over != "" {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusOK
}

// Empty reports whether there is nothing to show but what to try.
func (s Sheet) Empty() bool {
	for _, l := range s.Lines {
		if !l.Blank {
			return false
		}
	}
	return s.Over == ""
}

// Line is one line with what it comes to.
type Line struct {
	N       int
	Input   string
	Blank   bool // an empty line, or a remark alone
	Result  string
	Exact   string   // empty where the result is exact
	Reading []string // how it was read, cut after each thing that is doubtful; empty where it is what was typed
	Steps   []string
	Doubts  []string
	Take    string // the line and its result as they go into an answer
	Mistake *Mistake
}

// Mistake is what is wrong with a line and where.
type Mistake struct {
	Prefix               string // of the line as typed, up to what is meant
	Before, Meant, After string // of the line, cut where it is long
	Column               int
	Message, Advice      string
	Instead              string // the whole line as it was probably meant, or empty
}

// Worksheet is one that can be loaded by a link.
type Worksheet struct {
	Title string
	Lines int
	Href  string
}
