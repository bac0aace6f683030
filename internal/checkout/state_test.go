package checkout_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/checkout"
)

func TestState(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"content/", ""} {
		w := newWorld(t, folder)
		c := w.find()
		state := func() checkout.State {
			t.Helper()
			s, err := c.State(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := state()
		head := w.git(w.checkout, "rev-parse", "HEAD")
		if age := time.Since(s.Commit.Time); age < 0 || age > time.Hour {
			t.Errorf("the commit is %v old", age)
		}
		want := checkout.State{Commit: checkout.Commit{Hash: head, Time: s.Commit.Time, Author: "Ada", Subject: "The first"}, Branch: "main", Upstream: "origin/main"}
		if diff := cmp.Diff(want, s); diff != "" {
			t.Errorf("State: -want +got\n%s", diff)
		}

		w.edit(files{"deep/b.md": "being edited\n"})
		if !state().Changed {
			t.Error("a file with changes is not told")
		}
		w.git(w.checkout, "commit", "--quiet", "-am", "Own")
		if s := state(); s.Changed || s.Commit.Subject != "Own" {
			t.Errorf("once it is committed: %+v", s)
		}
		w.edit(files{"new.md": "new\n"})
		if !state().Changed {
			t.Error("a new file is not told")
		}
		w.git(w.checkout, "clean", "--quiet", "--force", ".")
		w.write(w.checkout, files{"README": "changed\n"})
		if got := state().Changed; got != (folder == "") {
			t.Errorf("folder %q: with changes outside of it, Changed = %t", folder, got)
		}

		w.git(w.checkout, "branch", "--unset-upstream")
		if s := state(); s.Upstream != "" || s.Branch != "main" {
			t.Errorf("without anything to follow: %+v", s)
		}
		w.git(w.checkout, "switch", "--quiet", "--detach")
		if s := state(); s.Branch != "" || s.Commit.Subject != "Own" {
			t.Errorf("on no branch: %+v", s)
		}
	}
}

// A question writes nothing, though git would like to remember what it saw.
func TestStateWritesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	long := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(w.checkout, "content/a.md"), long, long); err != nil {
		t.Fatal(err)
	}
	before := w.standing()
	if s, err := w.find().State(t.Context()); err != nil || s.Changed {
		t.Errorf("State = %+v, %v, want nothing changed", s, err)
	}
	if diff := cmp.Diff(before, w.standing()); diff != "" {
		t.Errorf("the checkout: -before +after\n%s", diff)
	}
}
