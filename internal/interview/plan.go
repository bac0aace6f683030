package interview

import "time"

// Plan is what is decided when an attempt starts and never changes after.
type Plan struct {
	Mode      Mode  `json:"mode"`
	Level     Level `json:"level"`
	Minutes   int   `json:"minutes"`             // of Presets; the length before extra time
	ExtraTime int   `json:"extra_time"`          // of ExtraTimes, in percent
	Drill     Step  `json:"drill,omitempty"`     // the one step of a drill
	Disguised bool  `json:"disguised,omitempty"` // told as the other story
	// Manner is how the interviewer behaves. Plans of before there was one have
	// none, and are taken as is usual for their mode.
	Manner Manner `json:"manner,omitempty"`
	// By is who words what the interviewer says: ByModel, or the author's script.
	By string `json:"by,omitempty"`
}

// ByModel says that a model words what the interviewer says, from the author's
// answers and questions.
const ByModel = "model"

// Exam reports whether the attempt is taken without hints: as is said, or, where
// nothing is, on the clock of a whole interview.
func (p Plan) Exam() bool {
	if p.Manner == "" {
		return p.Mode == OnTheClock
	}
	return p.Manner == Examine
}

// baseMinutes is how an interview of 40 minutes is cut.
var baseMinutes = [len(Steps)]int{5, 5, 15, 10, 5}

// Budgets is how long each step is meant to take, in whole seconds: 40 minutes
// are 5+5+15+10+5, other lengths scale the steps and the last takes what
// rounding leaves over; then comes the person's extra time.
func (p Plan) Budgets() [len(Steps)]time.Duration {
	extra := max(p.ExtraTime, 100)
	whole := p.Minutes * 60
	rest := whole * extra / 100
	var out [len(Steps)]time.Duration
	for i := range Steps {
		seconds := baseMinutes[i] * 60 * p.Minutes / 40 * extra / 100
		if i == len(Steps)-1 {
			seconds = rest
		}
		rest -= seconds
		out[i] = time.Duration(seconds) * time.Second
	}
	return out
}

// Total is how long the attempt may take, 0 where no clock runs.
func (p Plan) Total() time.Duration {
	budgets := p.Budgets()
	switch p.Mode {
	case Practice:
		return 0
	case Drill:
		return budgets[p.Drill.Index()]
	}
	var sum time.Duration
	for _, b := range budgets {
		sum += b
	}
	return sum
}

// First is the step in which the attempt begins.
func (p Plan) First() Step {
	if p.Mode == Drill {
		return p.Drill
	}
	return Clarify
}

// Has reports whether the attempt has the step at all.
func (p Plan) Has(s Step) bool { return s.Index() >= 0 && (p.Mode != Drill || s == p.Drill) }
