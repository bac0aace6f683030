package interview_test

import (
	"testing"
	"time"

	"levelup/internal/account"
	"levelup/internal/db/dbtest"
	"levelup/internal/interview"
)

// F20: where nothing can be written, an attempt whose time is up reads as ended all the
// same, and its end is written once that works again, once and with the same time. Its
// learner stays signed in, though the session's last use cannot be noted either.
func TestF20AnEndThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	database := dbtest.Open(t, clock)
	store, accounts := interview.NewStore(database), account.NewStore(database, nil)
	session, err := accounts.SignInLocal(t.Context(), "ada@example.org", "Ada", "", account.Trusted)
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := store.Start(t.Context(), session.Person, prompt, plan(interview.OnTheClock))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Append(t.Context(), a, batch("page", 1, 0, "in time")); err != nil {
		t.Fatal(err)
	}
	for _, only := range []string{"PRAGMA query_only = 1", "PRAGMA query_only = 0"} {
		clock.Advance(time.Hour)
		if _, err := database.SQL().ExecContext(t.Context(), only); err != nil {
			t.Fatal(err)
		}
		if _, err := accounts.Resume(t.Context(), session.Token); err != nil {
			t.Errorf("%s: Resume: %v", only, err)
		}
		found, state, err := store.Find(t.Context(), session.Person.ID, a.ID)
		if err != nil {
			t.Fatalf("%s: Find: %v", only, err)
		}
		if found.Status != interview.Submitted || state.Status != interview.Submitted || found.EndedBy != interview.ByDeadline || !found.EndedAt.Equal(a.Deadline) {
			t.Errorf("%s: it is %s, %s by %q at %v; want submitted by its deadline %v", only, found.Status, state.Status, found.EndedBy, found.EndedAt, a.Deadline)
		}
		if got := state.At(interview.Clarify).Text; got != "in time" {
			t.Errorf("%s: the text is %q", only, got)
		}
	}
	if n, err := store.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("afterwards %d are swept, %v; want it ended already", n, err)
	}
}
