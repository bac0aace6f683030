package review

import (
	"time"

	"levelup/internal/markdown"
	"levelup/web/ui"
)

// View is the page of a review: words, numbers and addresses, no decisions left.
type View struct {
	ID       string
	Me       string // the coach, by id: what is typed is kept apart by it
	Unsaved  string // the form that came back since it could not be saved
	Prompt   string
	Learner  string
	Kind     string
	Told     markdown.HTML // what the learner was asked
	Level    string        // what this level does here
	Question string
	AskedAt  time.Time
	Named    bool
	Mine     bool // the attempt is the coach's own: nothing can be written

	Held     bool
	Until    time.Time
	Holder   string // another coach, by name
	Lapsed   string // why nothing was saved although nothing was wrong
	Kept     bool   // there are words that could not be saved
	Mistakes []ui.Mistake

	Unread   bool          // there is news of it
	Time     *ui.RulerView // as it went; nil where no time was spent
	Steps    []Step
	Whole    []Thread // comments on the attempt, and on points
	Form     Form
	Scores   []ScoreRow
	Saved    bool
	Hidden   bool // the graders' scores are not shown yet
	Graders  []Grader
	Points   bool // the verdicts on points can be overruled
	Publish  string
	Empty    bool // there is nothing to publish
	Version  int
	Hand     ui.Field
	Phrases  []Phrase
	Phrase   ui.Field
	Note     string
	NoteFail string
}

// Step is one step of the transcript.
type Step struct {
	Slug, Name, Anchor string
	Spent              string
	About              string // the address that begins a comment on the whole step
	Paragraphs         []Paragraph
	Calculations       []string
	Turns              []Turn
	Board              markdown.HTML
	Threads            []Thread // on the step as a whole
}

// Empty reports whether nothing was left in the step.
func (s Step) Empty() bool {
	return len(s.Paragraphs)+len(s.Calculations)+len(s.Turns) == 0 && s.Board == ""
}

// Paragraph is a stretch of the answer that can be commented on.
type Paragraph struct {
	ID      string
	From    int // in code points
	To      int
	Pieces  []Piece
	About   string // the address that begins a comment on it
	Threads []Thread
}

// Piece is a run of words; Marked where a comment is about it.
type Piece struct {
	Text   string
	Marked bool
}

// Turn is one thing said.
type Turn struct{ Who, Text string }

// Thread is a comment with what was said beneath it.
type Thread struct {
	ID, Anchor string
	Kind       string
	KindTitle  string
	Author     string // empty: the coach who looks
	About      string // what it is about, in words
	Quote      string
	Text       string
	Draft      bool
	Edited     bool
	At         time.Time
	Resolved   bool
	Unread     bool
	Edit       string // the address that changes it
	Former     []Former
	Replies    []Said
	Reply      string // what was written and could not be kept
	ReplyFail  string
	Answer     string // where an answer goes; empty where none can be given
}

// Former is what a comment said before.
type Former struct {
	Text string
	At   time.Time
}

// Said is a reply.
type Said struct {
	Who, Text string
	At        time.Time
}

// Form is the comment that is being written.
type Form struct {
	ID    string // of the one that is changed
	Draft bool   // nobody else has read that one
	Title string
	About string
	Quote string
	Step  string
	From  string
	To    string
	Point string
	Kinds []ui.Option
	Kind  string
	Text  string
	Error string
	// KindError is what is wrong with the kind.
	KindError string
	Fresh     string // the address that begins anew
}

// ScoreRow is a criterion with the coach's score.
type ScoreRow struct {
	Criterion, Title string
	Score            string
	Reason           string
	Error            string
	Machine          []string // what each grader gave, once it is shown
	Points           []PointRow
	Open             bool
}

// PointRow is a point of the rubric.
type PointRow struct {
	ID, Text, Level string
	Verdict         string // the grader's, in words; empty where it is not shown
	Own             string
	Reason          string
	Error           string
	About           string // the address that begins a comment on it
}

// Grader is what a grader made of the attempt as a whole.
type Grader struct{ Name, Overall, Verdict string }

// Phrase is one that is kept to say again.
type Phrase struct{ ID, Text string }
