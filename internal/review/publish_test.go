package review_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/fault"
	"levelup/internal/grading"
	"levelup/internal/grading/record"
	"levelup/internal/review"
)

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
			"a point not scored":    {Scores: map[string]review.Score{"communication": {Score: 3}}, Points: map[string]review.Verdict{"cache": {Verdict: "met", Reason: "x"}}},
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
		unread := func(who account.Person, want bool) {
			t.Helper()
			if got, err := b.Unread(t.Context(), who.ID, b.attempt.ID); err != nil || got != want {
				t.Errorf("Unread by %s = %v, %v; want %v", who.Name, got, err, want)
			}
		}
		b.ask(b.cara.Email, "")
		unread(b.cara, true)
		b.claim(b.cara)
		unread(b.cara, false) // which she has read then
		c := b.draft(b.cara, "Why a cache?")
		reply := func(who account.Person, text string) error {
			return b.Reply(t.Context(), who.ID, b.attempt.ID, c, text)
		}
		b.want("an answer to a draft", reply(b.ada, "x"), "not found")
		b.publish(b.cara)
		unread(b.ada, true)
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
		if err := b.MarkRead(t.Context(), b.ada.ID, b.attempt.ID); err != nil {
			t.Fatal(err)
		}
		unread(b.ada, false)
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

// What a coach has published stays where they wish it when they go, scored or not.
func TestAFormerCoach(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.accounts.OnLeft(func(tx *db.Tx, from, to string) error { return b.HandOver(tx, from, to) })
		b.ask(review.ToQueue, "")
		for _, coach := range []account.Person{b.cara, b.cyril} {
			b.claim(coach)
			b.draft(coach, "By "+coach.Name)
			if coach.ID == b.cyril.ID {
				b.score(coach, 3)
			}
			b.publish(coach)
			b.claim(coach)
			b.draft(coach, "A draft.")
			b.want("Release", b.Release(t.Context(), coach.ID, b.attempt.ID), "")
			b.want("Delete", b.accounts.Delete(t.Context(), coach.ID, true), "")
		}
		reviews, comments, err := b.Published(t.Context(), b.ada.ID, b.attempt.ID)
		if err != nil || len(reviews) != 2 || len(comments) != 2 || comments[0].Text != "By cara" || comments[0].AuthorName == "cara" {
			t.Errorf("Published = %+v, %+v, %v; want both reviews with what was published, without a name", reviews, comments, err)
		}
	})
}

// A review has room for a thousand comments and answers; what was read is forgotten
// after a while.
func TestWhatPilesUp(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "")
		b.claim(b.cara)
		first := b.draft(b.cara, "One.")
		b.publish(b.cara)
		for range 999 {
			b.want("Reply", b.Reply(t.Context(), b.ada.ID, b.attempt.ID, first, "And?"), "")
		}
		b.want("one reply too many", b.Reply(t.Context(), b.ada.ID, b.attempt.ID, first, "And?"), "too-many")
		b.claim(b.cara)
		_, err := b.Comment(t.Context(), b.cara.ID, b.attempt.ID, review.Draft{Kind: review.Good, Text: "More."})
		b.want("one comment too many", err, "too-many")

		told := func(want int) {
			t.Helper()
			b.want("Prune", b.Prune(t.Context()), "")
			if notices, err := b.Notices(t.Context(), b.cara.ID); err != nil || len(notices) != want {
				t.Errorf("Notices = %d, %v; want %d", len(notices), err, want)
			}
		}
		b.clock.Advance(100 * 24 * time.Hour)
		told(1) // nobody has read it
		b.want("MarkRead", b.MarkRead(t.Context(), b.cara.ID, b.attempt.ID), "")
		b.clock.Advance(89 * 24 * time.Hour)
		told(1)
		b.clock.Advance(24 * time.Hour)
		told(0)
	})
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
