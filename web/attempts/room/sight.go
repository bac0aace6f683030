package room

import (
	"net/url"
	"slices"

	"levelup/internal/interview"
)

// Sight is what of the room is in sight, as its address says it. Empty is what
// one sees at first.
type Sight struct {
	Step interview.Step
	Tool string // beside the editor
	Pane string // on a phone
}

// toolNames are what can stand beside the editor, and paneNames what a phone shows
// one at a time; the first of each at first.
var (
	toolNames = []string{"Prompt", "Calculator", "Talk", "Board"}
	paneNames = append([]string{"Write", "Steps"}, toolNames...)
)

// SightOf reads what is in sight from an address or a form.
func SightOf(v url.Values) Sight {
	return Sight{Step: interview.Step(v.Get("step")), Tool: v.Get("tool"), Pane: v.Get("pane")}.valid()
}

// valid is the sight without what does not exist.
func (s Sight) valid() Sight {
	if !slices.Contains(toolNames, s.Tool) {
		s.Tool = toolNames[0]
	}
	if !slices.Contains(paneNames, s.Pane) {
		s.Pane = paneNames[0]
	}
	return s
}

// of is the same sight of another step.
func (s Sight) of(step interview.Step) Sight {
	s.Step = step
	return s
}

// Query is the sight as an address says it, in as few words as it takes.
func (s Sight) Query() string {
	s = s.valid()
	v := url.Values{}
	if s.Step != "" {
		v.Set("step", string(s.Step))
	}
	if s.Tool != toolNames[0] {
		v.Set("tool", s.Tool)
	}
	if s.Pane != paneNames[0] {
		v.Set("pane", s.Pane)
	}
	return v.Encode()
}
