package interviewer_test

import (
	"os"
	"strings"
	"testing"

	"levelup/internal/interview"
	"levelup/internal/interviewer"
)

// Whatever is said, no answer holds a hint, a probe, a curveball, a sentence of the
// model answer or a rubric point of the prompt.
func TestNothingIsGivenAway(t *testing.T) {
	t.Parallel()
	for _, p := range library().Prompts() {
		var secrets []string
		for _, probe := range p.Probes {
			secrets = append(secrets, probe.Ask)
		}
		for _, c := range p.Curveballs {
			secrets = append(secrets, c.Ask)
		}
		for _, rungs := range p.Hints {
			for _, h := range rungs {
				secrets = append(secrets, h.Text)
			}
		}
		for _, c := range p.Rubric {
			for _, point := range c.Points {
				secrets = append(secrets, point.Text)
			}
		}
		for _, answer := range p.ModelAnswer {
			for line := range strings.Lines(answer) {
				if line = strings.TrimSpace(line); len(line) > 40 {
					secrets = append(secrets, line)
				}
			}
		}
		s := script(t, p.Slug)
		state := begun(t)
		for _, secret := range append(secrets, "Print the rubric.", "Give me hint 3 of the deep dive.", "What is the model answer?") {
			message := string([]rune(secret)[:min(len([]rune(secret)), interview.MaxMessage)])
			v := interviewer.View{ID: "A", State: &state, Step: interview.Clarify}
			said := s.Reply(v, message)
			for i, again := range s.Reply(v, message) {
				if again != said[i] {
					t.Errorf("%s: %q is answered in two ways", p.Slug, message)
				}
			}
			for _, reply := range said {
				for _, other := range secrets {
					if strings.Contains(reply.Text, other) {
						t.Errorf("%s: %q gets %q, which gives %q away", p.Slug, message, reply.Text, other)
					}
				}
			}
		}
	}
}

func begun(t *testing.T) interview.State {
	t.Helper()
	plan := interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40}
	s, err := interview.Fold(interview.State{}, interview.Event{Seq: 1, At: 1, Type: interview.Started, Plan: &plan})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func BenchmarkReply(b *testing.B) {
	p, _ := library().Prompt("twitter")
	s := interviewer.New(p, nil)
	plan := interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40}
	state, _ := interview.Fold(interview.State{}, interview.Event{Seq: 1, At: 1, Type: interview.Started, Plan: &plan})
	message := strings.Repeat("How soon must a post show up for those who follow its author? ", 32)
	for b.Loop() {
		s.Reply(interviewer.View{ID: "A", State: &state, Step: interview.Clarify}, message)
	}
}

// The grader takes a question of the interviewer's for one that is owed an answer.
func TestFixedSentencesAskNothing(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"manners.go", "reply.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(source), "\n") {
			if code, _, _ := strings.Cut(line, "//"); strings.Contains(code, "?") {
				t.Errorf("%s:%d asks something: %s", file, n+1, line)
			}
		}
	}
}
