package review_test

import (
	"fmt"
	"strings"
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

func TestWhoCanReadWhat(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		open := func(who account.Person, want string) {
			t.Helper()
			_, err := b.Open(t.Context(), who.ID, b.attempt.ID)
			b.want("Open by "+who.Name, err, want)
		}
		open(b.cara, "not found")
		b.ask(review.ToQueue, "")
		open(b.cara, "")
		open(b.cyril, "")
		open(b.eve, "not found") // an admin, and no coach
		open(b.ada, "not found")
		b.ask(" Cara@Example.org ", "Is it deep?")
		open(b.cara, "")
		open(b.cyril, "not found")
		for _, nobody := range []string{"eve@example.org", "ada@example.org", "none@example.org", ""} {
			b.want("Ask "+nobody, b.Ask(t.Context(), b.ada, b.attempt, nobody, ""), "no-coach")
		}
		b.want("a long question", b.Ask(t.Context(), b.ada, b.attempt, review.ToQueue, strings.Repeat("𝄞", review.MaxQuestion+1)), "too-long")
		if err := b.Unask(t.Context(), b.attempt.ID); err != nil {
			t.Fatal(err)
		}
		open(b.cara, "not found")
		b.want("Claim", b.Claim(t.Context(), b.cara.ID, b.attempt.ID), "not found")
	})
}

// One coach holds an attempt, for half an hour after whatever was done last; drafts
// stay with their writer.
func TestTheClaimIsALease(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		comment := func(who account.Person) error {
			_, err := b.Comment(t.Context(), who.ID, b.attempt.ID, review.Draft{Kind: review.Good, Text: "Fine."})
			return err
		}
		b.ask(review.ToQueue, "")
		b.want("a comment without a claim", comment(b.cara), "not-claimed")
		b.claim(b.cara)
		b.want("a second claim", b.Claim(t.Context(), b.cyril.ID, b.attempt.ID), "not-claimed")
		b.want("another's comment", comment(b.cyril), "not-claimed")
		b.clock.Advance(29 * time.Minute)
		b.want("a comment in time", comment(b.cara), "")
		b.clock.Advance(29 * time.Minute)
		b.want("which renewed it", comment(b.cara), "")
		b.clock.Advance(29 * time.Minute)
		b.want("Renew", b.Renew(t.Context(), b.cara.ID, b.attempt.ID), "")
		b.clock.Advance(29 * time.Minute)
		b.want("which was renewed", comment(b.cara), "")
		b.clock.Advance(30 * time.Minute)
		b.want("Renew too late", b.Renew(t.Context(), b.cara.ID, b.attempt.ID), "")
		b.want("too late", comment(b.cara), "not-claimed")
		b.want("publishing too late", b.Publish(t.Context(), b.cara.ID, b.attempt.ID), "not-claimed")
		b.want("scoring too late", b.Score(t.Context(), b.cara.ID, b.attempt.ID, review.Sheet{Scores: map[string]review.Score{"communication": {Score: 2}}}), "not-claimed")
		b.claim(b.cyril)
		b.want("while another holds it", comment(b.cara), "not-claimed")
		b.want("Release by another", b.Release(t.Context(), b.cara.ID, b.attempt.ID), "")
		b.want("which changed nothing", comment(b.cyril), "")
		b.want("Release", b.Release(t.Context(), b.cyril.ID, b.attempt.ID), "")
		b.claim(b.cara)
		threads, err := b.Threads(t.Context(), b.cara.ID, b.attempt.ID, false)
		if err != nil || len(threads) != 3 {
			t.Errorf("Threads = %d, %v; want the three drafts that were kept", len(threads), err)
		}
		if err := b.accounts.SetRoles(t.Context(), b.cara.Email, []account.Role{account.Learner}); err != nil {
			t.Fatal(err)
		}
		b.want("a comment without the role", comment(b.cara), "not found")
		b.claim(b.cyril) // it came back by itself
	})
}

// Of two coaches who claim at the same time one gets it.
func TestTwoClaimsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "")
		errs := make(chan error, 2)
		for _, who := range []string{b.cara.ID, b.cyril.ID} {
			go func() { errs <- b.Claim(t.Context(), who, b.attempt.ID) }()
		}
		got := map[string]int{}
		for range 2 {
			got[fault.CodeOf(<-errs)]++
		}
		if got[""] != 1 || got["not-claimed"] != 1 {
			t.Errorf("two claims at once = %v, want one to get it and one to be told so", got)
		}
	})
}

// A coach is no judge of an own attempt: it is not in their queue, and not to claim.
func TestNobodyReviewsThemselves(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if err := b.accounts.SetRoles(t.Context(), b.ada.Email, []account.Role{account.Learner, account.Coach}); err != nil {
			t.Fatal(err)
		}
		b.ask(review.ToQueue, "")
		b.want("Claim of an own attempt", b.Claim(t.Context(), b.ada.ID, b.attempt.ID), "conflict")
		b.want("Ask oneself", b.Ask(t.Context(), b.ada, b.attempt, b.ada.Email, ""), "no-coach")
		if q, err := b.Queue(t.Context(), b.ada.ID); err != nil || len(q.Waiting) != 0 {
			t.Errorf("Queue = %d, %v; want it without the own attempt", len(q.Waiting), err)
		}
	})
}

// A named coach who is none any more is said to be gone, and what they were told of a
// request goes with it.
func TestANamedCoachIsGone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(b.cara.Email, "")
		b.claim(b.cara)
		if err := b.accounts.SetRoles(t.Context(), b.cara.Email, []account.Role{account.Learner}); err != nil {
			t.Fatal(err)
		}
		r, err := b.Find(t.Context(), b.attempt.ID)
		if err != nil || !r.Gone || r.Claimant != "" {
			t.Errorf("Find = %+v, %v; want the coach gone and the claim nobody's", r, err)
		}
		if n, err := b.Notices(t.Context(), b.cara.ID); err != nil || len(n) != 1 {
			t.Errorf("Notices = %d, %v; want that she was asked", len(n), err)
		}
		if err := b.Unask(t.Context(), b.attempt.ID); err != nil {
			t.Fatal(err)
		}
		if n, err := b.Notices(t.Context(), b.cara.ID); err != nil || len(n) != 0 {
			t.Errorf("Notices = %d, %v; want nothing of what was taken back", len(n), err)
		}
	})
}

func TestHandingOver(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		hand := func(from account.Person, to string) error {
			return b.Hand(t.Context(), from.ID, b.attempt.ID, to)
		}
		b.ask(review.ToQueue, "")
		b.want("without the claim", hand(b.cara, b.cyril.Email), "not-claimed")
		b.claim(b.cara)
		b.want("to oneself", hand(b.cara, b.cara.Email), "no-coach")
		b.want("to no coach", hand(b.cara, b.eve.Email), "no-coach")
		b.want("to the learner", hand(b.cara, b.ada.Email), "no-coach")
		b.want("to a coach", hand(b.cara, b.cyril.Email), "")
		b.clock.Advance(23 * time.Hour)
		b.draft(b.cyril, "Mine now.")
		b.ask(b.cara.Email, "")
		b.claim(b.cara)
		b.want("what is the coach's alone", hand(b.cara, b.cyril.Email), "named")
		notices, err := b.Notices(t.Context(), b.cyril.ID)
		if err != nil || len(notices) != 1 || notices[0].Kind != review.Handed {
			t.Errorf("Notices = %+v, %v; want that it was handed over", notices, err)
		}
	})
}

func TestAnchorsAreInsideTheAttempt(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "")
		b.claim(b.cara)
		length := len([]rune("Wer kürzt 𝄞 Links?"))
		for _, test := range []struct {
			anchor review.Anchor
			want   string
		}{
			{review.Anchor{}, ""},
			{review.Anchor{Step: "clarify"}, ""},
			{review.Anchor{Step: "clarify", Passage: true, From: 0, To: length}, ""},
			{review.Anchor{Step: "clarify", Passage: true, From: 10, To: 11}, ""},
			{review.Anchor{Point: "shard"}, ""},
			{review.Anchor{Step: "clarify", Passage: true, From: 0, To: length + 1}, "outside"},
			{review.Anchor{Step: "clarify", Passage: true, From: -1, To: 2}, "outside"},
			{review.Anchor{Step: "clarify", Passage: true, From: 3, To: 3}, "outside"},
			{review.Anchor{Step: "map", Passage: true, From: 0, To: 1}, "outside"},
			{review.Anchor{Step: "nowhere"}, "outside"},
			{review.Anchor{Passage: true, From: 0, To: 1}, "outside"},
			{review.Anchor{Point: "none"}, "outside"},
			{review.Anchor{Point: "shard", Step: "clarify"}, "outside"},
		} {
			_, err := b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{Anchor: test.anchor, Kind: review.Improve, Text: "x"})
			b.want("a comment on that", err, test.want)
		}
		_, err := b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{Kind: "praise", Text: "x"})
		b.want("another kind", err, "no-kind")
		_, err = b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{Kind: review.Good, Text: " \n"})
		b.want("no words", err, "empty")
		_, err = b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{Kind: review.Good, Text: strings.Repeat("𝄞", review.MaxText+1)})
		b.want("too many", err, "too-long")
		b.draft(b.cara, strings.Repeat("𝄞", review.MaxText))
		b.draft(b.cara, "a\x00b\xff")
	})
}

// What is published is seen at once and stays; what is changed is a new version.
func TestPublishingAndChanging(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "")
		b.claim(b.cara)
		b.want("nothing", b.Publish(t.Context(), b.cara.ID, b.attempt.ID), "nothing")
		first := b.draft(b.cara, "One.")
		b.draft(b.cara, "Two.")
		gone := b.draft(b.cara, "Three.")
		b.want("Drop", b.Drop(t.Context(), b.cara.ID, b.attempt.ID, gone), "")
		for what, sheet := range map[string]review.Sheet{
			"no score":              {},
			"a score of 5":          {Scores: map[string]review.Score{"communication": {Score: 5}}},
			"another criterion":     {Scores: map[string]review.Score{"charm": {Score: 3}}},
			"a point not there":     {Scores: map[string]review.Score{"communication": {Score: 3}}, Points: map[string]review.Verdict{"none": {Verdict: "met", Reason: "x"}}},
			"a verdict unexplained": {Scores: map[string]review.Score{"communication": {Score: 3}}, Points: map[string]review.Verdict{"clear": {Verdict: "met"}}},
			"no verdict":            {Scores: map[string]review.Score{"communication": {Score: 3}}, Points: map[string]review.Verdict{"clear": {Verdict: "superb", Reason: "x"}}},
		} {
			if err := b.Score(t.Context(), b.cara.ID, b.attempt.ID, sheet); fault.KindOf(err) != fault.Invalid {
				t.Errorf("Score with %s = %v, want it refused", what, err)
			}
		}
		b.score(b.cara, 3)
		seen := func(want int) []review.Comment {
			t.Helper()
			_, comments, err := b.Published(t.Context(), b.ada.ID, b.attempt.ID)
			if err != nil || len(comments) != want {
				t.Fatalf("Published = %d comments, %v; want %d", len(comments), err, want)
			}
			return comments
		}
		seen(0)
		b.publish(b.cara)
		seen(2)
		grades, err := b.grades.List(t.Context(), b.attempt.ID)
		if err != nil || len(grades) != 1 {
			t.Fatalf("List = %d grades, %v; want one", len(grades), err)
		}
		if g := grades[0].Grade; g.Grader != "coach" || g.Overall != 3 || g.Verdict != "hire" || len(g.Criteria) != 1 || g.Criteria[0].Reason != "why" || g.Criteria[0].Points == nil {
			t.Errorf("the grade is %+v, want the coach's 3 of communication alone", g)
		}
		b.want("a comment after that", func() error {
			_, err := b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{Kind: review.Good, Text: "Late."})
			return err
		}(), "not-claimed")
		b.claim(b.cara)
		b.draft(b.cara, "Late.")
		seen(2)
		change := func(text string) {
			t.Helper()
			if _, err := b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{ID: first, Kind: review.Improve, Text: text}); err != nil {
				t.Fatal(err)
			}
		}
		change("One, better.")
		change("One, better.") // the same is no version
		if c := seen(2)[0]; c.Text != "One, better." || c.Version != 2 || len(c.Earlier) != 1 || c.Earlier[0].Text != "One." || c.Earlier[0].Kind != review.Good || !c.Unread {
			t.Errorf("the changed comment is %+v, want it with what it said before, unread", c)
		}
		b.want("Drop of what is published", b.Drop(t.Context(), b.cara.ID, b.attempt.ID, first), "conflict")
		b.clock.Advance(time.Minute)
		b.score(b.cara, 2)
		b.publish(b.cara)
		seen(3)
		if grades, err = b.grades.List(t.Context(), b.attempt.ID); err != nil || len(grades) != 2 || grades[1].Grade.Overall != 2 || grades[0].Version == grades[1].Version {
			t.Errorf("List = %+v, %v; want a second version beside the first", grades, err)
		}
		if shown := record.Shown(grades); shown[0].Grade.Overall != 2 {
			t.Errorf("the grade that counts is %v, want the newer one", shown[0].Grade.Overall)
		}
		// A second coach: the first one's claim ended with the publication.
		b.claim(b.cyril)
		others, err := b.Threads(t.Context(), b.cyril.ID, b.attempt.ID, false)
		if err != nil || len(others) != 0 {
			t.Errorf("Threads = %d, %v; want none of another's before own scores", len(others), err)
		}
		b.want("changing another's", func() error {
			_, err := b.Comment(t.Context(), b.cyril.ID, b.attempt.ID, review.Draft{ID: first, Kind: review.Good, Text: "x"})
			return err
		}(), "not found")
		b.draft(b.cyril, "I see it otherwise.")
		b.publish(b.cyril)
		seen(4)
	})
}

func TestThreads(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(b.cara.Email, "")
		b.claim(b.cara)
		c := b.draft(b.cara, "Why a cache?")
		reply := func(who account.Person, text string) error {
			return b.Reply(t.Context(), who.ID, b.attempt.ID, c, text)
		}
		b.want("an answer to a draft", reply(b.ada, "x"), "not found")
		b.publish(b.cara)
		b.want("an answer", reply(b.ada, "Because reads."), "")
		b.want("an empty one", reply(b.ada, " "), "empty")
		b.clock.Advance(time.Second)
		b.want("the coach's", reply(b.cara, "Good."), "")
		b.want("another coach's", reply(b.cyril, "x"), "not found")
		b.want("an admin's", reply(b.eve, "x"), "not found")
		b.want("settling by another", b.Resolve(t.Context(), b.eve.ID, b.attempt.ID, c, true), "not found")
		b.want("settling", b.Resolve(t.Context(), b.ada.ID, b.attempt.ID, c, true), "")
		_, comments, err := b.Published(t.Context(), b.ada.ID, b.attempt.ID)
		if err != nil || len(comments) != 1 || len(comments[0].Replies) != 2 || !comments[0].Resolved || comments[0].Unread {
			t.Errorf("Published = %+v, %v; want two answers, settled and read", comments, err)
		}
		counts, err := b.Count(t.Context(), b.cara.ID, true)
		if err != nil || counts.Unread != 0 || counts.Waiting != 0 { // her answer read what she had been told of
			t.Errorf("Count = %+v, %v; want nothing to look at", counts, err)
		}
		if err := b.Unask(t.Context(), b.attempt.ID); err != nil {
			t.Fatal(err)
		}
		b.want("an answer nobody reads", reply(b.ada, "Still there?"), "not-shared")
		b.want("the coach's, taken back", reply(b.cara, "x"), "not found")
		if _, comments, err = b.Published(t.Context(), b.ada.ID, b.attempt.ID); err != nil || len(comments) != 1 {
			t.Errorf("Published = %d, %v; want the learner to keep what was published", len(comments), err)
		}
	})
}

func TestTheQueueAndItsPace(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "q")
		for who, want := range map[string]int{b.cara.ID: 1, b.ada.ID: 0} {
			q, err := b.Queue(t.Context(), who)
			if err != nil || len(q.Waiting) != want || q.Pace.Known {
				t.Errorf("Queue = %+v, %v; want %d and no pace", q, err, want)
			}
		}
		b.clock.Advance(10 * time.Minute)
		b.claim(b.cara)
		if c, err := b.Count(t.Context(), b.cyril.ID, true); err != nil || c.Waiting != 0 {
			t.Errorf("Count = %+v, %v; want nothing for the other coach", c, err)
		}
		b.clock.Advance(5 * time.Minute)
		b.score(b.cara, 3)
		b.publish(b.cara)
		q, err := b.Queue(t.Context(), b.cyril.ID)
		if err != nil || len(q.Waiting) != 0 || len(q.Answered) != 1 || q.Pace.Wait != 10*time.Minute || q.Pace.Turnaround != 15*time.Minute || q.Pace.Coaches != 2 {
			t.Errorf("Queue = %+v, %v; want it answered, begun in 10 and there in 15 minutes", q, err)
		}
	})
}

// The grade stands on what the grader found, but for what the coach says otherwise.
func TestOverrulingAPoint(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.machine(2)
		if err := b.Overrule(t, map[string]review.Verdict{"clear": {Verdict: grading.Met, Reason: "I followed it."}}); err != nil {
			t.Fatal(err)
		}
		grades, err := b.grades.List(t.Context(), b.attempt.ID)
		if err != nil || len(grades) != 2 {
			t.Fatalf("List = %d, %v", len(grades), err)
		}
		p := record.Shown(grades)[0].Grade.Criteria[0].Points
		if len(p) != 1 || p[0].ID != "clear" || p[0].Verdict != grading.Met || p[0].Was != grading.Missing || p[0].Reason != "I followed it." {
			t.Errorf("the points are %+v, want the overruled one with its reason", p)
		}
		tally, err := b.grades.Overridden(t.Context(), "p", b.attempt.PromptVersion)
		if err != nil || tally["clear"] != 1 || len(tally) != 1 {
			t.Errorf("Overridden = %v, %v; want the point once", tally, err)
		}
	})
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

func TestWhatACoachKeeps(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "")
		b.want("KeepPhrase", b.KeepPhrase(t.Context(), b.cara.ID, "Say why."), "")
		b.want("the same", b.KeepPhrase(t.Context(), b.cara.ID, "Say why. "), "")
		b.want("an empty one", b.KeepPhrase(t.Context(), b.cara.ID, ""), "empty")
		b.want("SetNote", b.SetNote(t.Context(), b.cara.ID, b.attempt.ID, "Rushes."), "")
		b.want("SetNote by another", b.SetNote(t.Context(), b.eve.ID, b.attempt.ID, "x"), "not found")
		phrases, err := b.Phrases(t.Context(), b.cara.ID)
		if err != nil || len(phrases) != 1 {
			t.Fatalf("Phrases = %+v, %v; want one", phrases, err)
		}
		b.want("DropPhrase by another", b.DropPhrase(t.Context(), b.cyril.ID, phrases[0].ID), "")
		if phrases, err = b.Phrases(t.Context(), b.cara.ID); err != nil || len(phrases) != 1 {
			t.Errorf("Phrases = %+v, %v; want it to stay its coach's", phrases, err)
		}
		// The note is handed out to the coach who wrote it, and to nobody else.
		for _, who := range []account.Person{b.cara, b.ada, b.cyril} {
			held, err := b.Held(t.Context(), who.ID)
			if notes := len(held["review_notes"]); err != nil || (notes == 1) != (who.ID == b.cara.ID) {
				t.Errorf("Held of %s has %d notes, %v", who.Name, notes, err)
			}
		}
		for i := range 99 {
			b.want("KeepPhrase", b.KeepPhrase(t.Context(), b.cara.ID, fmt.Sprint("Phrase ", i)), "")
		}
		b.want("one phrase too many", b.KeepPhrase(t.Context(), b.cara.ID, "And this."), "too-many")
		b.want("SetNote of nothing", b.SetNote(t.Context(), b.cara.ID, b.attempt.ID, " "), "")
		if note, err := b.Note(t.Context(), b.cara.ID, b.ada.ID); err != nil || note != "" {
			t.Errorf("Note = %q, %v; want none", note, err)
		}
	})
}
