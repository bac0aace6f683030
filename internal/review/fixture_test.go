package review_test

import (
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/curriculum"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
	"levelup/internal/review"
)

const prompt = `---
title: A prompt
summary: One.
rubric:
  - criterion: depth-on-the-crux
    points:
      - {id: cache, text: Caches, step: clarify, level: mid}
      - {id: shard, text: Shards, step: map, level: mid}
  - criterion: communication
    points:
      - {id: clear, text: Is clear, step: clarify, level: mid}
---
Say something.
`

// bench is a store with a learner's submitted attempt, two coaches and a fourth who
// is nobody's.
type bench struct {
	*review.Store
	t        *testing.T
	clock    *dbtest.Clock
	db       *db.DB
	accounts *account.Store
	grades   *record.Store
	attempt  interview.Attempt

	ada, cara, cyril, eve account.Person
}

func each(t *testing.T, f func(t *testing.T, b *bench)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		b := &bench{t: t, clock: clock, db: d, accounts: account.NewStore(d, nil), grades: record.NewStore(d)}
		for _, p := range []struct {
			into  *account.Person
			name  string
			roles []account.Role
		}{
			{&b.ada, "ada", []account.Role{account.Learner}}, {&b.cara, "cara", []account.Role{account.Learner, account.Coach}},
			{&b.cyril, "cyril", []account.Role{account.Coach}}, {&b.eve, "eve", []account.Role{account.Learner, account.Author, account.Admin}},
		} {
			session, err := b.accounts.SignInLocal(t.Context(), p.name+"@example.org", p.name, "", account.Exposed)
			if err != nil {
				t.Fatal(err)
			}
			*p.into = session.Person
			if err := b.accounts.SetRoles(t.Context(), p.into.Email, p.roles); err != nil {
				t.Fatal(err)
			}
		}
		attempts := interview.NewStore(d)
		library, problems := curriculum.ParsePrompt("p", []byte(prompt))
		if library == nil {
			t.Fatal(problems)
		}
		pinned := record.NewPinned(attempts, func() *curriculum.Library { return &curriculum.Library{} })
		a, _, err := attempts.Start(t.Context(), b.ada, interview.Prompt{Slug: "p", Version: library.Version, Source: []byte(prompt)}, interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := attempts.Append(t.Context(), a, interview.Batch{Client: "c", Events: []interview.Event{{Client: "c", N: 1, Type: interview.Answer, Step: interview.Clarify, Splice: &interview.Splice{Insert: "Wer kürzt 𝄞 Links?"}}}}); err != nil {
			t.Fatal(err)
		}
		b.Store = review.NewStore(d, attempts, b.grades, pinned)
		if err := b.Ask(t.Context(), b.ada, a, review.ToQueue, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Ask while it runs = %v, want a conflict", err)
		}
		if err := attempts.Submit(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if b.attempt, _, err = attempts.Find(t.Context(), b.ada.ID, a.ID); err != nil {
			t.Fatal(err)
		}
		f(t, b)
	})
}

// machine has the built-in grader give the attempt a score for communication.
func (b *bench) machine(score int) {
	b.t.Helper()
	g := grading.Grade{Grader: grading.BuiltIn, Version: "1", Rubric: b.attempt.PromptVersion, Overall: float64(score), Flags: []string{},
		Criteria: []grading.Criterion{{Criterion: "communication", Score: score, Points: []grading.PointVerdict{{ID: "clear", Verdict: grading.Missing, Evidence: []grading.Evidence{}}}}}}
	if err := b.db.Write(b.t.Context(), func(tx *db.Tx) error { return b.grades.Add(tx, b.attempt.ID, g) }); err != nil {
		b.t.Fatal(err)
	}
}

// want fails the test unless an error has the code, or its kind's word.
func (b *bench) want(what string, err error, code string) {
	b.t.Helper()
	got := fault.CodeOf(err)
	if got == "" && err != nil {
		got = fault.KindOf(err).String()
	}
	if got != code {
		b.t.Errorf("%s = %v, want %q", what, err, code)
	}
}

func (b *bench) ask(to, question string) {
	b.t.Helper()
	if err := b.Ask(b.t.Context(), b.ada, b.attempt, to, question); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) claim(p account.Person) {
	b.t.Helper()
	if err := b.Claim(b.t.Context(), p.ID, b.attempt.ID); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) draft(p account.Person, text string) string {
	b.t.Helper()
	b.clock.Advance(time.Second)
	id, err := b.Comment(b.t.Context(), p.ID, b.attempt.ID, review.Draft{Kind: review.Good, Text: text})
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b *bench) score(p account.Person, n int) {
	b.t.Helper()
	if err := b.Score(b.t.Context(), p.ID, b.attempt.ID, review.Sheet{Scores: map[string]review.Score{"communication": {Score: n, Reason: "why"}}, Blind: true}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) publish(p account.Person) {
	b.t.Helper()
	if err := b.Publish(b.t.Context(), p.ID, b.attempt.ID); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) Overrule(t *testing.T, points map[string]review.Verdict) error {
	t.Helper()
	b.ask(review.ToQueue, "")
	b.claim(b.cara)
	if err := b.Score(t.Context(), b.cara.ID, b.attempt.ID, review.Sheet{Scores: map[string]review.Score{"communication": {Score: 3}}, Points: points}); err != nil {
		return err
	}
	return b.Publish(t.Context(), b.cara.ID, b.attempt.ID)
}
