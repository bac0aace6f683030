package interview

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"levelup/internal/board"
	"levelup/internal/fault"
)

// maxTranscript bounds a transcript file: five full steps with boards.
const maxTranscript = 4 << 20

// Transcript folds a state into what graders and coaches read. It lists all
// five steps, a drill its own.
func (s *State) Transcript(prompt string) Transcript {
	out := Transcript{Prompt: prompt, Level: s.Plan.Level, Mode: s.Plan.Mode, Disguised: s.Plan.Disguised}
	for i, step := range Steps {
		if !s.Plan.Has(step) {
			continue
		}
		in := &s.Steps[i]
		out.Steps = append(out.Steps, TranscriptStep{
			Step: step, Seconds: int((time.Duration(in.Millis) * time.Millisecond).Round(time.Second).Seconds()),
			Answer: in.Text, Calculations: s.calculations(step), Dialogue: s.dialogue(step), Diagram: in.Scene, Hints: in.Hints,
		})
	}
	return out
}

// ReadTranscript reads a transcript file. A missing level is senior, a missing
// mode interview; steps that are not listed are empty, unknown keys are
// ignored, and a part of an unknown kind is a service.
func ReadTranscript(r io.Reader) (Transcript, error) {
	t := Transcript{Level: Senior, Mode: OnTheClock}
	data, err := io.ReadAll(io.LimitReader(r, maxTranscript+1))
	if err != nil {
		return t, fault.Wrap(err, fault.Invalid, "The transcript cannot be read")
	}
	if len(data) > maxTranscript {
		return t, fault.New(fault.Invalid, "The transcript is larger than %d MiB.", maxTranscript>>20)
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fault.Wrap(err, fault.Invalid, "The transcript is not the JSON that is expected")
	}
	switch {
	case t.Prompt == "":
		return t, fault.New(fault.Invalid, `The transcript names no prompt; add "prompt": "url-shortener" or another.`)
	case !slices.Contains(Levels[:], t.Level):
		return t, fault.New(fault.Invalid, "The transcript has the level %q; it must be mid, senior or staff.", t.Level)
	case !slices.Contains(Modes[:], t.Mode):
		return t, fault.New(fault.Invalid, "The transcript has the mode %q; it must be interview, practice or drill.", t.Mode)
	}
	var seen []Step
	for i := range t.Steps {
		step := &t.Steps[i]
		if step.Step.Index() < 0 {
			return t, fault.New(fault.Invalid, "The transcript has a step %q; the steps are clarify, map, deep-dive, trade-offs, synthesize.", step.Step)
		}
		if slices.Contains(seen, step.Step) {
			return t, fault.New(fault.Invalid, "The transcript has the step %q twice.", step.Step)
		}
		seen = append(seen, step.Step)
		step.Answer = strings.ReplaceAll(step.Answer, "\r\n", "\n")
		if step.Diagram == nil {
			continue
		}
		for j := range step.Diagram.Nodes {
			if n := &step.Diagram.Nodes[j]; !slices.Contains(board.Kinds[:], n.Kind) {
				n.Kind = "service"
			}
		}
	}
	return t, nil
}

// Drilled is the step that a drill's transcript is about, empty in the other modes.
func (t Transcript) Drilled() Step {
	if t.Mode == Drill && len(t.Steps) > 0 {
		return t.Steps[0].Step
	}
	return ""
}
