package record_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

// 'Grade again' queues the one grade that was asked for: neither another grader's, nor
// an older version's, nor another attempt's; and only of an attempt that was submitted.
func TestAgainTouchesOneJob(t *testing.T) {
	eachModel(t, func(t *testing.T, b *bench, d *db.DB) {
		attempts := interview.NewStore(d)
		attempts.OnSubmitted(b.Queue)
		person := account.Person{ID: b.attempt.Person}
		other, _, err := attempts.Start(t.Context(), person, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")}, interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Again(t.Context(), other, grading.BuiltIn, other.PromptVersion); fault.KindOf(err) != fault.Conflict {
			t.Errorf("'grade again' of an attempt that runs = %v, want a conflict", err)
		}
		if err := attempts.Submit(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		next := record.NewStore(d)
		next.UseModel("1/new")
		if err := next.Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		alike := record.NewStore(d) // a model whose version is called as the built-in grader's
		alike.UseModel(grading.Version)
		if err := alike.Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		failing := func(context.Context, string, string) (grading.Grade, error) {
			return grading.Grade{}, context.DeadlineExceeded
		}
		for _, w := range []*record.Worker{b.worker(failing), record.NewModelWorker(b.Store, failing, quiet)} {
			if err := w.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		got := b.of(t)
		if got["model 1/old"].State != record.Queued || got["model 1/new"].State != record.Failed || got["rubric "+grading.Version].State != record.Failed {
			t.Errorf("after 'grade again' with the model: %+v; want the others failed as they were", got)
		}
		beside, err := b.List(t.Context(), other.ID)
		if err != nil || len(beside) != 2 || slices.ContainsFunc(beside, func(r record.Record) bool { return r.State != record.Failed }) {
			t.Errorf("the other attempt's: %+v, %v; want them failed as they were", beside, err)
		}
		if err := b.Again(t.Context(), b.attempt, grading.BuiltIn, b.attempt.PromptVersion); err != nil {
			t.Fatal(err)
		}
		if got := b.of(t); got["rubric "+grading.Version].State != record.Queued || got["model "+grading.Version].State != record.Failed {
			t.Errorf("after 'grade again' with the built-in grader: %+v; want its own queued and the model's failed", got)
		}
		if err := record.NewStore(d).Again(t.Context(), b.attempt, grading.ByModel, b.attempt.PromptVersion); err == nil || !strings.Contains(err.Error(), "There is no model here") {
			t.Errorf("without a model: %v, want a sentence that says so", err)
		}
	})
}

// What is listed, and what is taken back, is one person's and one attempt's.
func TestListsAreOnesOwn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		ctx := t.Context()
		s, mine := submitted(t, d, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")})
		_, other := submitted(t, d, interview.Prompt{Slug: "q", Version: "w1", Source: []byte("x")})
		ben, err := account.NewStore(d, nil).SignInLocal(ctx, "ben@example.org", "Ben", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		if err := record.NewWorker(s, good, quiet).Drain(ctx); err != nil {
			t.Fatal(err)
		}
		lists := func(person string, want int) {
			t.Helper()
			if all, err := s.ListOf(ctx, person); err != nil || len(all) != want {
				t.Errorf("ListOf = %d grades, %v; want %d", len(all), err, want)
			}
		}
		lists(mine.Person, 2)
		lists(ben.Person.ID, 0)
		if err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE attempts SET status = 'discarded' WHERE id = ?`, other.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		lists(mine.Person, 1)

		o := record.Objection{Point: "asks", Grader: "rubric", Version: "4", Text: "No."}
		for _, id := range []string{mine.ID, other.ID} {
			if err := s.Object(ctx, id, o); err != nil {
				t.Fatal(err)
			}
		}
		model := o
		model.Grader = "model"
		if err := s.Object(ctx, mine.ID, model); err != nil {
			t.Fatal(err)
		}
		o.Text = ""
		if err := s.Object(ctx, mine.ID, o); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{mine.ID: "model", other.ID: "rubric"} {
			if all, err := s.Objections(ctx, id); err != nil || len(all) != 1 || all[0].Grader != want {
				t.Errorf("Objections = %+v, %v; want the one on the %s's", all, err, want)
			}
		}
	})
}
