package review_test

import (
	"strings"
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/fault"
	"levelup/internal/review"
)

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
		notices, err := b.Notices(t.Context(), b.cyril.ID)
		if err != nil || len(notices) != 1 || notices[0].Kind != review.Handed || notices[0].Read {
			t.Errorf("Notices = %+v, %v; want that it was handed over", notices, err)
		}
		b.ask(b.cara.Email, "")
		if notices, err = b.Notices(t.Context(), b.cyril.ID); err != nil || len(notices) != 0 {
			t.Errorf("Notices = %+v, %v; want none of what is another coach's now", notices, err)
		}
		b.claim(b.cara)
		b.want("what is the coach's alone", hand(b.cara, b.cyril.Email), "named")
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

// A coach who is switched off holds nothing, is found by no address and finds nothing;
// the drafts are there when they come back.
func TestACoachWhoIsSwitchedOff(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ask(review.ToQueue, "")
		b.claim(b.cara)
		b.draft(b.cara, "Mine.")
		if err := b.accounts.Disable(t.Context(), b.eve, b.cara.ID); err != nil {
			t.Fatal(err)
		}
		_, err := b.Open(t.Context(), b.cara.ID, b.attempt.ID)
		b.want("Open by who is switched off", err, "not found")
		if c, err := b.Count(t.Context(), b.cyril.ID, true); err != nil || c.Waiting != 1 {
			t.Errorf("Count = %+v, %v; want the attempt to wait for the other coach", c, err)
		}
		b.claim(b.cyril)
		b.want("Ask who is switched off", b.Ask(t.Context(), b.ada, b.attempt, b.cara.Email, ""), "no-coach")
		b.want("Hand to who is switched off", b.Hand(t.Context(), b.cyril.ID, b.attempt.ID, b.cara.Email), "no-coach")
		if p, err := b.Pace(t.Context()); err != nil || p.Coaches != 1 {
			t.Errorf("Pace = %+v, %v; want one coach", p, err)
		}
		b.want("Release", b.Release(t.Context(), b.cyril.ID, b.attempt.ID), "")
		if err := b.accounts.Enable(t.Context(), b.eve, b.cara.ID); err != nil {
			t.Fatal(err)
		}
		if drafts, err := b.Threads(t.Context(), b.cara.ID, b.attempt.ID, false); err != nil || len(drafts) != 1 {
			t.Errorf("Threads = %d, %v; want the draft that was kept", len(drafts), err)
		}
	})
}
