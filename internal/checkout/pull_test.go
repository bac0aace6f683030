package checkout_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/checkout"
)

func TestPull(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"content/", "", "a/deep folder/ä/"} {
		t.Run("folder "+folder, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, folder)
			c := w.find()
			from := w.git(w.checkout, "rev-parse", "HEAD")
			pulled, err := c.Pull(t.Context(), func(fs.FS) error {
				t.Error("check was called, and there is nothing new")
				return nil
			})
			if err != nil || pulled.Changed || pulled.From != from || pulled.To != from || pulled.Subject != "The first" {
				t.Errorf("Pull = %+v, %v, want nothing new at %s", pulled, err, from)
			}

			w.git(w.author, "rm", "--quiet", folder+"deep/b.md")
			w.write(w.author, files{"outside": "not of the folder\n"})
			to := w.publish("The second", files{"a.md": "second\n", "new/c.md": "new\n"})
			var seen files
			pulled, err = c.Pull(t.Context(), func(tree fs.FS) error {
				seen = read(t, tree)
				return nil
			})
			if err != nil || !pulled.Changed || pulled.From != from || pulled.To != to || pulled.Subject != "The second" || time.Since(pulled.Time) > time.Hour {
				t.Errorf("Pull = %+v, %v, want from %s to %s", pulled, err, from, to)
			}
			want := files{"a.md": "second\n", "new/c.md": "new\n"}
			if folder == "" {
				want["README"], want["outside"] = "outside\n", "not of the folder\n"
			}
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Errorf("check saw: -want +got\n%s", diff)
			}
			if diff := cmp.Diff(want, w.inFolder()); diff != "" {
				t.Errorf("the folder: -want +got\n%s", diff)
			}
			if s, err := c.State(t.Context()); err != nil || s.Commit.Hash != to || s.Changed || s.Branch != "main" {
				t.Errorf("State = %+v, %v, want %s on main, nothing changed", s, err, to)
			}
		})
	}
}

// What is checked is what comes, also where attributes above the folder, which come
// with the same commit, change the bytes.
func TestPullChecksTheBytesThatCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.git(w.checkout, "config", "filter.shout.smudge", "tr a-z A-Z")
	w.write(w.author, files{".gitattributes": "*.md text eol=crlf\n*.txt filter=shout\n", "content/.gitattributes": "id.md ident\n"})
	w.publish("Attributes", files{"a.md": "one\ntwo\n", "deep/b.md": "b\n", "b.txt": "loud\n", "id.md": "$Id$\n", "run.sh": "#!/bin/sh\n"})
	var seen files
	_, err := w.find().Pull(t.Context(), func(tree fs.FS) error {
		seen = read(t, tree)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen["a.md"] != "one\r\ntwo\r\n" || seen["b.txt"] != "LOUD\n" || len(seen["id.md"]) < 40 {
		t.Errorf("check saw %q, want attributes applied", seen)
	}
	if diff := cmp.Diff(w.inFolder(), seen); diff != "" {
		t.Errorf("the folder and what check saw: -folder +seen\n%s", diff)
	}
}

var errCheck = errors.New("the new files are no good")

func TestPullMovesNothingThatTheCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"content/", ""} {
		w := newWorld(t, folder)
		w.git(w.checkout, "config", "core.splitIndex", "true") // the temporary index leaves nothing here
		w.edit(files{"deep/b.md": "being edited\n", "draft.md": "not known to git\n"})
		w.publish("Bad", files{"a.md": "bad\n", "new.md": "new\n"})
		before := w.standing()
		if _, err := w.find().Pull(t.Context(), func(fs.FS) error { return errCheck }); !errors.Is(err, errCheck) {
			t.Errorf("Pull: %v, want the error of the check", err)
		}
		if diff := cmp.Diff(before, w.standing()); diff != "" {
			t.Errorf("the checkout: -before +after\n%s", diff)
		}
		to := w.publish("Better", files{"a.md": "better\n"})
		if pulled, err := w.pull(); err != nil || pulled.To != to {
			t.Errorf("Pull of what is better = %+v, %v, want %s", pulled, err, to)
		}
	}
}

// Files that are not in the way stay as they are.
func TestPullLeavesOtherChangesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.edit(files{"deep/b.md": "being edited\n", "draft.md": "not known to git\n"})
	w.publish("Second", files{"a.md": "second\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	want := files{"a.md": "second\n", "deep/b.md": "being edited\n", "draft.md": "not known to git\n"}
	if diff := cmp.Diff(want, w.inFolder()); diff != "" {
		t.Errorf("the folder: -want +got\n%s", diff)
	}
}

func TestPullLeavesNoTemporaryFiles(t *testing.T) {
	w := newWorld(t, "content/")
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	c := w.find()
	left := func() []os.DirEntry {
		entries, err := os.ReadDir(temporary)
		if err != nil {
			t.Fatal(err)
		}
		return entries
	}
	w.publish("Second", files{"a.md": "second\n"})
	var during int
	if _, err := c.Pull(t.Context(), func(fs.FS) error { during = len(left()); return errCheck }); !errors.Is(err, errCheck) || during != 1 {
		t.Errorf("Pull: %v with %d temporary folders, want the check's error and one", err, during)
	}
	if got := left(); len(got) > 0 {
		t.Errorf("after a refusal there is %v", got)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic of the check is gone")
			}
		}()
		_, err := c.Pull(t.Context(), func(fs.FS) error { panic("a bug") })
		t.Errorf("Pull returned: %v", err)
	}()
	if got := left(); len(got) > 0 {
		t.Errorf("after a panic there is %v", got)
	}
	if _, err := c.Pull(t.Context(), func(fs.FS) error { return nil }); err != nil || len(left()) > 0 {
		t.Errorf("Pull: %v, left is %v", err, left())
	}
}

// Only one pull is at work in the process; the second finds nothing new.
func TestPullTakesTurns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.publish("Second", files{"a.md": "second\n"})
	c, other := w.find(), w.find()
	inside, goOn := make(chan struct{}), make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		pulled, err := c.Pull(t.Context(), func(fs.FS) error { close(inside); <-goOn; return nil })
		if err != nil || !pulled.Changed {
			t.Errorf("the first = %+v, %v, want a change", pulled, err)
		}
	})
	<-inside
	impatient, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := other.Pull(impatient, func(fs.FS) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who does not wait: %v, want its context's error", err)
	}
	work.Go(func() {
		pulled, err := other.Pull(t.Context(), func(fs.FS) error { t.Error("the second checks too"); return nil })
		if err != nil || pulled.Changed {
			t.Errorf("the second = %+v, %v, want nothing new", pulled, err)
		}
	})
	time.Sleep(20 * time.Millisecond) // the second waits
	close(goOn)
	work.Wait()
}

// Whoever gives up before the check is through has changed nothing.
func TestPullGivenUpDuringTheCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.publish("Second", files{"a.md": "second\n"})
	before := w.standing()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.find().Pull(ctx, func(fs.FS) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Pull: %v, want the context's error", err)
	}
	if diff := cmp.Diff(before, w.standing()); diff != "" {
		t.Errorf("the checkout: -before +after\n%s", diff)
	}
}

// The move goes to its end though its caller is gone: a filter of git's tells when
// it is under way.
func TestPullGivenUpDuringTheMove(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	moving := filepath.Join(t.TempDir(), "moving")
	smudge := w.script("smudge", "if [ -e "+moving+".checked ]; then touch "+moving+"; sleep 0.3; fi; cat\n")
	w.git(w.checkout, "config", "filter.slow.smudge", smudge)
	w.write(w.author, files{".gitattributes": "*.md filter=slow\n"})
	to := w.publish("Second", files{"a.md": "second\n", "z.md": "second\n"})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !exists(moving) && t.Context().Err() == nil {
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
	}()
	pulled, err := w.find().Pull(ctx, func(fs.FS) error { return os.WriteFile(moving+".checked", nil, 0o600) })
	if err != nil || pulled.To != to || !exists(moving) {
		t.Errorf("Pull = %+v, %v, want %s", pulled, err, to)
	}
	if got := w.git(w.checkout, "status", "--porcelain"); got != "" || w.git(w.checkout, "rev-parse", "HEAD") != to {
		t.Errorf("the checkout has %q", got)
	}
}

// One pulls what its branch follows, whatever else is there.
func TestPullFollowsTheBranch(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.git(w.author, "switch", "--quiet", "-c", "next")
	want := w.commit(w.author, "On next")
	w.git(w.author, "push", "--quiet", "origin", "next", "next:refs/heads/--upload-pack=false")
	w.git(w.author, "tag", "v1")
	w.git(w.author, "push", "--quiet", "origin", "v1")
	for _, ref := range []string{"refs/heads/next", "refs/heads/--upload-pack=false"} {
		w.git(w.checkout, "reset", "--quiet", "--hard", "HEAD")
		w.git(w.checkout, "config", "branch.main.merge", ref)
		w.write(w.checkout, files{".git/FETCH_HEAD": "somebody's\n"})
		if pulled, err := w.pull(); err != nil || pulled.To != want {
			t.Errorf("Pull of %s = %+v, %v, want %s", ref, pulled, err, want)
		}
		if got, err := os.ReadFile(filepath.Join(w.checkout, ".git/FETCH_HEAD")); err != nil || string(got) != "somebody's\n" {
			t.Errorf("FETCH_HEAD is %q, %v, want what somebody fetched", got, err)
		}
		w.git(w.checkout, "reset", "--quiet", "--hard", "HEAD~1")
	}
	if got := w.git(w.checkout, "tag"); got != "" {
		t.Errorf("the tags %q came along", got)
	}

	// A branch that is called like an option, and one that follows a branch beside it.
	w.git(w.checkout, "symbolic-ref", "HEAD", "refs/heads/--upload-pack=false")
	w.git(w.checkout, "update-ref", "refs/heads/--upload-pack=false", "main")
	w.git(w.checkout, "update-ref", "refs/heads/beside", "origin/next")
	w.git(w.checkout, "config", "branch.--upload-pack=false.remote", ".")
	w.git(w.checkout, "config", "branch.--upload-pack=false.merge", "refs/heads/beside")
	if pulled, err := w.pull(); err != nil || pulled.To != want {
		t.Errorf("Pull on a branch called --upload-pack=false = %+v, %v, want %s", pulled, err, want)
	}
}

// How the owner likes to merge and fetch by hand does not count here.
func TestPullWithSettingsOfTheOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	for _, setting := range [][2]string{
		{"branch.main.mergeOptions", "--squash --no-commit --no-ff"}, {"merge.ff", "false"}, {"pull.rebase", "true"}, {"merge.stat", "true"},
		{"fetch.prune", "true"}, {"fetch.pruneTags", "true"}, {"remote.origin.tagOpt", "--tags"}, {"core.quotePath", "true"}, {"color.ui", "always"},
		{"remote.origin.fetch", "+refs/heads/none:refs/remotes/origin/none"}, {"core.logAllRefUpdates", "always"},
	} {
		w.git(w.checkout, "config", setting[0], setting[1])
	}
	w.git(w.checkout, "tag", "own")
	want := w.publish("Second", files{"ä \n.md": "second\n"})
	if pulled, err := w.pull(); err != nil || pulled.To != want {
		t.Errorf("Pull = %+v, %v, want %s", pulled, err, want)
	}
	if got := w.git(w.checkout, "rev-parse", "HEAD"); got != want || w.git(w.checkout, "status", "--porcelain") != "" {
		t.Errorf("HEAD is %s, want %s and a clean tree", got, want)
	}
	if got := w.git(w.checkout, "tag"); got != "own" {
		t.Errorf("the tags are %q, want the one that was there", got)
	}
}

// Two worktrees of one repository, each on a branch of its own.
func TestPullInAWorktree(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.git(w.author, "push", "--quiet", "origin", "main:next")
	w.git(w.checkout, "fetch", "--quiet")
	beside := filepath.Join(t.TempDir(), "beside")
	w.git(w.checkout, "worktree", "add", "--quiet", "-b", "next", "--track", beside, "origin/next")
	main := w.publish("On main", files{"a.md": "main\n"})
	next := w.commit(w.author, "On next")
	w.git(w.author, "push", "--quiet", "origin", "HEAD:next")
	for dir, want := range map[string]string{w.checkout: main, beside: next} {
		c, ok, err := checkout.Find(t.Context(), filepath.Join(dir, "content"), w.environ)
		if !ok || err != nil {
			t.Fatalf("Find = %t, %v", ok, err)
		}
		if pulled, err := c.Pull(t.Context(), func(fs.FS) error { return nil }); err != nil || pulled.To != want {
			t.Errorf("Pull in %s = %+v, %v, want %s", filepath.Base(dir), pulled, err, want)
		}
	}
}
