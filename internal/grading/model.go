package grading

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/internal/interview"
	"levelup/internal/llm"
)

// ByModel is the name of the grader that asks a model.
const ByModel = "model"

// PromptVersion names what the model is asked and how its answer is checked. It
// changes with either.
const PromptVersion = "1"

// MostSamples is how often a model may be asked about each criterion.
const MostSamples = 5

// ModelVersion is the version of the grader with a model that is asked so often about
// each criterion: grades by another model, or by more samples, are on another scale.
func ModelVersion(model string, samples int) string {
	if samples > 1 {
		return PromptVersion + "x" + strconv.Itoa(samples) + "/" + model
	}
	return PromptVersion + "/" + model
}

// The flags of the model's grader beside those of the built-in one.
const (
	FlagFallback = "fallback:"        // + criterion: the built-in grader scored it
	FlagFar      = "far-above-rubric" // more than farAbove above the built-in grade
	FlagUnsure   = "unsure:"          // + criterion: samples differ, and its score hangs on it
	FlagBeside   = "beside-the-point" // much of its evidence has no word in common with its points
)

const (
	farAbove = 1.0
	atOnce   = 3 // criteria that are asked about at the same time

	mostShown = 120_000 // characters of a transcript
)

// Model answers questions; package llm's client is one.
type Model interface {
	Complete(ctx context.Context, r llm.Request) (llm.Answer, error)
}

// ModelUse is what a grade has taken of a model.
type ModelUse struct {
	Name         string `json:"name"`
	Prompt       string `json:"prompt"`            // version of what it was asked
	Samples      int    `json:"samples,omitempty"` // how often about each criterion, where more than once
	Calls        int    `json:"calls"`
	Tokens       int    `json:"tokens"`
	Milliseconds int64  `json:"milliseconds"` // of all calls together

	Questions []Question `json:"-"` // one a call
}

// Question is one call of the model and what came of it.
type Question struct {
	Outcome string // Answered, Unusable, Stopped, or the kind of the client's error
	Tokens  int
	Spent   time.Duration
}

// What came of a question, where it is no error of the client's.
const (
	Answered = "answered"
	Unusable = "unusable" // not in the form that was asked for
	Stopped  = "stopped"  // the grade's time was over, or the program's
)

func outcomeOf(err error) string {
	if e, ok := errors.AsType[*llm.Error](err); ok {
		return string(e.Kind)
	}
	return Stopped
}

func (u *ModelUse) add(questions []Question) {
	for _, q := range questions {
		u.Calls++
		u.Tokens += q.Tokens
		u.Milliseconds += q.Spent.Milliseconds()
	}
	u.Questions = append(u.Questions, questions...)
}

// ModelGrader has a model give the verdicts, one criterion a call. It believes none
// of them: a verdict counts with evidence that is found again in the candidate's
// words, and the scores are made by Score. What the model does not answer in the
// form that was asked for, after one repair, the built-in grader answers, and the
// grade's flags say so. What can be measured is measured, not asked.
type ModelGrader struct {
	built    *Grader
	examples []interview.Transcript
	model    Model
	name     string
	samples  int
	mark     func() string
}

// NewModelGrader returns a grader over the built-in one that asks so many times about
// each criterion. The examples are the prompt's samples, with labels; mark returns
// something that nobody can guess, each time another.
func NewModelGrader(built *Grader, examples []interview.Transcript, m Model, name string, samples int, mark func() string) *ModelGrader {
	return &ModelGrader{built: built, examples: examples, model: m, name: name, samples: max(1, samples), mark: mark}
}

// Grade grades a transcript. It ends when ctx does at the latest, with what there
// is by then; it fails when the model was of no use for any criterion.
func (m *ModelGrader) Grade(ctx context.Context, t interview.Transcript, step interview.Step) (Grade, error) {
	w := m.prepare(t, step)
	use := ModelUse{Name: m.name, Prompt: PromptVersion}
	if m.samples > 1 {
		use.Samples = m.samples
	}
	if w.exhibit.size() > mostShown {
		return Grade{Model: &use}, fault.New(fault.Conflict, "This attempt is too long for a model: it has more than %d characters. The built-in grade stands.", mostShown)
	}
	if !w.reading.empty {
		m.ask(ctx, w)
		answered := 0
		for _, a := range w.asked {
			for _, o := range a.opinions {
				use.add(o.questions)
			}
			if a.err == nil {
				answered++
			}
		}
		if answered == 0 && len(w.asked) > 0 {
			return Grade{Model: &use}, fault.Wrap(w.asked[0].err, fault.Internal, "The model gave no answer that could be used. The built-in grade stands, and the model can be asked again later")
		}
	}
	g := w.grade(m.built)
	g.Grader, g.Version, g.Model = ByModel, ModelVersion(m.name, m.samples), &use
	return g, nil
}

// Estimate is how many tokens a grade takes at most, repairs included.
func (m *ModelGrader) Estimate(t interview.Transcript, step interview.Step) int {
	w := m.prepare(t, step)
	n := 0
	for _, a := range w.asked {
		first := m.request(w, a.criterion, a.points)
		n += first.Estimate() + repair(first, strings.Repeat(" ", mostRepaired), errNotJSON).Estimate()
	}
	return n * m.samples
}

// marking is one transcript on its way through the model.
type marking struct {
	prompt  *curriculum.Prompt
	reading *reading
	exhibit *exhibit
	sheet   Sheet
	asked   []*asked
	plainly func(string) string // in the words of the plain story

	findings map[string]finding // the built-in grader's
	built    float64            // its overall
}

// asked is one criterion that the model is asked about.
type asked struct {
	criterion string
	points    []curriculum.Point

	opinions []*opinion                // one a sample
	findings map[string]finding        // what they come to, when err is nil
	spread   map[string]map[string]int // of points on which they differ: how often each verdict was given
	err      error
}

func (m *ModelGrader) prepare(t interview.Transcript, step interview.Step) *marking {
	t.Level = cmp.Or(t.Level, interview.Senior)
	step = cmp.Or(step, t.Drilled())
	w := &marking{
		prompt: m.built.prompt, reading: m.built.read(t),
		plainly: func(text string) string { plain, _ := m.built.plainly(t, text); return plain }, findings: map[string]finding{},
		sheet: Sheet{Rubric: m.built.prompt.Rubric, Level: t.Level, Step: step, Verdicts: map[string]string{}, GivenAway: givenAway(m.built.prompt, t)},
	}
	w.exhibit = newExhibit(t, w.reading, m.built.original)
	for _, c := range w.prompt.Rubric {
		for _, p := range c.Points {
			f := finding{verdict: Missing}
			if !w.reading.empty && w.sheet.graded(p) {
				f = w.reading.judge(m.built.points[p.ID])
			}
			w.findings[p.ID], w.sheet.Verdicts[p.ID] = f, f.verdict
		}
	}
	w.built = Score(w.sheet).Overall
	if w.reading.empty {
		return w
	}
	for _, c := range w.prompt.Rubric {
		a := &asked{criterion: c.Criterion}
		for _, p := range c.Points {
			if w.sheet.graded(p) && !measured(p) && levelRank(interview.Level(p.Level)) <= levelRank(t.Level)+1 {
				a.points = append(a.points, p)
			}
		}
		if len(a.points) > 0 {
			w.asked = append(w.asked, a)
		}
	}
	return w
}

// measured reports whether a point is about what is counted, not read.
func measured(p curriculum.Point) bool {
	return !slices.ContainsFunc(p.Evidence.Ways, func(w curriculum.Way) bool { return w.Measure == "" })
}

// ask asks about all criteria, a few questions at a time.
func (m *ModelGrader) ask(ctx context.Context, w *marking) {
	var wg sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for _, a := range w.asked {
		for range m.samples {
			o := &opinion{}
			a.opinions = append(a.opinions, o)
			wg.Go(func() {
				room <- struct{}{}
				defer func() { <-room }()
				m.askOne(ctx, w, a, o)
			})
		}
	}
	wg.Wait()
	for _, a := range w.asked {
		a.agree()
	}
}

// askOne asks about one criterion, and once more if the answer cannot be read.
func (m *ModelGrader) askOne(ctx context.Context, w *marking, a *asked, o *opinion) {
	request := m.request(w, a.criterion, a.points)
	for try := 1; ; try++ {
		answer, err := m.model.Complete(ctx, request)
		q := Question{Outcome: Answered, Tokens: answer.Tokens, Spent: answer.Spent}
		if err != nil {
			q.Outcome = outcomeOf(err)
			o.questions, o.err = append(o.questions, q), err
			return
		}
		verdicts, err := readVerdicts(answer, a.points)
		if err == nil {
			o.questions = append(o.questions, q)
			o.findings, o.err = w.check(m.built, verdicts), nil
			return
		}
		q.Outcome = Unusable
		o.questions = append(o.questions, q)
		if o.err = err; try == 2 {
			return
		}
		request = repair(request, answer.Text, err)
	}
}

// grade puts the verdicts together, the built-in grader's where there are no
// others.
func (w *marking) grade(built *Grader) Grade {
	flags := w.reading.flags()
	if w.exhibit.struck && !slices.Contains(flags, FlagInjection) {
		flags = append(flags, FlagInjection)
	}
	for _, a := range w.asked {
		if a.err != nil {
			flags = append(flags, FlagFallback+a.criterion)
		}
		for id, f := range a.findings {
			w.findings[id], w.sheet.Verdicts[id] = f, f.verdict
		}
	}
	flags = append(flags, w.unsure()...)
	if w.beside() {
		flags = append(flags, FlagBeside)
	}
	g := built.grade(w.sheet, w.findings, flags)
	w.tellSpread(g)
	if g.Overall > w.built+farAbove {
		g.Flags = append(g.Flags, FlagFar)
	}
	return g
}
