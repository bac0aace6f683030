package checkout_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levelup/internal/fault"
)

// A link that a commit brings cannot be followed out of the folder, where the check
// looks; one that stays within it can.
func TestPullOfLinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	secret := filepath.Join(t.TempDir(), "secret")
	w.write("/", files{secret: "secret\n"})
	for link, to := range map[string]string{
		"out.md": secret, "up.md": "../README", "far.md": strings.Repeat("../", 30) + secret[1:], "outer": filepath.Dir(secret), "in.md": "a.md",
	} {
		if err := os.Symlink(to, filepath.Join(w.author, "content", link)); err != nil {
			t.Fatal(err)
		}
	}
	w.publish("Links", nil)
	_, err := w.find().Pull(t.Context(), func(tree fs.FS) error {
		for _, name := range []string{"out.md", "up.md", "far.md", "outer/secret"} {
			if text, err := fs.ReadFile(tree, name); err == nil {
				t.Errorf("the check reads %q through %s", text, name)
			}
		}
		if text, err := fs.ReadFile(tree, "in.md"); string(text) != "first\n" {
			t.Errorf("in.md is %q, %v, want what a.md is", text, err)
		}
		return errCheck
	})
	if !errors.Is(err, errCheck) {
		t.Errorf("Pull: %v, want the error of the check", err)
	}
}

// Nothing that lies in the checkout as a program runs.
func TestNoHookRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	ran := filepath.Join(t.TempDir(), "ran")
	hook := w.script("hook", "echo $0 >>"+ran+"\n")
	for _, name := range strings.Fields("post-merge pre-merge-commit post-checkout post-index-change reference-transaction post-rewrite pre-auto-gc fsmonitor-watchman") {
		if err := errors.Join(os.MkdirAll(filepath.Join(w.checkout, ".git/hooks"), 0o755), os.Symlink(hook, filepath.Join(w.checkout, ".git/hooks", name))); err != nil {
			t.Fatal(err)
		}
	}
	w.git(w.checkout, "-c", "core.hooksPath=/dev/null", "config", "core.fsmonitor", hook)
	w.publish("Second", files{"a.md": "second\n"})
	if pulled, err := w.pull(); err != nil || !pulled.Changed {
		t.Errorf("Pull = %+v, %v, want a change", pulled, err)
	}
	if _, err := w.find().State(t.Context()); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(ran); err == nil {
		t.Errorf("hooks ran: %s", text)
	}
}

// Names that look like options, and a remote that is a program, are not run.
func TestNoArgumentIsAnOption(t *testing.T) {
	t.Parallel()
	ran := filepath.Join(t.TempDir(), "ran")
	for _, remote := range []string{"--upload-pack=touch " + ran, "ext::touch " + ran} {
		w := newWorld(t, "content/")
		w.git(w.checkout, "config", "protocol.ext.allow", "always")
		w.git(w.checkout, "config", "branch.main.remote", remote)
		_, err := w.pull()
		refused(t, remote, err, fault.Conflict, "nothing could be fetched")
		if exists(ran) {
			t.Errorf("%s ran", remote)
		}
	}

	w := newWorld(t, "")
	const option = "--output=ran"
	w.publish("An option", files{option: "text\n", ":(top)a.md": "magic\n", "*.md": "star\n"})
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	c := w.find()
	for name, want := range map[string]string{option: "text\n", ":(top)a.md": "magic\n", "*.md": "star\n"} {
		log, err := c.Log(t.Context(), name, 9)
		if err != nil || len(log) != 1 || log[0].Subject != "An option" {
			t.Errorf("Log(%s) = %v, %v, want one commit", name, log, err)
			continue
		}
		if text, err := c.Show(t.Context(), log[0].Hash, name); err != nil || string(text) != want {
			t.Errorf("Show(%s) = %q, %v, want %q", name, text, err, want)
		}
	}
	if exists(filepath.Join(w.checkout, "ran")) {
		t.Error("git took a file for an option")
	}
}

// Submodules are neither fetched nor moved nor looked into, and nothing of git's
// stays at work behind a pull.
func TestSubmodulesAreLeftAlone(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, "content/"), newWorld(t, "")
	w.environ = append(w.environ, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=protocol.file.allow", "GIT_CONFIG_VALUE_0=always")
	w.git(w.author, "submodule", "--quiet", "add", other.up, "content/sub")
	w.publish("A submodule", nil)
	trace := filepath.Join(t.TempDir(), "trace")
	if _, err := w.pull(); err != nil {
		t.Fatal(err)
	}
	w.git(w.checkout, "submodule", "--quiet", "update", "--init")
	sub := filepath.Join(w.checkout, "content/sub")
	before := w.git(sub, "rev-parse", "HEAD")
	for _, setting := range []string{"submodule.recurse", "fetch.recurseSubmodules"} {
		w.git(w.checkout, "config", setting, "true")
	}
	other.publish("Other", files{"a.md": "other\n"})
	w.git(filepath.Join(w.author, "content/sub"), "pull", "--quiet")
	w.publish("The submodule moves", nil)
	w.environ = append(w.environ, "GIT_TRACE2="+trace)
	if pulled, err := w.pull(); err != nil || !pulled.Changed {
		t.Errorf("Pull = %+v, %v, want a change", pulled, err)
	}
	w.write(sub, files{"a.md": "being edited\n"})
	if s, err := w.find().State(t.Context()); err != nil || s.Changed {
		t.Errorf("State = %+v, %v, want nothing changed", s, err)
	}
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "child_start") && (strings.Contains(line, "maintenance") || strings.Contains(line, "gc --auto") || strings.Contains(line, "content/sub")) {
			t.Errorf("git ran: %s", line)
		}
	}
	if got := w.git(sub, "rev-parse", "HEAD"); got != before {
		t.Errorf("the submodule is at %s, want %s as before", got, before)
	}
	if got := w.git(sub, "log", "-1", "--format=%s", "origin/main"); got != "The first" {
		t.Errorf("the submodule has fetched %q", got)
	}
}
