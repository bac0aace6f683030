package checkout_test

import (
	"os"
	"path/filepath"
	"testing"

	"levelup/internal/checkout"
	"levelup/internal/fault"
)

func TestFindWhereThereIsNoCheckout(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.write(w.checkout, files{"notes/mine.md": "not committed\n"})
	young := filepath.Join(t.TempDir(), "young")
	w.git(w.author, "init", "--quiet", young)
	for what, dir := range map[string]string{
		"a folder of no repository":              t.TempDir(),
		"a bare repository":                      w.up,
		"the folder of git":                      filepath.Join(w.checkout, ".git"),
		"a repository without a commit":          young,
		"a folder that the repository lacks":     filepath.Join(w.checkout, "notes"),
		"a folder that the repository keeps not": mkdir(t, filepath.Join(w.checkout, "empty")),
	} {
		if c, ok, err := checkout.Find(t.Context(), dir, w.environ); ok || err != nil || c != nil {
			t.Errorf("Find(%s) = %v, %t, %v, want none", what, c, ok, err)
		}
	}
}

func mkdir(t *testing.T, dir string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFindWithoutGit(t *testing.T) {
	w := newWorld(t, "")
	c := w.find()
	t.Setenv("PATH", t.TempDir())
	if _, ok, err := checkout.Find(t.Context(), w.checkout, w.environ); ok || err != nil {
		t.Errorf("Find without git = %t, %v, want none", ok, err)
	}
	_, err := c.State(t.Context())
	refused(t, "State once git is gone", err, fault.Conflict, "no git on the path", "Install git")
}

func TestFindRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	_, _, err := checkout.Find(t.Context(), filepath.Join(w.checkout, "content"), append(w.environ, "GIT_TEST_ASSUME_DIFFERENT_OWNER=1"))
	refused(t, "somebody else's", err, fault.Conflict, "belongs to somebody else", "git config --global --add safe.directory "+w.checkout)

	_, _, err = checkout.Find(t.Context(), filepath.Join(w.checkout, "gone"), w.environ)
	refused(t, "a folder that is gone", err, fault.Internal, "cannot be started in")

	broken := t.TempDir()
	w.write(broken, files{".git": "gitdir: /nowhere\n"})
	_, _, err = checkout.Find(t.Context(), broken, w.environ)
	refused(t, "a broken repository", err, fault.Internal, "not a git repository: /nowhere")

	odd := filepath.Join(t.TempDir(), "a\nb")
	w.git(w.author, "clone", "--quiet", w.up, odd)
	_, _, err = checkout.Find(t.Context(), odd, w.environ)
	refused(t, "a line break", err, fault.Invalid, "line break")
}

// A program that a hook of git's started is led to the hook's repository.
func TestFindIsNotLedElsewhere(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, "content/"), newWorld(t, "content/")
	want := w.commit(w.checkout, "Here")
	for _, entry := range []string{
		"GIT_QUARANTINE_PATH=" + t.TempDir(), // the first: it hinders the making of a ref
		"GIT_DIR=" + filepath.Join(other.checkout, ".git"),
		"GIT_WORK_TREE=" + other.checkout,
		"GIT_INDEX_FILE=" + filepath.Join(other.checkout, "index"),
		"GIT_COMMON_DIR=" + filepath.Join(other.checkout, ".git"),
		"GIT_OBJECT_DIRECTORY=" + t.TempDir(),
		"GIT_NAMESPACE=other",
		"GIT_CONFIG=/dev/null",
		"GIT_SHALLOW_FILE=" + filepath.Join(w.checkout, "README"),
	} {
		c, ok, err := checkout.Find(t.Context(), filepath.Join(w.checkout, "content"), append(w.environ, entry))
		if !ok || err != nil {
			t.Errorf("with %s: Find = %t, %v", entry, ok, err)
			continue
		}
		s, err := c.State(t.Context())
		if err != nil || s.Commit.Hash != want || s.Changed {
			t.Errorf("with %s: State = %+v, %v, want the commit %s without changes", entry, s, err, want)
		}
		if _, err := c.Pull(t.Context(), nil); err != nil {
			t.Errorf("with %s: Pull: %v", entry, err)
		}
	}
	theirs := other.commit(other.checkout, "There")
	c, _, err := checkout.Find(t.Context(), w.checkout, append(w.environ, "GIT_ALTERNATE_OBJECT_DIRECTORIES="+filepath.Join(other.checkout, ".git/objects")))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Show(t.Context(), theirs, "README")
	refused(t, "Show of a commit of another repository", err, fault.NotFound, "no commit")
}

// A folder may be a link into a checkout.
func TestFindThroughALink(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(w.checkout, "content"), link); err != nil {
		t.Fatal(err)
	}
	c, ok, err := checkout.Find(t.Context(), link, w.environ)
	if !ok || err != nil {
		t.Fatalf("Find = %t, %v", ok, err)
	}
	if log, err := c.Log(t.Context(), "a.md", 9); len(log) != 1 || err != nil {
		t.Errorf("Log = %v, %v, want one commit", log, err)
	}
}
