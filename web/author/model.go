package author

import (
	"time"

	"levelup/internal/markdown"
	"levelup/web/ui"
)

// List is everything that lies in the folder.
type List struct {
	Source  Source
	Notice  *Notice
	Wrong   []Wrong // what belongs to no single file
	Groups  []Group
	Samples []Row
}

// Source says where the content comes from.
type Source struct {
	Folder  string // empty: the program's own
	Git     bool
	Branch  string
	Commit  string // short
	Subject string
	At      time.Time
	Changed bool   // something in it is not committed
	Trouble string // why git could not be asked
	Hook    bool
}

// Notice is what came of a pull.
type Notice struct {
	Tone, Text string
	Wrong      []Wrong
}

// Group is the chapters, or the prompts.
type Group struct {
	ID, Title, Empty string
	Prompts          bool // attempts are counted
	Rows             []Row
}

// Row is one file.
type Row struct {
	Title, Name, Href string
	Standing          Standing
	Changed           time.Time // zero: as the program carries it
	Words             int
	Wrong             int
	Attempts          string // "12, of which 3 at this version"
	Average           string // at the version in force
}

// Standing is what a file is to readers, in a word.
type Standing struct {
	Word, Tone, Note string
}

// File is what the pages of a chapter and of a prompt have in common.
type File struct {
	Kind, Slug, Title, Name string
	Standing                Standing
	Changed                 time.Time
	Version                 string
	Facts                   []string // "2,314 words"
	Preview                 string   // the address as readers see it; empty where the file cannot be read
	PreviewNote             string
	Wrong                   []Wrong
	Versions                []Version
}

// Wrong is a problem with the lines around it.
type Wrong struct {
	At, Message, Href string
	Broken            bool
	Lines             []Line
}

// Line is a line of a file.
type Line struct {
	Number int
	Text   string
	Here   bool
}

// Version is one version of a file that is still to be had.
type Version struct {
	Ref      string // for the address
	Label    string
	Notes    []string // "in force", "in the folder"
	At       time.Time
	Attempts int
	Graded   int
	Average  string
	Shown    bool // the points below are those of this version
}

// Chapter is the page of a chapter.
type Chapter struct {
	File
	Quiz []QuizLine
}

// QuizLine is how a question of the quiz is answered.
type QuizLine struct {
	Question        string
	Answered, Right int
	Share           string
	Wrong           string // the wrong choice that is taken most
}

// Prompt is the page of a prompt.
type Prompt struct {
	File
	Graded   int // attempts that the counts rest on
	Of       string
	Criteria []Criterion
	Samples  []Sample
	Levels   []ui.Option
	Steps    []ui.Option
	Readable bool // the grader can be tried
	Told     []Story
}

// Story is the problem as the interview tells it.
type Story struct {
	Title string
	Text  markdown.HTML
}

// Criterion is one of the five with its points.
type Criterion struct {
	Name   string
	Points []Point
}

// Point is how a point of the rubric fares.
type Point struct {
	ID, Text, Level                 string
	Weight                          int
	Critical                        bool
	Met, Partial, Missing, NotKnown int
	Overridden                      int // attempts whose coach says otherwise
	Argued                          int // notes of learners against the verdict
	Bar                             []Segment
	Meaning                         string // of the bar, in words
}

// Segment is a piece of a bar, in hundredths of it.
type Segment struct {
	Class    string
	X, Width string
}

// Sample is a labelled transcript beside the grader's opinion of it.
type Sample struct {
	Name                string
	Words               int
	Label, Grade, Apart string
	Far                 bool
	Standing            Standing
}

// Tried is the grader's opinion of a pasted text.
type Tried struct {
	Slug     string
	Text     string
	Step     string
	Level    string
	Mistake  string
	Overall  string
	Verdict  string
	Flags    []string
	Criteria []TriedCriterion
}

// TriedCriterion is a criterion with the verdict on each of its points.
type TriedCriterion struct {
	Name   string
	Score  int
	Points []TriedPoint
}

// TriedPoint is a point with what it rests on.
type TriedPoint struct {
	ID, Text, Level string
	Verdict         string
	Icon            string
	Evidence        []string
}

// Compare is two versions side by side.
type Compare struct {
	Kind, Slug, Title string
	From, To          Version
	Hunks             []Hunk
	Alike             bool
	Added, Removed    int
}

// Hunk is a run of lines that differ, with those around them.
type Hunk struct {
	Head string
	Rows []DiffRow
}

// DiffRow is a line before and after; a number of 0 means that there is none.
type DiffRow struct {
	Left, Right         int
	LeftText, RightText []Span
	Changed             bool
}

// Span is a piece of a line, marked where it differs from the other side.
type Span struct {
	Text   string
	Marked bool
}
