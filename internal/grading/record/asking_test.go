package record_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"

	"levelup/internal/curriculum"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/llm"
	"levelup/internal/llm/llmtest"
)

// modelOf is a function that is asked as a model.
type modelOf func(context.Context) (llm.Answer, error)

func (m modelOf) Complete(ctx context.Context, _ llm.Request) (llm.Answer, error) { return m(ctx) }

// Whatever ends a grade, its reservation is closed and what it took is counted; and a
// model that never answers is not waited for longer than a grade may take.
func TestAReservationIsAlwaysClosed(t *testing.T) {
	t.Parallel()
	library, problems := curriculum.Open(os.DirFS("../../curriculum/testdata/content"))
	prompt, ok := library.Prompt("coat-check")
	if !ok {
		t.Fatal(problems)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		_, a := submitted(t, d, interview.Prompt{Slug: prompt.Slug, Version: prompt.Version, Source: prompt.Source})
		attempts := interview.NewStore(d)
		pinned := record.NewPinned(attempts, func() *curriculum.Library { return library })
		budget := record.NewBudget(d, 0)
		tokens, failed := 0, 0
		grade := func(ctx context.Context, pace int, m modelOf) error {
			t.Helper()
			_, err := record.ModelGrader(attempts, pinned, record.Asking{Model: m, Name: "m", Pace: pace}, budget)(ctx, a.ID, prompt.Version)
			return err
		}
		want := func(what string) {
			t.Helper()
			all, err := budget.Learners(t.Context(), 10)
			if err != nil || len(all) != 1 || all[0].Reserved != 0 || all[0].Tokens != tokens || all[0].Grades[record.GradeFailed] != failed {
				t.Errorf("%s: %+v, %v; want nothing reserved, %d tokens and %d failures", what, all, err, tokens, failed)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		var once sync.Once
		if err := grade(ctx, 0, func(ctx context.Context) (llm.Answer, error) {
			paid := 0
			once.Do(func() { paid = 7; cancel() })
			<-ctx.Done()
			return llm.Answer{Tokens: paid}, ctx.Err()
		}); err == nil {
			t.Error("a grade of a model that was stopped")
		}
		tokens = 7
		want("told to stop")
		if err := grade(t.Context(), 10_000, func(ctx context.Context) (llm.Answer, error) {
			<-ctx.Done()
			return llm.Answer{}, ctx.Err()
		}); err == nil {
			t.Error("a grade of a model that never answers")
		}
		failed++
		want("never answered")
		if record.NewBudget(d, 10).Settle(t.Context(), "none", a.Person, record.Use{}) != nil {
			t.Error("nothing to settle is an error")
		}
		poor := record.ModelGrader(attempts, pinned, record.Asking{Model: modelOf(func(context.Context) (llm.Answer, error) {
			t.Error("asked without the tokens for it")
			return llm.Answer{}, nil
		}), Name: "m"}, record.NewBudget(d, 10))
		if _, err := poor(t.Context(), a.ID, prompt.Version); err == nil {
			t.Error("a grade without tokens")
		}
		want("refused")
	})
}

// saying answers as a fake model does, but about one criterion not at all.
type saying struct{ behave, silent string }

func (s saying) Complete(_ context.Context, r llm.Request) (llm.Answer, error) {
	if s.silent != "" && strings.Contains(r.Messages[1].Text, `"criterion":"`+s.silent+`"`) {
		return llm.Answer{}, &llm.Error{Kind: llm.Declined}
	}
	return llm.Answer{Text: llmtest.Say(s.behave, r.Messages[0].Text, r.Messages[1].Text), Tokens: 1}, nil
}

// The sums tell what fell back and what is held back.
func TestFallenBackAndHeldBackAreCounted(t *testing.T) {
	t.Parallel()
	library, problems := curriculum.Open(os.DirFS("../../curriculum/testdata/content"))
	prompt, ok := library.Prompt("coat-check")
	if !ok {
		t.Fatal(problems)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		_, a := submitted(t, d, interview.Prompt{Slug: prompt.Slug, Version: prompt.Version, Source: prompt.Source})
		attempts, budget := interview.NewStore(d), record.NewBudget(d, 0)
		pinned := record.NewPinned(attempts, func() *curriculum.Library { return library })
		for _, m := range []saying{{llmtest.Honest, "structured-thinking"}, {llmtest.Obedient, ""}} {
			if _, err := record.ModelGrader(attempts, pinned, record.Asking{Model: m, Name: "m"}, budget)(t.Context(), a.ID, prompt.Version); err != nil {
				t.Fatal(err)
			}
		}
		days, err := budget.Days(t.Context(), 1)
		if err != nil || len(days) != 1 || days[0].Fallbacks != 1 || days[0].Asked[string(llm.Declined)] != 1 ||
			days[0].Grades[record.GradeDone] != 1 || days[0].Grades[record.GradeHeld] != 1 {
			t.Errorf("Days = %+v, %v; want one criterion that fell back, one grade done and one held back", days, err)
		}
	})
}
