package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The four ways in which a ruler is drawn.
const (
	RulerPlan  = "plan"  // the minutes as planned, with names: a prompt's page, the report
	RulerClock = "clock" // the plan, and beneath it the time as it goes, up to the cursor: the room
	RulerTruth = "truth" // the time as it went, overrun hatched: the report, beneath a plan of the same Total
	RulerMini  = "mini"  // a thin band without words: cards and lists
)

// RulerView is the ruler of an interview: its steps laid end to end.
type RulerView struct {
	Segments []RulerSegment
	Now      time.Duration // the cursor, from the start; below zero there is none
	Total    time.Duration // the ruler's length; zero is the longest of what it shows
	Label    string        // what it is, for who cannot see it: "Plan of 40 minutes"
	Mode     string        // RulerPlan, RulerClock, RulerTruth or RulerMini
}

// RulerSegment is one step on a ruler.
type RulerSegment struct {
	Step   string // its slug: the hue and the pattern
	Name   string // as a sentence would say it: "Map the layers"; the drawing uses a short one
	Budget time.Duration
	Spent  time.Duration
	State  string // "past", "current", "ahead" or empty
	Over   bool   // spent more than its budget
}

// Clock writes a duration as people read a watch: 4:20, 1:02:05. Seconds are
// cut, not rounded, so that a clock never shows time that is not there yet.
func Clock(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	s := int(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%s%d:%02d:%02d", sign, s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%s%d:%02d", sign, s/60, s%60)
}

// Minutes writes a duration in words: "40 minutes", "1 minute", "4:22 minutes".
func Minutes(d time.Duration) string {
	switch {
	case d == time.Minute:
		return "1 minute"
	case d%time.Minute == 0:
		return strconv.Itoa(int(d/time.Minute)) + " minutes"
	default:
		return Clock(d) + " minutes"
	}
}

// shortNames are what the drawing calls a step; a sentence has more room.
var shortNames = map[string]string{
	"clarify": "Clarify", "map": "Map", "deep-dive": "Deep dive", "trade-offs": "Trade-offs", "synthesize": "Synthesize",
}

func (s RulerSegment) short() string {
	if name, ok := shortNames[s.Step]; ok {
		return name
	}
	return s.Name
}

// current is the segment that is on, nil if none is.
func (v RulerView) current() *RulerSegment {
	for i := range v.Segments {
		if v.Segments[i].State == "current" {
			return &v.Segments[i]
		}
	}
	return nil
}

// account is the ruler in words.
func (v RulerView) account() string {
	var parts []string
	for _, s := range v.Segments {
		name := s.Name
		if name == "" {
			name = s.short()
		}
		switch {
		case v.Mode == RulerPlan || v.Mode == RulerMini && s.Spent == 0:
			parts = append(parts, name+" "+Minutes(s.Budget))
		case s.Budget == 0:
			parts = append(parts, name+" "+Clock(s.Spent))
		case s.over():
			parts = append(parts, name+" "+Clock(s.Spent)+", over its "+Minutes(s.Budget))
		default:
			parts = append(parts, name+" "+Clock(s.Spent)+" of "+Minutes(s.Budget))
		}
	}
	label := v.Label
	if label == "" {
		label = "Ruler"
	}
	return label + ": " + strings.Join(parts, "; ") + "."
}

// spentOf is the second line of a label on the clock: "5:41 of 15".
func (s RulerSegment) spentOf() string {
	switch {
	case s.Budget == 0:
		return Clock(s.Spent)
	case s.Spent == 0 && s.State != "current":
		return brief(s.Budget)
	default:
		return Clock(s.Spent) + " of " + brief(s.Budget)
	}
}

// brief is a budget without its unit: 5, or 4:22 where it is no whole minute.
func brief(d time.Duration) string {
	if d%time.Minute == 0 {
		return strconv.Itoa(int(d / time.Minute))
	}
	return Clock(d)
}
