package grading

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"levelup/internal/curriculum"
	"levelup/internal/llm"
)

// The kinds of evidence as the model names them.
const (
	kindQuote       = "quote"
	kindCalculation = "calculation"
	kindPart        = "part"
)

// modelVerdict is the verdict on one point as the model gives it. Its reason is
// asked for because models judge better when they say why; nobody sees it.
type modelVerdict struct {
	ID       string          `json:"id"`
	Evidence []modelEvidence `json:"evidence"`
	Reason   string          `json:"reason"`
	Verdict  string          `json:"verdict"`
}

type modelEvidence struct {
	Step string `json:"step"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

const mostEvidence = 5 // items of one point; who brings more has not chosen

// What can be wrong with an answer. The model is told.
var (
	errNotJSON = errors.New("it is not JSON of that form")
	errCutOff  = errors.New("it ends in the middle; be shorter")
)

// readVerdicts reads an answer strictly: what is not exactly the form is refused,
// and nothing that is missing is filled in.
func readVerdicts(a llm.Answer, points []curriculum.Point) ([]modelVerdict, error) {
	if a.Cut {
		return nil, errCutOff
	}
	d := json.NewDecoder(strings.NewReader(unwrap(a.Text)))
	d.DisallowUnknownFields()
	var out struct {
		Points []modelVerdict `json:"points"`
	}
	err := d.Decode(&out)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errCutOff
	}
	if err != nil {
		return nil, errNotJSON
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errNotJSON
	}
	open := make(map[string]bool, len(points))
	for _, p := range points {
		open[p.ID] = true
	}
	for _, v := range out.Points {
		if !open[v.ID] {
			return nil, errors.New("it names a point that was not asked about, or one twice")
		}
		delete(open, v.ID)
		switch v.Verdict {
		case Met, Partial, Missing, CannotTell:
		default:
			return nil, errors.New("a verdict is none of met, partial, missing and cannot-tell")
		}
		if len(v.Evidence) > mostEvidence {
			return nil, fmt.Errorf("a point has more than %d items of evidence", mostEvidence)
		}
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("%d of the points are not there", len(open))
	}
	return out.Points, nil
}

// unwrap takes off what some servers put around an answer: a model's thoughts before
// it, and a fence.
func unwrap(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "<think>"); ok {
		if _, after, found := strings.Cut(rest, "</think>"); found {
			s = strings.TrimSpace(after)
		}
	}
	if rest, ok := strings.CutPrefix(s, "```"); ok {
		if inside, closed := strings.CutSuffix(strings.TrimPrefix(rest, "json"), "```"); closed {
			s = strings.TrimSpace(inside)
		}
	}
	return s
}
