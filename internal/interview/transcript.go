package interview

import "levelup/internal/board"

// Transcript is what the events of an attempt amount to, by step: what graders
// and coaches read, what transcript.json serves, and the format of the sample
// files. Every key but prompt and steps may be missing in a file; see
// ReadTranscript for what is assumed then.
type Transcript struct {
	Prompt string `json:"prompt"`
	Level  Level  `json:"level,omitempty"`
	Mode   Mode   `json:"mode,omitempty"`
	// Disguised says that the prompt was told as its other story.
	Disguised bool             `json:"disguised,omitempty"`
	Steps     []TranscriptStep `json:"steps"`
	Labels    []Label          `json:"labels,omitempty"` // samples only
}

// TranscriptStep is one step of a transcript.
type TranscriptStep struct {
	Step         Step          `json:"step"`
	Seconds      int           `json:"seconds,omitempty"`
	Answer       string        `json:"answer"`
	Calculations []Calculation `json:"calculations,omitempty"`
	Dialogue     []Turn        `json:"dialogue,omitempty"`
	Diagram      *Diagram      `json:"diagram,omitempty"`
	Hints        int           `json:"hints,omitempty"` // rungs of the ladder that were shown
}

// Calculation is one line of the calculator with its result.
type Calculation struct {
	Input  string `json:"input"`
	Output string `json:"output"`
}

// Turn is one thing said. From is "candidate" or "interviewer".
type Turn struct {
	From string `json:"from"`
	Text string `json:"text"`
}

// Diagram is a board: parts and directed connections.
type (
	Diagram = board.Graph
	Node    = board.Node
	Edge    = board.Edge
)

// Label is one person's reading of a sample: a score from 1 to 4 for each
// criterion, and why.
type Label struct {
	StructuredThinking float64 `json:"structured-thinking"`
	TradeOffAwareness  float64 `json:"trade-off-awareness"`
	DepthOnTheCrux     float64 `json:"depth-on-the-crux"`
	Communication      float64 `json:"communication"`
	Prioritization     float64 `json:"prioritization"`
	Why                string  `json:"why"`
}

// At returns the transcript's entry for a step, the zero value if it has none.
func (t Transcript) At(s Step) TranscriptStep {
	for _, e := range t.Steps {
		if e.Step == s {
			return e
		}
	}
	return TranscriptStep{Step: s}
}
