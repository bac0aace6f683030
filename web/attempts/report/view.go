package report

import (
	"time"

	"levelup/internal/markdown"
	"levelup/web/ui"
)

// View is a report as the page shows it: sentences, numbers and addresses, no
// decisions left.
type View struct {
	ID       string // of the attempt; empty for a sample
	Unsent   Unsent
	Sample   bool
	Prompt   string // its title
	Slug     string
	ByModel  bool      // a model worded what the interviewer said
	Disguise string    // the title under which it was told, or empty
	Setting  string    // mode and level, in words
	Started  time.Time // zero for a sample

	Mistakes []ui.Mistake
	Verdict  string   // the first line
	Standing []string // what the figure means and how far it can be trusted
	Letter   []Line   // paragraphs
	Remarks  []string // flags, and what else about the grading must be known
	Next     Next
	Level    Level
	Criteria []Criterion
	Time     Time
	Words    []Step
	History  History
	Coach    CoachView
	Notes    []Late
	Others   []Other // grades beside the one that is shown
	Aside    string  // that the page is not about the grade that counts, or empty
	Chosen   string  // the grade that the page is about, where it is not the one that counts
	Beside   Beside
	Colophon string
}

// Line is a paragraph of the letter.
type Line []Run

// Run is a stretch of a paragraph: plain, the learner's own words, or a point
// of the rubric. A run with Href leads to its place.
type Run struct {
	Text string
	Kind string // "", "said" or "point"
	Href string
}

// Next is the one thing to do next, with a form that starts it.
type Next struct {
	Text    string
	Offered bool
	Button  string
	Fields  []Hidden // of the form
}

// Hidden is a field of a form that is not shown.
type Hidden struct{ Name, Value string }

// Level is what the chosen level means for this prompt.
type Level struct {
	Title string
	Text  string
}

// Criterion is one of the five as the letter goes through it.
type Criterion struct {
	Anchor  string
	Title   string
	Open    bool // unfolded from the beginning
	Score   int
	Meaning string // of the score
	Account string // how many of its points were found
	Self    string // what the learner had said, or empty
	Groups  []Group
	Advice  string
	Reason  string // the coach's, for the score
}

// Group is the points of a criterion with one verdict.
type Group struct {
	Verdict string // slug of the verdict, also the icon; "beyond" for points above the level
	Title   string
	Lead    string // a sentence before the list, or empty
	Points  []Point
}

// Point is one point of the rubric.
type Point struct {
	ID      string // in the rubric
	Anchor  string
	Text    string
	Mark    string // the verdict in a word, where the group has several
	Quotes  []Quote
	Unsure  string // how a model that was asked several times answered, or empty
	Section Section
	Advice  string
	Said    []Said
	Argue   Argue
	Coach   string // what the coach says otherwise, and why; or empty
}

// Quote is evidence in the margin.
type Quote struct {
	Text   string
	Kind   string // "quote", "calculation" or "part"
	Number int    // 0 where its place was not found
	Href   string
	Where  string // the step
}

// Section is the part of a chapter that teaches a point.
type Section struct {
	Text string
	Href string // empty where the chapter is not to be read here
}

// Time is how the minutes were spent.
type Time struct {
	Plan, Truth *ui.RulerView // nil where there is none
	Account     []string      // sentences
	Steps       []Held
}

// Held is what one step held, in a sentence.
type Held struct {
	Step, Name, Href string
	Text             string
}

// Step is one step of the transcript.
type Step struct {
	Step, Name, Anchor string
	Answer             []Paragraph
	Calculations       []Record
	Turns              []Turn
	Board              markdown.HTML // drawn, or empty
	Parts              []Record      // of the board
	Connections        []string
	Model              markdown.HTML // the model answer, or empty
}

// Empty reports whether nothing was left in the step.
func (s Step) Empty() bool {
	return len(s.Answer)+len(s.Calculations)+len(s.Turns)+len(s.Parts) == 0
}

// Record is one line of the calculator or of a board. It has an anchor where
// it is evidence.
type Record struct {
	Anchor, Kind, Text string
	Refs               []Ref
}

// Turn is one thing said in the conversation.
type Turn struct {
	Who   string
	Words []Paragraph
}

// History is how earlier attempts at this prompt went.
type History struct {
	Text    string
	Past    []Past // with this one, the oldest first; drawn from two on
	Drawing Drawing
}

// Past is one attempt of a history.
type Past struct {
	Href    string // empty for the one on the page
	At      time.Time
	Overall string
	Verdict string
}

// Late is a piece of the private note: words that came after the end.
type Late struct {
	At   time.Time
	Step string
	Text string
}

// Other is a grade beside the one that is shown.
type Other struct {
	Text  string
	Again string // the grader to ask once more, or empty

	Rubric string // by which it is asked, where it is not that of the attempt
	Button string // empty: "Grade again"
	Full   string // the grade that can be read in full, by id, or empty
}
