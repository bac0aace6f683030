package record_test

import (
	"context"
	"testing"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// eachModel is each with a model set up before the attempt is submitted.
func eachModel(t *testing.T, f func(t *testing.T, b *bench, d *db.DB)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		s, err := account.NewStore(d, nil).SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		b := &bench{Store: record.NewStore(d), clock: clock}
		b.UseModel("1/old")
		attempts := interview.NewStore(d)
		attempts.OnSubmitted(b.Queue)
		a, _, err := attempts.Start(t.Context(), s.Person, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")}, interview.Plan{Mode: interview.OnTheClock, Level: interview.Mid, Minutes: 40})
		if err != nil {
			t.Fatal(err)
		}
		if err := attempts.Submit(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if b.attempt, _, err = attempts.Find(t.Context(), s.Person.ID, a.ID); err != nil {
			t.Fatal(err)
		}
		f(t, b, d)
	})
}

// of returns the attempt's grades by grader and version.
func (b *bench) of(t *testing.T) map[string]record.Record {
	t.Helper()
	all, err := b.List(context.Background(), b.attempt.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]record.Record{}
	for _, r := range all {
		out[r.Grader+" "+r.Version] = r
	}
	return out
}

// Submitting queues both; each has its workers, and one that fails leaves the other
// alone.
func TestBothGradersAreQueued(t *testing.T) {
	eachModel(t, func(t *testing.T, b *bench, _ *db.DB) {
		rubric := "rubric " + grading.Version
		if err := b.worker(good).Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all := b.of(t); all[rubric].State != record.Done || all["model 1/old"].State != record.Queued || len(all) != 2 {
			t.Fatalf("after the built-in grader's worker: %+v; want its grade done and the model's queued", all)
		}
		failing := func(context.Context, string, string) (grading.Grade, error) {
			return grading.Grade{}, fault.New(fault.Internal, "The model gave no answer that could be used")
		}
		if err := record.NewModelWorker(b.Store, failing, quiet).Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r := b.of(t)["model 1/old"]; r.State != record.Failed || r.Failure != "The model gave no answer that could be used" {
			t.Errorf("the model's grade = %s %q, want failed with the sentence", r.State, r.Failure)
		}
		if err := b.Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		byModel := func(context.Context, string, string) (grading.Grade, error) {
			return grading.Grade{Overall: 3, Grader: grading.ByModel, Model: &grading.ModelUse{Name: "old", Tokens: 7}}, nil
		}
		if err := record.NewModelWorker(b.Store, byModel, quiet).Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r := b.of(t)["model 1/old"]; r.State != record.Done || r.Grade.Model.Tokens != 7 {
			t.Errorf("'grade again' with the model = %s %+v, want a grade with its tokens", r.State, r.Grade)
		}
		if all := b.of(t); all[rubric].Grade.Overall != 2.5 {
			t.Errorf("the built-in grade changed: %+v", all[rubric])
		}
	})
}

// Another model is another grader's version: what waits for the old one is given
// up, with a sentence, and 'grade again' asks the new one.
func TestAModelThatIsNotSetUpAnyMore(t *testing.T) {
	eachModel(t, func(t *testing.T, b *bench, d *db.DB) {
		none := record.NewStore(d)
		if err := none.Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); fault.KindOf(err) != fault.Invalid {
			t.Errorf("'grade again' without a model = %v, want invalid", err)
		}
		next := record.NewStore(d)
		next.UseModel("1/new")
		if err := next.Retire(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all := b.of(t); all["model 1/old"].State != record.Failed || all["model 1/old"].Failure == "" || all["rubric "+grading.Version].State != record.Queued {
			t.Errorf("after Retire: %+v; want the old model's failed with a sentence, and the built-in queued", all)
		}
		if err := next.Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		if err := next.Retire(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all := b.of(t); all["model 1/new"].State != record.Queued {
			t.Errorf("'grade again' with the new model: %+v; want it queued", all)
		}
	})
}
