package admin

import "time"

// View is the page: words and numbers, no decisions left.
type View struct {
	Alerts   []string  // what an admin has to look at
	Trouble  string    // why nothing can be saved just now, or empty
	Since    time.Time // since when
	Layers   []Layer
	Graded   []GradedDay
	Figures  string    // who may read them
	Traces   string    // a sentence on where they go
	Model    *Standing // nil without a model
	Days     []Row
	Sum      *Row
	Learners []Learner
	More     bool // there are more learners than are shown
}

// Layer is one of the ten, with what the program knows of itself there.
type Layer struct {
	Name  string
	Knows []string
	Tone  string // "bad" where somebody should look, "owed" where it has to wait, else empty
}

// Standing is the model and how it gets on.
type Standing struct {
	Name, Host string
	State      string // "Answering", "Failing", "Left alone"
	Tone       string
	Note       string
	Daily      string
	Samples    string // how often it is asked, or empty
	Waiting    string
	Since      time.Time // since when the oldest grade waits; zero when none does
	Failed     string
}

// Row is one day of the spending, or the sum of all.
type Row struct {
	Day       time.Time // zero for the sum
	Grades    string
	Held      string
	NotMade   string
	Questions string
	Failed    string
	Why       string // the failed ones by kind
	Fallbacks string
	Tokens    string
	Half      string
	Most      string
}

// Learner is what one has had today.
type Learner struct {
	Name, Email string
	Grades      string
	Questions   string
	Tokens      string
	Reserved    string
	Share       string // of the day's tokens, or empty without a limit
	Over        string // why it is marked, or empty
}
