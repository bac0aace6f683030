package checkout_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"levelup/internal/fault"
)

// Whatever keeps a pull from moving, nothing has moved, and a sentence says what to
// do at the checkout.
func TestPullRefuses(t *testing.T) {
	t.Parallel()
	second := files{"a.md": "second\n", "new.md": "new\n"}
	for what, test := range map[string]struct {
		prepare func(w *world)
		parts   []string
	}{
		"follows none": {
			func(w *world) { w.git(w.checkout, "branch", "--unset-upstream") },
			[]string{"The branch main follows none", "git branch --set-upstream-to=origin/main"},
		},
		"is on no branch": {
			func(w *world) { w.git(w.checkout, "switch", "--quiet", "--detach") },
			[]string{"on no branch", "git switch BRANCH"},
		},
		"the branch on the other side is gone": {
			func(w *world) {
				w.git(w.up, "branch", "-m", "main", "trunk")
			},
			[]string{"The branch main follows origin/main, which is not there any more", "--set-upstream-to="},
		},
		"what it follows is no commit": {
			func(w *world) {
				w.git(w.up, "update-ref", "refs/tags/blob", w.git(w.up, "rev-parse", "main:README"))
				w.git(w.checkout, "config", "branch.main.merge", "refs/tags/blob")
			},
			[]string{"has no commit"},
		},
		"the remote is gone": {
			func(w *world) { w.git(w.checkout, "remote", "set-url", "origin", "/nowhere/up.git") },
			[]string{"From origin nothing could be fetched", "'/nowhere/up.git' does not appear to be a git repository", "Try git fetch in the checkout"},
		},
		"a commit of one's own": {
			func(w *world) {
				w.edit(files{"own.md": "own\n"})
				w.commit(w.checkout, "Own")
			},
			[]string{"its branch main has commits that origin/main has not", "git pull --rebase", "git reset --keep @{upstream}"},
		},
		"a history that was written anew": {
			func(w *world) {
				w.git(w.author, "commit", "--quiet", "--amend", "-m", "Anew")
				w.git(w.author, "reset", "--quiet", "--hard", "HEAD~1")
				w.git(w.author, "commit", "--quiet", "--allow-empty", "--amend", "-m", "Other")
				w.publish("Second anew", second)
			},
			[]string{"the history there was written anew"},
		},
		"a file with changes": {
			func(w *world) { w.edit(files{"a.md": "being edited\n"}) },
			[]string{"Nothing was moved", "Your local changes to the following files would be overwritten by merge: content/a.md. Commit these files"},
		},
		"a file with changes, and git told to put such away": {
			func(w *world) {
				w.edit(files{"a.md": "being edited\n"})
				w.git(w.checkout, "config", "merge.autoStash", "true")
			},
			[]string{"content/a.md. Commit these files"},
		},
		"a file with changes that are staged": {
			func(w *world) {
				w.edit(files{"a.md": "being edited\n"})
				w.git(w.checkout, "add", "-A")
			},
			[]string{"content/a.md. Commit these files"},
		},
		"a file that git does not know": {
			func(w *world) { w.edit(files{"new.md": "a draft\n"}) },
			[]string{"untracked working tree files would be overwritten by merge: content/new.md. Commit these files"},
		},
		"a file that git ignores": {
			func(w *world) {
				w.edit(files{"new.md": "a secret draft\n"})
				w.write(w.checkout, files{".git/info/exclude": "new.md\n"})
			},
			[]string{"untracked working tree files would be overwritten by merge: content/new.md. Commit these files"},
		},
		"files of two kinds": {
			func(w *world) { w.edit(files{"a.md": "being edited\n", "new.md": "a draft\n"}) },
			[]string{"by merge: content/a.md. The following untracked", "by merge: content/new.md. Commit these files"},
		},
		"a merge that was begun": {
			func(w *world) {
				w.write(w.checkout, files{".git/MERGE_HEAD": w.git(w.checkout, "rev-parse", "HEAD") + "\n"})
			},
			[]string{"You have not concluded your merge", "git status"},
		},
		"a lock that was left": {
			func(w *world) { w.write(w.checkout, files{".git/index.lock": ""}) },
			[]string{"Another git works in this checkout, or one was ended halfway and left ", ".git/index.lock. If none works there, remove that file", "git restore"},
		},
		"a lock of what is fetched": {
			func(w *world) { w.write(w.checkout, files{".git/refs/worktree/levelup/fetched.lock": ""}) },
			[]string{"Another git works in this checkout", "fetched.lock"},
		},
		"a folder that is gone": {
			func(w *world) {
				w.git(w.author, "rm", "-r", "--quiet", "content")
				w.publish("Gone", nil)
			},
			[]string{"The new commit has no files in the folder content/. Nothing was moved"},
		},
		"a folder that became a file": {
			func(w *world) {
				w.git(w.author, "rm", "-r", "--quiet", "content")
				w.write(w.author, files{"content": "a file\n"})
				w.commit(w.author, "A file")
				w.git(w.author, "push", "--quiet", "origin", "main")
			},
			[]string{"The new commit has no"},
		},
		"a folder that became a link that leads out": {
			func(w *world) {
				w.git(w.author, "rm", "-r", "--quiet", "content")
				if err := os.Symlink(w.author, filepath.Join(w.author, "content")); err != nil {
					w.t.Fatal(err)
				}
				w.commit(w.author, "A link")
				w.git(w.author, "push", "--quiet", "origin", "main")
			},
			[]string{"The new commit has no"},
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "content/")
			c := w.find()
			w.publish("Second", second)
			test.prepare(w)
			before := w.standing()
			_, err := c.Pull(t.Context(), func(fs.FS) error { return nil })
			kind := fault.Conflict
			if what == "a merge that was begun" {
				kind = fault.Internal // nothing that is foreseen: git's own words
			}
			refused(t, "Pull", err, kind, test.parts...)
			after := w.standing()
			delete(before, ".git/ORIG_HEAD") // a merge writes it before it looks
			delete(after, ".git/ORIG_HEAD")
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the checkout: -before +after\n%s", diff)
			}
		})
	}
}

// Five files are named, and how many more there are.
func TestPullNamesAFewFilesInTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	many := files{}
	for _, name := range strings.Fields("1 2 3 4 5 6 7") {
		many["n"+name+".md"] = name
	}
	w.publish("Many", many)
	w.edit(many)
	_, err := w.pull()
	refused(t, "Pull", err, fault.Conflict, "content/n4.md, content/n5.md and 2 more. Commit")
}

// A folder that is too large is not laid out.
func TestPullOfTooMuch(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.write(w.author, files{"large": strings.Repeat("a", 5<<20)}) // beside the folder
	w.publish("Much", files{"1.md": strings.Repeat("b", 1<<20), "2.md": strings.Repeat("c", 1<<20)})
	c := w.find()
	c.LimitFolder(2 << 20)
	before := w.standing()
	_, err := c.Pull(t.Context(), func(fs.FS) error { t.Error("check was called"); return nil })
	refused(t, "Pull", err, fault.Conflict, "the folder would hold 3 MiB, more than the 2 MiB", "Nothing was moved")
	if diff := cmp.Diff(before, w.standing()); diff != "" {
		t.Errorf("the checkout: -before +after\n%s", diff)
	}
	c.LimitFolder(3 << 20)
	if _, err := c.Pull(t.Context(), func(fs.FS) error { return nil }); err != nil {
		t.Errorf("Pull of what is not too much: %v", err)
	}
}

// A branch that was set back over there is not followed back.
func TestPullOfABranchThatWasSetBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	to := w.publish("Second", files{"a.md": "second\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	w.git(w.up, "update-ref", "refs/heads/main", "main~1")
	if pulled, err := w.pull(); err != nil || pulled.Changed || pulled.To != to {
		t.Errorf("Pull = %+v, %v, want nothing new at %s", pulled, err, to)
	}
}

// A commit that somebody makes in the checkout while the new files are looked at
// is neither lost nor merged.
func TestPullBesideACommit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.publish("Second", files{"a.md": "second\n"})
	var own string
	_, err := w.find().Pull(t.Context(), func(fs.FS) error {
		w.edit(files{"own.md": "own\n"})
		own = w.commit(w.checkout, "Own")
		return nil
	})
	refused(t, "Pull", err, fault.Conflict, "got a commit while")
	if got := w.git(w.checkout, "rev-parse", "HEAD"); got != own {
		t.Errorf("HEAD is %s, want %s", got, own)
	}
}

// A git that was ended between the index and the branch has moved all files; the
// next pull moves the branch.
func TestPullGoesOnWithAMoveThatWasCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	to := w.publish("Second", files{"a.md": "second\n", "new.md": "new\n"})
	lock := filepath.Join(w.checkout, ".git/refs/heads/main.lock")
	w.write(w.checkout, files{".git/refs/heads/main.lock": ""})
	_, err := w.pull()
	refused(t, "Pull with a locked branch", err, fault.Conflict, "remove that file")
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	if pulled, err := w.pull(); err != nil || pulled.To != to {
		t.Errorf("Pull = %+v, %v, want %s", pulled, err, to)
	}
	if got := w.git(w.checkout, "status", "--porcelain"); got != "" || w.git(w.checkout, "rev-parse", "HEAD") != to {
		t.Errorf("the checkout has %q", got)
	}
}

// A git that was ended among the files leaves some of them new. The next pull says
// so until somebody has looked: a filter ends this one.
func TestPullAfterAMoveThatWasCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	checked := filepath.Join(t.TempDir(), "checked")
	w.git(w.checkout, "config", "filter.fatal.smudge", "[ ! -e "+checked+" ] && cat")
	w.git(w.checkout, "config", "filter.fatal.required", "true")
	w.write(w.author, files{".gitattributes": "z.md filter=fatal\n"})
	to := w.publish("Second", files{"a.md": "second\n", "z.md": "second\n"})
	_, err := w.find().Pull(t.Context(), func(fs.FS) error { return os.WriteFile(checked, nil, 0o600) })
	refused(t, "the pull that is cut off", err, fault.Internal, "smudge filter fatal failed", "git status")
	if got := w.inFolder()["a.md"]; got != "second\n" {
		t.Fatalf("a.md is %q: this move was not cut off in the middle", got)
	}
	if err := os.Remove(checked); err != nil {
		t.Fatal(err)
	}
	_, err = w.pull()
	refused(t, "the next", err, fault.Conflict, "content/a.md", "git restore")
	w.git(w.checkout, "restore", "content")
	w.git(w.checkout, "clean", "--quiet", "--force", ".")
	if pulled, err := w.pull(); err != nil || pulled.To != to {
		t.Errorf("Pull once it is put right = %+v, %v, want %s", pulled, err, to)
	}
}
