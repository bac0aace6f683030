package grading_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// sample is a labelled transcript of the shipped content.
type sample struct {
	name       string
	transcript interview.Transcript
	label      float64
}

// shipped are the prompts and samples as they are shipped, read once.
func shipped(t testing.TB) ([]*curriculum.Prompt, map[string][]sample) {
	t.Helper()
	read := readShipped()
	if read.err != nil {
		t.Fatal(read.err)
	}
	return read.prompts, read.samples
}

type content struct {
	prompts []*curriculum.Prompt
	samples map[string][]sample
	err     error
}

var readShipped = sync.OnceValue(func() (c content) {
	fsys := os.DirFS("../../content")
	library, problems := curriculum.Open(fsys)
	if c.prompts = library.Prompts(); len(c.prompts) < 2 {
		c.err = fmt.Errorf("%d prompts, want 2 at least: %v", len(c.prompts), problems)
		return c
	}
	c.samples = map[string][]sample{}
	for _, p := range c.prompts {
		for _, file := range library.Samples(p.Slug) {
			tr, err := interview.ReadTranscript(bytes.NewReader(file.Source))
			if err != nil {
				c.err = fmt.Errorf("%s: %w", file.File, err)
				return c
			}
			label, ok := grading.LabelOverall(tr)
			if !ok {
				c.err = fmt.Errorf("%s has no labels", file.File)
				return c
			}
			c.samples[p.Slug] = append(c.samples[p.Slug], sample{file.File, tr, label})
		}
	}
	return c
})

// strongest are the two samples with the highest labels: what they do not earn,
// weaker ones do not.
func strongest(samples []sample) []sample {
	sorted := slices.SortedFunc(slices.Values(samples), func(a, b sample) int { return cmp.Compare(b.label, a.label) })
	return sorted[:min(2, len(sorted))]
}

// best is the sample with the highest label.
func best(samples []sample) sample {
	return slices.MaxFunc(samples, func(a, b sample) int { return cmp.Compare(a.label, b.label) })
}

// inEachStep is a transcript with the same text in each step.
func inEachStep(prompt string, text func(interview.Step) string) interview.Transcript {
	t := interview.Transcript{Prompt: prompt, Level: interview.Senior, Mode: interview.OnTheClock}
	for _, s := range interview.Steps {
		t.Steps = append(t.Steps, interview.TranscriptStep{Step: s, Seconds: 300, Answer: text(s)})
	}
	return t
}

// rewritten is the transcript with all words of the candidate's passed through
// f. What was drawn and calculated stays.
func rewritten(t interview.Transcript, f func(string) string) interview.Transcript {
	t.Steps = slices.Clone(t.Steps)
	for i := range t.Steps {
		s := &t.Steps[i]
		s.Answer = f(s.Answer)
		s.Dialogue = slices.Clone(s.Dialogue)
		for j := range s.Dialogue {
			if s.Dialogue[j].From == "candidate" {
				s.Dialogue[j].Text = f(s.Dialogue[j].Text)
			}
		}
	}
	return t
}
