package prompts

import (
	"time"

	"levelup/web/ui"
)

// List is the list of prompts with its filter.
type List struct {
	Filter   Filter
	Layers   []LayerChoice
	Cards    []Card
	Total    int // prompts without the filter
	SignedIn bool
}

// Filter is what the list is narrowed to; empty means any.
type Filter struct {
	Chapter string
	Level   string
	Done    string // "yes" or "no"
}

// Any reports whether nothing is narrowed.
func (f Filter) Any() bool { return f == Filter{} }

// LayerChoice is a layer in the filter.
type LayerChoice struct {
	Slug, Name string
	Prompts    int // that touch it
	Chosen     bool
}

// Card is a prompt in the list.
type Card struct {
	Title, Summary, Href string
	Level, LevelNote     string // what the chosen level does here, where one is chosen
	Layers               []ui.Layer
	Touches              string
	Ruler                ui.RulerView
	Length               string // "40 minutes"
	Standing             Standing
}

// Standing is what a person has done with a prompt.
type Standing struct {
	Running string // where the running attempt is, empty if none runs
	Step    string // its current step
	Left    string // "23 minutes left", empty where no clock runs
	Times   int    // submitted
	Best    string // "2.6", empty where none is graded
}

// Detail is the page of one prompt.
type Detail struct {
	Slug, Title, Summary string
	Layers               []ui.Layer
	Levels               []LevelLine
	Rulers               []Length
	Steps                []ui.Option
	Disguise             bool // there is another story to take
	Model                ui.Model
	SignedIn             bool
	Extra                string // "1.25x", empty where there is no extra time
	Standing             Standing
	History              []Past
	Draft                string // empty for what learners get
}

// LevelLine is what one level does with the prompt.
type LevelLine struct {
	Value, Name, Does string
}

// Length is one of the lengths on offer, with its ruler.
type Length struct {
	Minutes string
	Label   string // "40 min", or what extra time makes of it
	Chosen  bool
	Ruler   ui.RulerView
}

// Past is an attempt of this person at this prompt.
type Past struct {
	Kind, Href string
	At         time.Time
	Result     ui.Result
}
