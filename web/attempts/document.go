package attempts

import (
	"context"

	"levelup/internal/interview"
	"levelup/web/attempts/report"
)

// Document is an attempt as a file for whoever it belongs to: the report where there
// is one, else the words by step.
func (p *Pages) Document(ctx context.Context, a interview.Attempt) (name, markdown string, err error) {
	_, state, err := p.store.Find(ctx, a.Person, a.ID)
	if err != nil {
		return "", "", err
	}
	in, err := p.input(ctx, a, state)
	if err != nil {
		return "", "", err
	}
	if state.Status != interview.Running && in.Stage() == report.Ready {
		v := report.New(in)
		return v.FileName(), v.Markdown(), nil
	}
	name, markdown = report.Words(in)
	return name, markdown, nil
}
