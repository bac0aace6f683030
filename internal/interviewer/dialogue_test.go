package interviewer_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"levelup/content"
	"levelup/internal/curriculum"
	"levelup/internal/grading"
	"levelup/internal/interview"
	"levelup/internal/interviewer"
)

var update = flag.Bool("update", false, "write what the interviewer says into testdata/*.txt")

var library = sync.OnceValue(func() *curriculum.Library {
	l, _ := curriculum.Load(content.FS)
	return l
})

// script is the interviewer of a shipped prompt, with the grader to tell it what
// was touched.
func script(t *testing.T, slug string) *interviewer.Script {
	t.Helper()
	p, ok := library().Prompt(slug)
	if !ok {
		t.Fatalf("no prompt %q", slug)
	}
	grader := grading.NewGrader(p)
	return interviewer.New(p, func(tr interview.Transcript) map[string]bool {
		out := map[string]bool{}
		for _, c := range grader.Grade(tr, "").Criteria {
			for _, v := range c.Points {
				out[v.ID] = v.Verdict == grading.Met || v.Verdict == grading.Partial
			}
		}
		return out
	})
}

// scene is an attempt that a file plays: a line of "> " is said by the candidate,
// "+ " written, "! " is an order of the file, "# " a remark; "< " is what came of it.
type scene struct {
	t      *testing.T
	script *interviewer.Script
	a      interview.Attempt
	state  interview.State
	now    time.Time
	out    bytes.Buffer
}

func (s *scene) begin(slug string, words []string) {
	s.script = script(s.t, slug)
	plan := interview.Plan{Mode: interview.OnTheClock, Level: interview.Senior, Minutes: 40, Manner: interview.Coach}
	for _, w := range words {
		switch w {
		case "exam":
			plan.Manner = interview.Examine
		case "practice":
			plan.Mode = interview.Practice
		case "drill":
			plan.Mode, plan.Drill = interview.Drill, interview.DeepDive
		case "staff", "mid":
			plan.Level = interview.Level(w)
		default:
			s.t.Fatalf("what is %q?", w)
		}
	}
	s.a, s.state = interview.Attempt{ID: "ATTEMPT", Prompt: slug}, interview.State{}
	s.now = time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	if err := s.fold(interview.Event{Type: interview.Started, Plan: &plan}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) fold(e interview.Event) error {
	e.Seq, e.At = s.state.Seq+1, s.now.UnixMilli()
	after, err := interview.Fold(s.state, e)
	if err != nil {
		fmt.Fprintf(&s.out, "< (refused: %v)\n", err)
		return err
	}
	s.state = after
	return nil
}

func (s *scene) spoken(all []interview.Spoken, step interview.Step) {
	if len(all) == 0 {
		s.out.WriteString("< (silence)\n")
	}
	for _, said := range all {
		if said.Text == "" || said.Entry == "" || said.Why == "" || utf8.RuneCountInString(said.Text) > interview.MaxMessage {
			s.t.Errorf("%+v lacks something, or is too long", said)
		}
		fmt.Fprintf(&s.out, "< [%s] %s\n", said.Entry, strings.ReplaceAll(said.Text, "\n", " "))
		if err := s.fold(interview.Event{Type: interview.Interviewed, Step: step, Spoken: &said}); err != nil {
			s.t.Error(err)
		}
	}
}

func (s *scene) play(line string) {
	kind, rest, _ := strings.Cut(line, " ")
	rest = strings.NewReplacer(`\n`, "\n", `\s`, " ").Replace(rest)
	step := s.state.Place()
	switch words := strings.Fields(rest); {
	case kind == ">":
		if i := strings.Index(rest, "{fill}"); i >= 0 {
			rest = strings.Replace(rest, "{fill}", strings.Repeat("so ", interview.MaxMessage)[:interview.MaxMessage-utf8.RuneCountInString(rest)+len("{fill}")], 1)
		}
		m := interview.Message{Text: rest}
		e := interview.Event{Type: interview.Messaged, Step: step, Message: &m}
		if s.fold(e) == nil {
			e.At = s.now.UnixMilli()
			s.spoken(s.script.Answering(s.a, []string{rest}, false)(s.state, e), step)
		}
	case kind == "+":
		at := s.state.At(step)
		if err := s.fold(interview.Event{Type: interview.Answer, Step: step, Splice: &interview.Splice{Base: at.Base, At: at.Runes, Insert: rest + "\n"}}); err != nil {
			s.t.Error(err)
		}
	case words[0] == "wait":
		d, err := time.ParseDuration(words[1])
		if err != nil {
			s.t.Fatal(err)
		}
		s.now = s.now.Add(d)
		said, ok := s.script.Probe(interviewer.View{ID: s.a.ID, State: &s.state, Step: step, Now: s.now})
		if !ok {
			s.out.WriteString("< (silence)\n")
			return
		}
		s.spoken([]interview.Spoken{said}, step)
	case words[0] == "hint":
		e := interview.Event{Type: interview.HintAsked, Step: step, Ask: &interview.Ask{}}
		if s.fold(e) == nil {
			s.spoken(s.script.Answering(s.a, nil, false)(s.state, e), step)
		}
	case words[0] == "next":
		if err := s.fold(interview.Event{Type: interview.Advanced, Step: step, To: interview.Steps[step.Index()+1]}); err != nil {
			s.t.Error(err)
		}
	case words[0] == "at": // in practice the step is where one writes
		at := interview.Step(words[1])
		if err := s.fold(interview.Event{Type: interview.Answer, Step: at, Splice: &interview.Splice{Base: s.state.At(at).Base, At: s.state.At(at).Runes}}); err != nil {
			s.t.Error(err)
		}
	default:
		s.t.Fatalf("what is %q?", line)
	}
}

// The dialogues of testdata/*.txt: "== slug words" begins one.
func TestDialogues(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no dialogues", err)
	}
	played := 0
	for _, name := range files {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := &scene{t: t}
		for line := range strings.Lines(string(want)) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "<") {
				continue
			}
			fmt.Fprintln(&s.out, line)
			switch {
			case line == "", strings.HasPrefix(line, "#"):
			case strings.HasPrefix(line, "== "):
				words := strings.Fields(line)
				s.begin(words[1], words[2:])
				played++
			default:
				s.play(line)
			}
		}
		if *update {
			if err := os.WriteFile(name, s.out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if got := s.out.String(); got != string(want) {
			t.Errorf("%s differs; run with -update and look at the difference:\n%s", name, firstDifference(string(want), got))
		}
	}
	if played < 30 {
		t.Errorf("%d dialogues, want at least 30", played)
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\n got %s", i+1, w[i], strings.Join(g[i:min(i+1, len(g))], ""))
		}
	}
	return "it is longer"
}
