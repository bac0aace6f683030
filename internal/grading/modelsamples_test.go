package grading_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/internal/llm"
	"levelup/internal/llm/llmtest"
)

// turning behaves in turn as it is told, of each criterion, and for ever as it is told
// last. An empty behaviour is an error.
type turning struct {
	behave []string
	mu     sync.Mutex
	turns  map[string]int
	varied int
}

func (m *turning) Complete(_ context.Context, r llm.Request) (llm.Answer, error) {
	about := r.Messages[1].Text
	about = about[strings.Index(about, `{"criterion":`):]
	about = about[:strings.Index(about, ",")]
	m.mu.Lock()
	if m.turns == nil {
		m.turns = map[string]int{}
	}
	behave := m.behave[min(m.turns[about], len(m.behave)-1)]
	m.turns[about]++
	if r.Varied {
		m.varied++
	}
	m.mu.Unlock()
	if behave == "" {
		return llm.Answer{}, errors.New("no answer")
	}
	return llm.Answer{Text: llmtest.Say(behave, r.Messages[0].Text, r.Messages[1].Text), Tokens: 1}, nil
}

func sampling(p *curriculum.Prompt, samples int, m grading.Model) *grading.ModelGrader {
	return grading.NewModelGrader(grading.NewGrader(p), nil, m, "fake", samples, func() string { return "mark" })
}

// Of several answers the verdict that most gave counts, of equally many the lowest; an
// answer of no use is no vote, and how they differed stands at the point.
func TestSeveralSamples(t *testing.T) {
	t.Parallel()
	prompts, samples := shipped(t)
	p := prompts[slices.IndexFunc(prompts, func(p *curriculum.Prompt) bool { return p.Slug == "url-shortener" })]
	tr := best(samples[p.Slug]).transcript
	once := func(behave string) grading.Grade { return gradeOf(t, sampling(p, 1, saying(behave)), tr) }
	honest, stern := once(llmtest.Honest), once(llmtest.Stern)
	if honest.Version != "1/fake" || honest.Model.Samples != 0 {
		t.Errorf("one sample is version %s of %+v, want what it was without samples", honest.Version, honest.Model)
	}
	const h, s, bad, none = llmtest.Honest, llmtest.Stern, llmtest.Prose, ""
	for _, test := range []struct {
		name    string
		samples int
		behave  []string
		like    grading.Grade
		spread  string // of a point that honest has met; empty: none
		calls   int    // of each criterion
	}{
		{"two of three", 3, []string{h, s, h}, honest, "map[met:2 missing:1]", 3},
		{"one of three", 3, []string{s, h, s}, stern, "map[met:1 missing:2]", 3},
		{"a tie", 2, []string{h, s}, stern, "map[met:1 missing:1]", 2},
		{"a tie the other way round", 4, []string{s, h, h, s}, stern, "map[met:2 missing:2]", 4},
		{"one mind", 5, []string{h}, honest, "", 5},
		{"one without an answer", 3, []string{none, h, h}, honest, "", 3},
		{"only one with an answer", 3, []string{none, none, h}, honest, "", 3},
		{"all of no use but one", 3, []string{h, bad}, honest, "", 5}, // the others are repaired once
	} {
		t.Run(test.name, func(t *testing.T) {
			m := &turning{behave: test.behave}
			g := gradeOf(t, sampling(p, test.samples, m), tr)
			spread, unsure := "", false
			for i, c := range g.Criteria {
				for j, pt := range c.Points {
					like := test.like.Criteria[i].Points[j]
					if pt.Verdict != like.Verdict || !cmp.Equal(pt.Evidence, like.Evidence) {
						t.Errorf("%s: %s with %v, want %s with %v", pt.ID, pt.Verdict, pt.Evidence, like.Verdict, like.Evidence)
					}
					if honest.Criteria[i].Points[j].Verdict == grading.Met && stern.Criteria[i].Points[j].Verdict == grading.Missing {
						spread = ""
						if pt.Unsure != nil {
							spread = fmt.Sprint(pt.Unsure)
						}
						if spread != test.spread {
							t.Errorf("%s: unsure = %q, want %q", pt.ID, spread, test.spread)
						}
					} else if honest.Criteria[i].Points[j].Verdict == stern.Criteria[i].Points[j].Verdict && pt.Unsure != nil {
						t.Errorf("%s is unsure where all agree: %v", pt.ID, pt.Unsure)
					}
				}
				flagged := slices.Contains(g.Flags, grading.FlagUnsure+c.Criterion)
				unsure = unsure || flagged
				if flagged && test.spread == "" {
					t.Errorf("%s is flagged as unsure and no point is", c.Criterion)
				}
			}
			if test.spread != "" && !unsure {
				t.Errorf("flags %v, want one that a score hangs on it", g.Flags)
			}
			if g.Overall != test.like.Overall || g.Version != fmt.Sprintf("1x%d/fake", test.samples) || g.Model.Samples != test.samples {
				t.Errorf("%.2f in version %s, %+v; want %.2f", g.Overall, g.Version, g.Model, test.like.Overall)
			}
			for about, n := range m.turns {
				if n != test.calls {
					t.Errorf("%s was asked about %d times, want %d", about, n, test.calls)
				}
			}
			if m.varied != g.Model.Calls {
				t.Errorf("%d of %d questions may be answered otherwise each time, want all", m.varied, g.Model.Calls)
			}
		})
	}
	t.Run("none with an answer", func(t *testing.T) {
		if _, err := sampling(p, 3, &turning{behave: []string{none}}).Grade(t.Context(), tr, ""); err == nil {
			t.Error("a grade without an answer")
		}
	})
	t.Run("estimate", func(t *testing.T) {
		one, five := sampling(p, 1, nil).Estimate(tr, ""), sampling(p, 5, nil).Estimate(tr, "")
		if five != 5*one || one == 0 {
			t.Errorf("five samples may take %d tokens, one %d", five, one)
		}
	})
	t.Run("once", func(t *testing.T) {
		m := &turning{behave: []string{h}}
		if gradeOf(t, sampling(p, 1, m), tr); m.varied != 0 {
			t.Error("asked once, the answer may vary")
		}
	})
}

// A drill of one step is asked about as often.
func TestSamplesOfADrill(t *testing.T) {
	t.Parallel()
	prompts, samples := shipped(t)
	tr := best(samples[prompts[0].Slug]).transcript
	m := &turning{behave: []string{llmtest.Honest}}
	if _, err := sampling(prompts[0], 2, m).Grade(t.Context(), tr, interview.Clarify); err != nil {
		t.Fatal(err)
	}
	for about, n := range m.turns {
		if n != 2 {
			t.Errorf("%s was asked about %d times, want 2", about, n)
		}
	}
}
