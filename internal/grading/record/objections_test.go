package record_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/fault"
	"levelup/internal/grading/record"
	"levelup/internal/interview"
)

func TestObjections(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ctx, id := t.Context(), b.attempt.ID
		object := func(o record.Objection) {
			t.Helper()
			b.clock.Advance(time.Minute)
			if err := b.Object(ctx, id, o); err != nil {
				t.Fatal(err)
			}
		}
		want := func(want ...record.Objection) {
			t.Helper()
			got, err := b.Objections(ctx, id)
			for i := range got {
				got[i].At = time.Time{}
			}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("Objections: %v (-want +got)\n%s", err, diff)
			}
		}
		want()
		first := record.Objection{Point: "asks", Grader: "rubric", Version: "4", Text: "I did ask."}
		longest := record.Objection{Point: "asks", Grader: "rubric", Version: "5", Text: strings.Repeat("𝄞", record.MaxObjection)}
		other := record.Objection{Point: "draws", Grader: "rubric", Version: "4", Text: "See the board:\n<b>"}
		object(first)
		object(longest)
		object(other)
		want(first, longest, other)
		first.Text = "I did ask, twice."
		object(first)
		want(longest, other, first)
		for _, refused := range []string{strings.Repeat("𝄞", record.MaxObjection+1), "a\x00b", "a\xffb"} {
			bad := first
			bad.Text = refused
			if err := b.Object(ctx, id, bad); fault.KindOf(err) != fault.Invalid {
				t.Errorf("Object(%.10q) = %v, want it refused", refused, err)
			}
		}
		want(longest, other, first)
		argued, err := b.Argued(ctx, "p", "v1")
		if diff := cmp.Diff(map[string]int{"asks": 2, "draws": 1}, argued); err != nil || diff != "" {
			t.Errorf("Argued: %v (-want +got)\n%s", err, diff)
		}
		if argued, err := b.Argued(ctx, "p", "v2"); err != nil || len(argued) > 0 {
			t.Errorf("Argued of another version = %v, %v", argued, err)
		}
		if argued, err := b.Argued(ctx, "q", "v1"); err != nil || len(argued) > 0 {
			t.Errorf("Argued of another prompt = %v, %v", argued, err)
		}
		first.Text = ""
		object(first)
		object(first) // what is not there can be taken back
		want(longest, other)
	})
}

// An objection goes with its attempt.
func TestObjectionsGoWithTheAttempt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		session, err := account.NewStore(d, nil).SignInLocal(ctx, "ada@example.org", "Ada", "", account.Exposed)
		if err != nil {
			t.Fatal(err)
		}
		grades, attempts := record.NewStore(d), interview.NewStore(d)
		a, _, err := attempts.Start(ctx, session.Person, interview.Prompt{Slug: "p", Version: "v1", Source: []byte("x")}, interview.Plan{Mode: interview.Practice, Level: interview.Mid, Minutes: 40})
		if err != nil {
			t.Fatal(err)
		}
		if err := grades.Object(ctx, a.ID, record.Objection{Point: "asks", Grader: "rubric", Version: "4", Text: "No."}); err != nil {
			t.Fatal(err)
		}
		if err := attempts.Discard(ctx, a); err != nil {
			t.Fatal(err)
		}
		if argued, err := grades.Argued(ctx, "p", "v1"); err != nil || len(argued) > 0 {
			t.Errorf("Argued = %v, %v, want no discarded attempt counted", argued, err)
		}
		clock.Advance(interview.DiscardedFor + time.Hour)
		if err := attempts.Prune(ctx); err != nil {
			t.Fatal(err)
		}
		if left, err := grades.Objections(ctx, a.ID); err != nil || len(left) > 0 {
			t.Errorf("Objections = %v, %v, want none of an attempt that is gone", left, err)
		}
	})
}
