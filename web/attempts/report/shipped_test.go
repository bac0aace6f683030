package report_test

import (
	"bytes"
	"testing"

	"levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/web/attempts/report"
)

// TestShippedSamples: for every sample that is shipped there is a report, and
// each piece of its evidence is found again in the transcript.
func TestShippedSamples(t *testing.T) {
	t.Parallel()
	library, problems := curriculum.Load(content.FS)
	for _, p := range problems {
		t.Log(p)
	}
	reports := 0
	for _, prompt := range library.Prompts() {
		for _, sample := range library.Samples(prompt.Slug) {
			transcript, err := interview.ReadTranscript(bytes.NewReader(sample.Source))
			if err != nil {
				t.Fatal(err)
			}
			reports++
			v := report.Sample(prompt, transcript, grading.Rubric(prompt, transcript, transcript.Drilled()))
			for _, c := range v.Criteria {
				for _, g := range c.Groups {
					for _, p := range g.Points {
						for _, q := range p.Quotes {
							if q.Number == 0 {
								t.Errorf("%s: %s: %q is not found in the transcript", sample.File, p.Text, q.Text)
							}
						}
					}
				}
			}
			render(t, report.Report(v)).want(prompt.Title, "Where the time went")
		}
	}
	if reports == 0 {
		t.Error("no sample is shipped")
	}
}
