package attempts

import (
	"bytes"
	"net/http"
	"strings"
	"sync"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
	"levelup/web/respond"
)

// The sample that visitors read: good enough to be interesting, with enough
// missing to show what a report says then.
const (
	samplePrompt = "url-shortener"
	sampleName   = "random-draw"
)

// sample remembers the view of the sample of a prompt's version.
type sample struct {
	mu      sync.Mutex
	version string
	view    report.View
}

// Sample shows a report to everybody: GET /sample. It is a shipped transcript,
// graded by the built-in grader like any other.
func (p *Pages) Sample(w http.ResponseWriter, r *http.Request) error {
	view, err := p.sample.find(p.library())
	if err != nil {
		return err
	}
	return respond.Page(w, r, http.StatusOK, report.Report(view))
}

// SampleFile is the sample as Markdown: GET /sample.md.
func (p *Pages) SampleFile(w http.ResponseWriter, r *http.Request) error {
	view, err := p.sample.find(p.library())
	if err != nil {
		return err
	}
	return respond.Attachment(w, r, markdown, view.FileName(), view.Markdown())
}

func (s *sample) find(library *curriculum.Library) (report.View, error) {
	prompt, ok := library.Prompt(samplePrompt)
	samples := library.Samples(samplePrompt)
	if !ok || len(samples) == 0 {
		return report.View{}, fault.New(fault.NotFound, "The content here has no sample report.")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.version == prompt.Version {
		return s.view, nil
	}
	chosen := samples[0]
	for _, one := range samples {
		if strings.HasSuffix(one.File, "/"+sampleName+".json") {
			chosen = one
		}
	}
	t, err := interview.ReadTranscript(bytes.NewReader(chosen.Source))
	if err != nil {
		return report.View{}, err
	}
	s.version, s.view = prompt.Version, report.Sample(prompt, t, grading.Rubric(prompt, t, ""))
	return s.view, nil
}
