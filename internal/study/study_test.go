package study_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/account"
	"levelup/internal/db"
	"levelup/internal/db/dbtest"
	"levelup/internal/study"
)

func TestAnswersAreKeptByPersonAndQuestion(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		people := account.NewStore(d, nil)
		ada, err := people.Create(t.Context(), "ada@example.org", "Ada")
		if err != nil {
			t.Fatal(err)
		}
		bob, err := people.Create(t.Context(), "bob@example.org", "Bob")
		if err != nil {
			t.Fatal(err)
		}
		s := study.NewStore(d)
		for _, a := range []study.Answer{
			{Chapter: "search", Question: "typos", Version: "v1", Choice: 2},
			{Chapter: "database", Question: "cache", Version: "v1", Choice: 0, Right: true},
			{Chapter: "search", Question: "typos", Version: "v2", Choice: 1, Right: true},
		} {
			if err := s.Record(t.Context(), ada.ID, a); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Record(t.Context(), bob.ID, study.Answer{Chapter: "search", Question: "typos", Version: "v1", Choice: 3}); err != nil {
			t.Fatal(err)
		}
		want := []study.Answer{
			{Chapter: "database", Question: "cache", Version: "v1", Choice: 0, Right: true, Tries: 1},
			{Chapter: "search", Question: "typos", Version: "v2", Choice: 1, Right: true, Tries: 2},
		}
		got, err := s.List(t.Context(), ada.ID, "")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("List = %v (-want +got):\n%s", err, diff)
		}
		if tally, err := s.Tally(t.Context(), "search", "v1"); err != nil || !cmp.Equal(tally, map[string]map[int]int{"typos": {3: 1}}) {
			t.Errorf("Tally of v1 = %v, %v, want the one answer to that version", tally, err)
		}
		got, err = s.List(t.Context(), ada.ID, "search")
		if diff := cmp.Diff(want[1:], got); err != nil || diff != "" {
			t.Errorf("List of search = %v (-want +got):\n%s", err, diff)
		}
	})
}
