package checkout_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levelup/internal/checkout"
	"levelup/internal/fault"
)

// world is a bare repository, an author who publishes to it, and a checkout that
// follows it. Nothing of the machine's configuration reaches its gits.
type world struct {
	t                    *testing.T
	environ              []string
	up, author, checkout string
	folder               string // within the working tree, with a slash at the end, or ""
}

// first is what the folder holds in the beginning.
var first = files{"a.md": "first\n", "deep/b.md": "first b\n"}

type files map[string]string

// newWorld makes a world whose checkout stands at the first commit.
func newWorld(t *testing.T, folder string) *world {
	t.Helper()
	home := t.TempDir()
	w := &world{
		t: t, folder: folder,
		up: filepath.Join(home, "up.git"), author: filepath.Join(home, "author"), checkout: filepath.Join(home, "checkout"),
		environ: []string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org",
		},
	}
	w.git(home, "init", "--quiet", "--bare", "-b", "main", w.up)
	w.git(home, "init", "--quiet", "-b", "main", w.author)
	w.git(w.author, "remote", "add", "origin", w.up)
	w.write(w.author, files{"README": "outside\n"})
	w.publish("The first", first)
	w.git(home, "clone", "--quiet", w.up, w.checkout)
	return w
}

// git runs git and returns what it printed.
func (w *world) git(dir string, args ...string) string {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, w.environ
	var words strings.Builder
	cmd.Stderr = &words
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, words.String())
	}
	return strings.TrimSpace(string(out))
}

// write puts files into a working tree, in whatever folder.
func (w *world) write(tree string, all files) {
	w.t.Helper()
	for name, text := range all {
		name = filepath.Join(tree, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// edit puts files into the folder of the checkout, without a commit.
func (w *world) edit(all files) {
	w.t.Helper()
	w.write(filepath.Join(w.checkout, w.folder), all)
}

// commit records all that is in a working tree.
func (w *world) commit(tree, subject string) (hash string) {
	w.t.Helper()
	w.git(tree, "add", "-A")
	w.git(tree, "commit", "--quiet", "--allow-empty", "-m", subject)
	return w.git(tree, "rev-parse", "HEAD")
}

// publish commits files of the folder and pushes them.
func (w *world) publish(subject string, all files) (hash string) {
	w.t.Helper()
	w.write(filepath.Join(w.author, w.folder), all)
	hash = w.commit(w.author, subject)
	w.git(w.author, "push", "--quiet", "--force", "origin", "HEAD:main")
	return hash
}

// find is the checkout as the package sees it.
func (w *world) find() *checkout.Checkout {
	w.t.Helper()
	c, ok, err := checkout.Find(w.t.Context(), filepath.Join(w.checkout, w.folder), w.environ)
	if !ok || err != nil {
		w.t.Fatalf("Find = %t, %v, want the checkout", ok, err)
	}
	return c
}

// pull pulls with a check that has nothing against it.
func (w *world) pull() (checkout.Pulled, error) {
	w.t.Helper()
	return w.find().Pull(w.t.Context(), func(fs.FS) error { return nil })
}

// script writes a shell script and returns its name.
func (w *world) script(name, text string) string {
	w.t.Helper()
	name = filepath.Join(w.t.TempDir(), name)
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		w.t.Fatal(err)
	}
	return name
}

// standing is all of the checkout that must not move: each file with its bytes and
// mode, the index, HEAD and the branches. What a fetch brings is left out.
func (w *world) standing() files {
	w.t.Helper()
	all := read(w.t, os.DirFS(w.checkout))
	maps.DeleteFunc(all, func(name, _ string) bool {
		for _, brought := range []string{"objects/", "refs/remotes/", "refs/worktree/", "logs/refs/remotes/"} {
			if strings.HasPrefix(name, ".git/"+brought) {
				return true
			}
		}
		return false
	})
	if all[".git/index"] == "" || all[".git/HEAD"] == "" {
		w.t.Fatalf("the checkout has the files %q, want an index and a HEAD among them", slices.Sorted(maps.Keys(all)))
	}
	return all
}

// read is all files of a tree. A link counts with what it names.
func read(t *testing.T, tree fs.FS) files {
	t.Helper()
	all := files{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		text, err := "", error(nil)
		if info.Mode()&fs.ModeSymlink != 0 {
			text, err = fs.ReadLink(tree, name)
			text = "-> " + text
		} else {
			var bytes []byte
			bytes, err = fs.ReadFile(tree, name)
			text = string(bytes)
			if info.Mode()&0o111 != 0 {
				text = "may run: " + text
			}
		}
		all[name] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// inFolder is what the folder of the checkout holds.
func (w *world) inFolder() files {
	w.t.Helper()
	all := read(w.t, os.DirFS(filepath.Join(w.checkout, w.folder)))
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, ".git/") })
	return all
}

// refused holds that an error is a fault of a kind whose sentence has these parts.
func refused(t *testing.T, what string, err error, kind fault.Kind, parts ...string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != kind {
		t.Errorf("%s: %v, want a fault that is %v", what, err, kind)
		return
	}
	for _, part := range parts {
		if !strings.Contains(f.Message, part) {
			t.Errorf("%s: %q, want %q in it", what, f.Message, part)
		}
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}
