package grading_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/internal/llm"
	"levelup/internal/llm/llmtest"
)

// asking runs f with a client of a fake model, on a clock of its own.
func asking(t *testing.T, behaviours []string, f func(t *testing.T, c *llm.Client, s *llmtest.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := llmtest.New(behaviours...)
		way, end := llmtest.Pipe(server)
		defer end()
		f(t, llm.New(llm.Options{BaseURL: "http://model.invalid/v1", Model: "fake", Transport: way, Random: func() float64 { return 0.5 }}), server)
	})
}

// modelGrader grades with m; its marks are numbers, so that requests can be compared.
func modelGrader(p *curriculum.Prompt, samples []sample, m grading.Model) *grading.ModelGrader {
	var transcripts []interview.Transcript
	for _, s := range samples {
		transcripts = append(transcripts, s.transcript)
	}
	var n atomic.Int32
	return grading.NewModelGrader(grading.NewGrader(p), transcripts, m, "fake", 1, func() string { return fmt.Sprintf("%012d", n.Add(1)) })
}

// grace is the time that a grade is given, as the worker gives it.
const grace = 170 * time.Second

func gradeWithin(t *testing.T, g *grading.ModelGrader, tr interview.Transcript) (grading.Grade, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), grace)
	defer cancel()
	began := time.Now()
	grade, err := g.Grade(ctx, tr, tr.Drilled())
	if took := time.Since(began); took > grace {
		t.Errorf("graded in %v, want %v at most", took, grace)
	}
	return grade, err
}

// F18: each fault ends as a grade, as a grade that says what fell back, or as a
// failure; never as a grade that was made of a broken answer.
func TestF18EveryFaultOfAModel(t *testing.T) {
	t.Parallel()
	prompts, samples := shipped(t)
	p := prompts[slices.IndexFunc(prompts, func(p *curriculum.Prompt) bool { return p.Slug == "url-shortener" })]
	tr := best(samples[p.Slug]).transcript
	for _, test := range []struct {
		behave string
		want   string // graded, failed, or missing: graded, but nothing that the model gave counts
	}{
		{llmtest.Honest, "graded"}, {llmtest.Gullible, "graded"}, {llmtest.Fenced, "graded"}, {llmtest.NoSchema, "graded"},
		{llmtest.Invented, "missing"},
		{llmtest.Refuses, "failed"}, {llmtest.Hangs, "failed"}, {llmtest.Busy, "failed"}, {llmtest.BusyUntil, "failed"},
		{llmtest.Fails, "failed"}, {llmtest.CutOff, "failed"}, {llmtest.Prose, "failed"}, {llmtest.WrongKeys, "failed"},
		{llmtest.Truncated, "failed"}, {llmtest.Huge, "failed"}, {llmtest.UnknownPoints, "failed"}, {llmtest.UnknownCriteria, "failed"},
		{llmtest.OutOfRange, "failed"}, {llmtest.Drips, "failed"}, {llmtest.Unauthorized, "failed"}, {llmtest.Elsewhere, "failed"}, {llmtest.Page, "failed"},
	} {
		t.Run(test.behave, func(t *testing.T) {
			t.Parallel()
			asking(t, []string{test.behave}, func(t *testing.T, c *llm.Client, s *llmtest.Server) {
				g, err := gradeWithin(t, modelGrader(p, samples[p.Slug], c), tr)
				if test.want == "failed" {
					if err == nil || strings.Contains(err.Error(), "cloakroom") {
						t.Errorf("Grade = %.2f %v, %v; want an error that repeats nothing", g.Overall, g.Flags, err)
					}
					return
				}
				if err != nil || g.Grader != "model" || g.Version != "1/fake" || g.Model.Tokens == 0 || len(g.Flags) > 0 {
					t.Fatalf("Grade = %+v, %v; want a grade by the model without flags", g, err)
				}
				found := 0
				for _, c := range g.Criteria {
					for _, p := range c.Points {
						if p.Verdict == grading.Met {
							found++
						}
					}
				}
				if test.want == "missing" && found > 6 { // what is measured stands
					t.Errorf("%d points met by quotes that nobody wrote", found)
				}
				t.Logf("%.2f with %d points met, %d calls, %d tokens", g.Overall, found, g.Model.Calls, g.Model.Tokens)
			})
			// One criterion fails and the others do not: it falls back and says so.
			asking(t, nil, func(t *testing.T, c *llm.Client, s *llmtest.Server) {
				if test.want != "failed" {
					return
				}
				m := &oneBad{good: c, bad: test.behave, server: s}
				g, err := gradeWithin(t, modelGrader(p, samples[p.Slug], m), tr)
				if err != nil || !slices.Contains(g.Flags, "fallback:prioritization") || len(g.Flags) != 1 {
					t.Fatalf("Grade = %v, %v; want one that says that prioritization fell back", g.Flags, err)
				}
				built := grading.Rubric(p, tr, "")
				i := slices.IndexFunc(g.Criteria, func(c grading.Criterion) bool { return c.Criterion == "prioritization" })
				if diff := cmp.Diff(built.Criteria[i].Points, g.Criteria[i].Points); diff != "" {
					t.Errorf("what fell back is not the built-in grader's (-built-in +got):\n%s", diff)
				}
			})
		})
	}
}

// oneBad asks a server that behaves badly about one criterion. The others are
// through by then, so that each has the server to itself.
type oneBad struct {
	good   grading.Model
	bad    string
	server *llmtest.Server
	others atomic.Int32
}

func (m *oneBad) Complete(ctx context.Context, r llm.Request) (llm.Answer, error) {
	if !strings.Contains(r.Messages[1].Text, `{"criterion":"prioritization"`) {
		defer m.others.Add(1)
		return m.good.Complete(ctx, r)
	}
	for m.others.Load() < 4 {
		time.Sleep(time.Millisecond)
	}
	m.server.Behave(m.bad)
	return m.good.Complete(ctx, r)
}

// On clean samples the defences strike nothing and flag nothing, and a gullible
// model grades as an honest one.
func TestTheDefencesLeaveCleanWorkAlone(t *testing.T) {
	t.Parallel()
	prompts, samples := shipped(t)
	for _, p := range prompts {
		honest, gullible := modelGrader(p, samples[p.Slug], saying(llmtest.Honest)), modelGrader(p, samples[p.Slug], saying(llmtest.Gullible))
		for _, sample := range samples[p.Slug] {
			want, got := gradeOf(t, honest, sample.transcript), gradeOf(t, gullible, sample.transcript)
			if diff := cmp.Diff(want, got); diff != "" || len(want.Flags) > 0 {
				t.Errorf("%s: flags %v; a gullible model differs (-honest +gullible):\n%s", sample.name, want.Flags, diff)
			}
			t.Logf("%-52s label %.2f, fake model %.2f", sample.name, sample.label, want.Overall)
		}
	}
}

// saying is a model without a server.
type saying string

func (s saying) Complete(_ context.Context, r llm.Request) (llm.Answer, error) {
	return llm.Answer{Text: llmtest.Say(string(s), r.Messages[0].Text, r.Messages[1].Text), Tokens: 1}, nil
}

func gradeOf(t *testing.T, g *grading.ModelGrader, tr interview.Transcript) grading.Grade {
	t.Helper()
	grade, err := g.Grade(t.Context(), tr, tr.Drilled())
	if err != nil {
		t.Fatal(err)
	}
	return grade
}
