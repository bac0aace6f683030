package author

import (
	"sync"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/ui"
)

// graders keeps rubrics that have been made ready, which takes longer than grading.
type graders struct {
	mu    sync.Mutex
	ready map[*curriculum.Prompt]*grading.Grader
}

const mostGraders = 20

func (g *graders) of(p *curriculum.Prompt) *grading.Grader {
	g.mu.Lock()
	defer g.mu.Unlock()
	if ready, ok := g.ready[p]; ok {
		return ready
	}
	if g.ready == nil || len(g.ready) >= mostGraders {
		g.ready = map[*curriculum.Prompt]*grading.Grader{}
	}
	ready := grading.NewGrader(p)
	g.ready[p] = ready
	return ready
}

var levels = []ui.Option{{Value: "mid", Label: "Mid"}, {Value: "senior", Label: "Senior"}, {Value: "staff", Label: "Staff"}}

// everyStep puts the text into each step, since a point may ask for its own.
const everyStep = "every"

func steps() []ui.Option {
	out := []ui.Option{{Value: everyStep, Label: "Every step"}}
	for _, s := range interview.Steps {
		out = append(out, ui.Option{Value: string(s), Label: s.Title()})
	}
	return out
}
