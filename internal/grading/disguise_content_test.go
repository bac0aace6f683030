package grading_test

import (
	"testing"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// disguised is a transcript as somebody would have written it who was told the
// other story: each word of the candidate's by what stands for it there.
func disguised(p *curriculum.Prompt, t interview.Transcript) interview.Transcript {
	hide := p.Disguise.Mask().Hide
	t.Disguised, t.Steps = true, append([]interview.TranscriptStep(nil), t.Steps...)
	for i := range t.Steps {
		s := &t.Steps[i]
		s.Answer = hide(s.Answer)
		s.Dialogue = append([]interview.Turn(nil), s.Dialogue...)
		for j := range s.Dialogue {
			s.Dialogue[j].Text = hide(s.Dialogue[j].Text)
		}
		s.Calculations = append([]interview.Calculation(nil), s.Calculations...)
		for j, c := range s.Calculations {
			s.Calculations[j] = interview.Calculation{Input: hide(c.Input), Output: hide(c.Output)}
		}
		if s.Diagram == nil {
			continue
		}
		d := *s.Diagram
		d.Nodes = append([]interview.Node(nil), d.Nodes...)
		for j := range d.Nodes {
			d.Nodes[j].Label = hide(d.Nodes[j].Label)
		}
		s.Diagram = &d
	}
	return t
}

// The shipped samples, told in the words of the other story, are graded as they are
// in their own. A word that means two things may cost a verdict here and there.
func TestSamplesInDisguise(t *testing.T) {
	t.Parallel()
	prompts, samples := shipped(t)
	for _, p := range prompts {
		if len(p.Disguise.Words) == 0 {
			continue
		}
		t.Run(p.Slug, func(t *testing.T) {
			t.Parallel()
			g := grading.NewGrader(p)
			all, same, lost := 0, 0, 0
			for _, s := range samples[p.Slug] {
				plain, told := g.Grade(s.transcript, ""), g.Grade(disguised(p, s.transcript), "")
				if d := plain.Overall - told.Overall; d > 0.15 || d < -0.15 {
					t.Errorf("%s: overall %.2f in disguise, %.2f in its own words", s.name, told.Overall, plain.Overall)
				}
				for i, c := range plain.Criteria {
					for j, v := range c.Points {
						all++
						got := told.Criteria[i].Points[j].Verdict
						if got == v.Verdict {
							same++
						} else if v.Verdict == grading.Met {
							lost++
						}
					}
				}
			}
			t.Logf("%d of %d verdicts are the same, %d met ones are lost", same, all, lost)
			if float64(same) < 0.98*float64(all) {
				t.Errorf("%d of %d verdicts are the same, want nearly all", same, all)
			}
		})
	}
}
