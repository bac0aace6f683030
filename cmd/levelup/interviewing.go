package main

import (
	"context"
	"sync"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/interviewer"
)

// interviewers are the scripts of the prompts that attempts are taken with. They
// need the grader to know what is written already, which an interviewer may not
// import: so the two meet here.
type interviewers struct {
	pinned   *record.Pinned
	speakers *speakers // nil: no model is set up

	mu      sync.Mutex
	scripts map[telling]*interviewer.Script
}

// telling is a version of a prompt, in one of its stories.
type telling struct {
	version   string
	disguised bool
}

// mostScripts bounds how many are kept; when there are so many, all are made anew.
const mostScripts = 100

func newInterviewers(pinned *record.Pinned) *interviewers {
	return &interviewers{pinned: pinned, scripts: map[telling]*interviewer.Script{}}
}

func (i *interviewers) script(ctx context.Context, a interview.Attempt) (*interviewer.Script, error) {
	key := telling{a.PromptVersion, a.Plan.Disguised}
	i.mu.Lock()
	s, ok := i.scripts[key]
	i.mu.Unlock()
	if ok {
		return s, nil
	}
	p, err := i.pinned.Prompt(ctx, a.PromptVersion)
	if err != nil {
		return nil, err
	}
	told := p
	if a.Plan.Disguised {
		told = p.InDisguise()
	}
	s = interviewer.New(told, touched(p))
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.scripts) >= mostScripts {
		clear(i.scripts)
	}
	i.scripts[key] = s
	return s, nil
}

// touched asks the built-in grader which points are in what is written so far.
func touched(p *curriculum.Prompt) interviewer.Touched {
	grader := sync.OnceValue(func() *grading.Grader { return grading.NewGrader(p) }) // a pause comes later, if at all
	return func(t interview.Transcript) map[string]bool {
		out := map[string]bool{}
		for _, c := range grader().Grade(t, t.Drilled()).Criteria {
			for _, v := range c.Points {
				out[v.ID] = v.Verdict == grading.Met || v.Verdict == grading.Partial
			}
		}
		return out
	}
}

// answering is who answers the messages of an attempt.
func (i *interviewers) answering(ctx context.Context, a interview.Attempt, messages []string) (interview.Answering, error) {
	s, err := i.script(ctx, a)
	if err != nil {
		return nil, err
	}
	return s.Answering(a, messages, i.speakers != nil && a.Plan.By == interview.ByModel), nil
}

// probe is what the interviewer asks by itself in a pause.
func (i *interviewers) probe(ctx context.Context, a interview.Attempt, state interview.State, now time.Time) (interview.Spoken, interview.Step, bool, error) {
	s, err := i.script(ctx, a)
	if err != nil {
		return interview.Spoken{}, "", false, err
	}
	step := state.Place()
	v := interviewer.View{ID: a.ID, State: &state, Step: step, Now: now}
	said, ok := s.Probe(v)
	if ok && i.speakers != nil && a.Plan.By == interview.ByModel {
		i.speakers.own(a, state, s, v, said)
		return said, step, false, nil
	}
	return said, step, ok, nil
}
