package interview

import "slices"

// Step is one of the five parts of an interview, in the order of Steps.
type Step string

const (
	Clarify    Step = "clarify"
	Map        Step = "map"
	DeepDive   Step = "deep-dive"
	TradeOffs  Step = "trade-offs"
	Synthesize Step = "synthesize"
)

// Steps lists the five steps in order.
var Steps = [...]Step{Clarify, Map, DeepDive, TradeOffs, Synthesize}

// Index is the position of s in Steps, or -1.
func (s Step) Index() int { return slices.Index(Steps[:], s) }

// Title is the step's name as it stands on a page.
func (s Step) Title() string {
	switch s {
	case Clarify:
		return "Clarify"
	case Map:
		return "Map the layers"
	case DeepDive:
		return "Deep dive"
	case TradeOffs:
		return "Trade-offs"
	case Synthesize:
		return "Synthesize"
	default:
		return string(s)
	}
}

// Mode says which clock an attempt runs on.
type Mode string

const (
	OnTheClock Mode = "interview" // no pause
	Practice   Mode = "practice"  // no clock
	Drill      Mode = "drill"     // one step alone, on that step's clock
)

// Modes lists the modes in the order in which they are offered.
var Modes = [...]Mode{OnTheClock, Practice, Drill}

// Manner is how the interviewer behaves.
type Manner string

const (
	Coach   Manner = "coach" // gives hints when asked
	Examine Manner = "exam"  // gives none
)

// Manners lists the manners.
var Manners = [...]Manner{Coach, Examine}

// Level is what the rubric expects.
type Level string

const (
	Mid    Level = "mid"
	Senior Level = "senior"
	Staff  Level = "staff"
)

// Levels lists the levels, the lowest first.
var Levels = [...]Level{Mid, Senior, Staff}

// Presets are the lengths of a whole interview on offer, in minutes.
var Presets = [...]int{35, 40, 60}

// ExtraTimes are the factors of extra time on offer, in percent.
var ExtraTimes = [...]int{100, 125, 150, 200}

// Status is where an attempt stands.
type Status string

const (
	Running   Status = "running"
	Submitted Status = "submitted"
	Discarded Status = "discarded"
)
