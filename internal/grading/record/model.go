package record

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/interview"
)

// modelWithin is how long one grade by a model may take, whatever its server does.
const modelWithin = 170 * time.Second

// Asking is which model is asked, and how.
type Asking struct {
	Model   grading.Model
	Name    string
	Samples int // how often about each criterion
	Pace    int // by how much the time of a grade is shortened, for tests; 0 is not at all
}

func (a Asking) grader(built *grading.Grader, examples []interview.Transcript) *grading.ModelGrader {
	return grading.NewModelGrader(built, examples, a.Model, a.Name, a.Samples, rand.Text)
}

// ModelGrader has a model grade stored attempts, within their learners' budgets.
func ModelGrader(attempts *interview.Store, pinned *Pinned, asking Asking, budget *Budget) Grader {
	return func(ctx context.Context, id, rubric string) (g grading.Grade, err error) {
		a, state, err := attempts.Lookup(ctx, id)
		if err != nil {
			return g, err
		}
		built, err := pinned.grader(ctx, rubric)
		if err != nil {
			return g, err
		}
		grader := asking.grader(built, samples(pinned.library(), a.Prompt))
		transcript := state.Transcript(a.Prompt)
		reserved, err := budget.Reserve(ctx, a.Person, grader.Estimate(transcript, a.Drilled()))
		if fault.KindOf(err) == fault.Conflict {
			return g, errors.Join(err, budget.Refused(ctx, a.Person))
		}
		if err != nil {
			return g, err
		}
		use := Use{Grade: GradeFailed}
		defer func() { // also when it panics or is told to stop: what is spent is spent
			err = errors.Join(err, budget.Settle(context.WithoutCancel(ctx), reserved, a.Person, use))
		}()
		g, err = asking.within(ctx, grader, transcript, a.Drilled())
		use = useOf(ctx, g, err)
		return g, err
	}
}

// GradeByModel has a model grade a transcript that is no attempt's.
func GradeByModel(ctx context.Context, built *grading.Grader, library *curriculum.Library, asking Asking, t interview.Transcript) (grading.Grade, error) {
	return asking.within(ctx, asking.grader(built, samples(library, t.Prompt)), t, t.Drilled())
}

func (a Asking) within(ctx context.Context, g *grading.ModelGrader, t interview.Transcript, step interview.Step) (grading.Grade, error) {
	ctx, cancel := context.WithTimeout(ctx, modelWithin/time.Duration(max(1, a.Pace)))
	defer cancel()
	return g.Grade(ctx, t, step)
}

// samples are the labelled transcripts of a prompt. One that cannot be read is left
// out: the content check reports it.
func samples(library *curriculum.Library, prompt string) []interview.Transcript {
	var out []interview.Transcript
	for _, file := range library.Samples(prompt) {
		if t, err := interview.ReadTranscript(bytes.NewReader(file.Source)); err == nil {
			out = append(out, t)
		}
	}
	return out
}

// NewModelWorker returns a worker for the grades by a model. They wait for others'
// servers, so they have workers of their own and nobody waits for them.
func NewModelWorker(s *Store, grade Grader, log *slog.Logger) *Worker {
	w := NewWorker(s, grade, log)
	w.grader, w.longest = grading.ByModel, modelWithin
	return w
}

// UseModel has attempts graded by a model as well, in this version of its grader.
func (s *Store) UseModel(version string) {
	s.graders = append(s.graders, grader{grading.ByModel, version})
}

// Retire gives up the grades by models that wait for one that is not set up here
// any more.
func (s *Store) Retire(ctx context.Context) error {
	current := ""
	for _, g := range s.graders {
		if g.name == grading.ByModel {
			current = g.version
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now().UnixMilli()
		_, err := tx.Exec(`UPDATE grades SET state = 'failed', lease_until = NULL, done_at = ?, failure = ?
			WHERE grader = ? AND version <> ? AND (state = 'queued' OR (state = 'running' AND lease_until < ?))`,
			now, "The model that was to read this is not set up here any more.", grading.ByModel, current, now)
		return err
	})
}
