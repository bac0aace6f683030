package checkout_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/checkout"
	"levelup/internal/fault"
)

// What git is given to see: nobody to ask, words that are recognised, and for a
// question no lock.
func TestEnvironmentOfGit(t *testing.T) {
	w := newWorld(t, "content/")
	w.environ = append(w.environ, "LC_ALL=de_DE.UTF-8", "GIT_TERMINAL_PROMPT=1")
	path := w.environ[0]
	seen := filepath.Join(t.TempDir(), "seen")
	fake := w.script("git", `for a in "$@"; do case $a in fetch|merge|status|ls-tree) echo "$a: $LC_ALL $GIT_TERMINAL_PROMPT $GIT_OPTIONAL_LOCKS." >>`+seen+"; esac; done\n"+path+` exec git "$@"`+"\n")
	t.Setenv("PATH", filepath.Dir(fake)+":"+os.Getenv("PATH"))
	w.publish("Second", files{"a.md": "second\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.find().State(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	const want = "fetch: C 0 .\nls-tree: C 0 0.\nmerge: C 0 .\nstatus: C 0 0.\n"
	if got := string(text); got != want {
		t.Errorf("git saw %q, want %q", got, want)
	}
}

// ssh asks nothing, unless the owner says how it is run.
func TestSSHAsksNothing(t *testing.T) {
	w := newWorld(t, "content/")
	w.git(w.checkout, "remote", "set-url", "origin", "ssh://nowhere.invalid/up.git")
	seen := filepath.Join(t.TempDir(), "seen")
	fake := func(name string) string { return w.script(name, "echo "+name+` "$@" >>`+seen+"; exit 1\n") }
	w.environ[0] = "PATH=" + filepath.Dir(fake("ssh")) + ":" + os.Getenv("PATH")
	for _, test := range []struct {
		entry, setting string
		want           string
	}{
		{"", "", "ssh -oBatchMode=yes "},
		{"GIT_SSH_COMMAND=" + fake("entry") + " -x", "", "entry -x "},
		{"GIT_SSH=" + fake("short"), "", "short "},
		{"", fake("setting") + " -i key", "setting -i key "},
	} {
		w.git(w.checkout, "config", "core.sshCommand", test.setting)
		if test.setting == "" {
			w.git(w.checkout, "config", "--unset", "core.sshCommand")
		}
		environ := w.environ
		if test.entry != "" {
			environ = append(environ[:len(environ):len(environ)], test.entry)
		}
		if err := os.RemoveAll(seen); err != nil {
			t.Fatal(err)
		}
		c, ok, err := checkout.Find(t.Context(), w.checkout, environ)
		if !ok || err != nil {
			t.Fatalf("Find = %t, %v", ok, err)
		}
		if _, err := c.Pull(t.Context(), func(fs.FS) error { return nil }); err == nil {
			t.Error("Pull went through a false ssh")
		}
		text, _ := os.ReadFile(seen)
		last := string(text)
		if i := strings.LastIndex(strings.TrimSpace(last), "\n"); i >= 0 { // git may ask first which ssh it is
			last = last[i+1:]
		}
		if !strings.HasPrefix(last, test.want) {
			t.Errorf("with %q and %q git ran %q, want %q", test.entry, test.setting, text, test.want)
		}
	}
}

// No git has a terminal on which it, or what it runs, could ask.
func TestGitHasNoTerminal(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("there is no /proc")
	}
	w := newWorld(t, "content/")
	seen := filepath.Join(t.TempDir(), "seen")
	w.git(w.checkout, "config", "remote.origin.uploadpack", w.script("upload-pack", "cut -d' ' -f6 /proc/$PPID/stat >"+seen+"\nexec git-upload-pack \"$@\"\n"))
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	session := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(text))
	}
	own := strings.Fields(session("/proc/self/stat"))
	if got := session(seen); got == "" || got == own[5] {
		t.Errorf("git runs in the session %s, which is ours", got)
	}
}

func TestPasswordsAreNotRepeated(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"unable to access 'https://ada:hunter2@example.org/up.git'": "unable to access 'https://example.org/up.git'",
		"https://token@example.org and ssh://git@example.org/a@b":   "https://example.org and ssh://example.org/a@b",
		"git@example.org:up.git":                                    "git@example.org:up.git",
		"https://example.org/@ada":                                  "https://example.org/@ada",
	} {
		if got := checkout.WithoutPassword(in); got != want {
			t.Errorf("WithoutPassword(%q) = %q, want %q", in, got, want)
		}
	}
	w := newWorld(t, "content/")
	w.git(w.checkout, "config", "branch.main.remote", "none://ada:hunter2@example.org/up.git")
	_, err := w.pull()
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "none://example.org/up.git") {
		t.Errorf("Pull: %v, want the address without the password", err)
	}

	w.git(w.checkout, "config", "url."+w.up+".insteadOf", "none://ada:hunter2@example.org/up.git")
	w.publish("Theirs", nil)
	w.commit(w.checkout, "Ours")
	_, err = w.pull()
	refused(t, "Pull", err, fault.Conflict, "has commits that none://example.org/up.git/main has not")

	w.git(w.checkout, "config", "branch.main.remote", "origin")
	w.git(w.checkout, "config", "remote.origin.uploadpack", w.script("upload-pack", "echo fatal: no https://ada:hunter2@example.org/ >&2; exit 1\n"))
	_, err = w.pull()
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "no https://example.org/") {
		t.Errorf("Pull: %v, want the words of the helper without the password", err)
	}
}
