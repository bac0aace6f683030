package record

import (
	"context"
	"sync"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// Pinned reads the prompts with which attempts were taken, and makes their rubrics
// ready, each version once.
type Pinned struct {
	attempts *interview.Store
	library  func() *curriculum.Library

	mu      sync.Mutex
	parsed  map[string]*curriculum.Prompt
	graders map[string]*grading.Grader
}

// maxPinned bounds the versions in memory; when it is full all are forgotten.
const maxPinned = 500

// NewPinned returns a reader over the attempts' store. What the library of the
// moment has in that very version is not read again.
func NewPinned(attempts *interview.Store, library func() *curriculum.Library) *Pinned {
	return &Pinned{attempts: attempts, library: library, parsed: map[string]*curriculum.Prompt{}, graders: map[string]*grading.Grader{}}
}

// Prompt returns the prompt of a version as it was then.
func (p *Pinned) Prompt(ctx context.Context, version string) (*curriculum.Prompt, error) {
	p.mu.Lock()
	prompt, ok := p.parsed[version]
	p.mu.Unlock()
	if ok {
		return prompt, nil
	}
	prompt, ok = p.library().Version(version)
	if !ok {
		source, err := p.attempts.PinnedPrompt(ctx, version)
		if err != nil {
			return nil, err
		}
		var problems []curriculum.Problem
		if prompt, problems = curriculum.ParsePrompt(source.Slug, source.Source); prompt == nil {
			return nil, fault.New(fault.Internal, "The prompt %s, version %s, cannot be read any more: %v", source.Slug, version, problems)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.parsed) >= maxPinned {
		clear(p.parsed)
		clear(p.graders)
	}
	p.parsed[version] = prompt
	return prompt, nil
}

// grader is the built-in grader over a version of a prompt.
func (p *Pinned) grader(ctx context.Context, version string) (*grading.Grader, error) {
	p.mu.Lock()
	ready, ok := p.graders[version]
	p.mu.Unlock()
	if ok {
		return ready, nil
	}
	prompt, err := p.Prompt(ctx, version)
	if err != nil {
		return nil, err
	}
	ready = grading.NewGrader(prompt)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.graders[version] = ready
	return ready, nil
}

// RubricGrader is the built-in grader over stored attempts.
func RubricGrader(attempts *interview.Store, pinned *Pinned) Grader {
	return func(ctx context.Context, id, rubric string) (grading.Grade, error) {
		a, state, err := attempts.Lookup(ctx, id)
		if err != nil {
			return grading.Grade{}, err
		}
		grader, err := pinned.grader(ctx, rubric)
		if err != nil {
			return grading.Grade{}, err
		}
		return grader.Grade(state.Transcript(a.Prompt), a.Drilled()), nil
	}
}
