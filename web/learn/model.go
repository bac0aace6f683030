package learn

import "levelup/internal/markdown"

// Path is the curriculum as a path through the strata.
type Path struct {
	Strata   []Stratum
	SignedIn bool
	Right    int // questions answered right
	Asked    int // of so many
}

// Stratum is one chapter on the path.
type Stratum struct {
	Number  int
	Slug    string
	Title   string
	Summary string
	Href    string // empty: not written yet
	Length  string // "12 minutes"
	Prompts string // "used in 4 prompts"
	Right   int
	Asked   int
	Tried   int // questions answered at all
}

// Done reports whether every question is answered right.
func (s Stratum) Done() bool { return s.Asked > 0 && s.Right == s.Asked }

// Lesson is a chapter as a page.
type Lesson struct {
	Slug     string
	Number   int
	Title    string
	Summary  string
	Length   string
	Contents []Entry
	Body     markdown.HTML
	Quiz     Quiz
	Prompts  []Link
	Before   *Link
	After    *Link
	Draft    string // empty for what readers get
}

// Entry is a heading in the contents.
type Entry struct {
	Href, Text string
	Below      []Entry
}

// Link leads to a page of the site.
type Link struct{ Href, Title, Note string }

// Quiz is the questions of a chapter with what is known of one's answers.
type Quiz struct {
	Slug      string
	Questions []Question
	Kept      bool // answers of earlier visits are kept under the person's name
	Personal  bool // they are in this view
}

// Answered counts the questions that are answered, and right.
func (q Quiz) Answered() (all, right int) {
	for _, question := range q.Questions {
		if question.Answered {
			all++
		}
		if question.Answered && question.Right {
			right++
		}
	}
	return all, right
}

// Question is one of them.
type Question struct {
	ID       string
	Number   int
	Text     string
	Choices  []Choice
	Answered bool
	Right    bool
	Mistake  string // what is wrong with the form, or empty
	Stale    bool   // the chapter has changed since it was answered
}

// Choice is one of its answers. Why is told of all of them once one is taken.
type Choice struct {
	Value  string
	Text   string
	Why    string
	Right  bool
	Chosen bool
}
