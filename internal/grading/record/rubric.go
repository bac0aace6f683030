package record

import (
	"context"
	"sync"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// Pinned reads the prompts with which attempts were taken, each version once.
type Pinned struct {
	attempts *interview.Store

	mu     sync.Mutex
	parsed map[string]*curriculum.Prompt
}

// maxPinned bounds the versions in memory; when it is full all are forgotten.
const maxPinned = 500

// NewPinned returns a reader over the attempts' store.
func NewPinned(attempts *interview.Store) *Pinned {
	return &Pinned{attempts: attempts, parsed: map[string]*curriculum.Prompt{}}
}

// Prompt returns the prompt of a version as it was then.
func (p *Pinned) Prompt(ctx context.Context, version string) (*curriculum.Prompt, error) {
	p.mu.Lock()
	prompt, ok := p.parsed[version]
	p.mu.Unlock()
	if ok {
		return prompt, nil
	}
	source, err := p.attempts.PinnedPrompt(ctx, version)
	if err != nil {
		return nil, err
	}
	prompt, problems := curriculum.ParsePrompt(source.Slug, source.Source)
	if prompt == nil {
		return nil, fault.New(fault.Internal, "The prompt %s, version %s, cannot be read any more: %v", source.Slug, version, problems)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.parsed) >= maxPinned {
		clear(p.parsed)
	}
	p.parsed[version] = prompt
	return prompt, nil
}

// RubricGrader is the built-in grader over stored attempts.
func RubricGrader(attempts *interview.Store, pinned *Pinned) Grader {
	return func(ctx context.Context, id string) (grading.Grade, error) {
		a, state, err := attempts.Lookup(ctx, id)
		if err != nil {
			return grading.Grade{}, err
		}
		prompt, err := pinned.Prompt(ctx, a.PromptVersion)
		if err != nil {
			return grading.Grade{}, err
		}
		return grading.Rubric(prompt, state.Transcript(a.Prompt), a.Drilled()), nil
	}
}
