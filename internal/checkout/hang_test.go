package checkout_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"levelup/internal/checkout"
	"levelup/internal/fault"
)

// hangs is a script that never ends, with a child that never ends and does not
// listen. Both write to a file for as long as they live.
func hangs(alive string) string {
	return "(trap '' TERM; while :; do echo child >>" + alive + "; sleep 0.05; done) &\n" +
		"while :; do echo parent >>" + alive + "; sleep 0.05; done\n"
}

// dead holds that nobody writes to a file any more.
func dead(t *testing.T, alive string) {
	t.Helper()
	size := func() int64 {
		info, err := os.Stat(alive)
		if err != nil {
			t.Fatalf("it has not run: %v", err)
		}
		return info.Size()
	}
	before := size()
	time.Sleep(300 * time.Millisecond)
	if size() != before {
		t.Error("a process is left")
	}
}

const (
	short = 600 * time.Millisecond
	bound = 10 * time.Second // for a slow machine; what hangs does so for ever
)

// A git that hangs is ended with its children, by our limit or by the caller.
func TestAGitThatHangs(t *testing.T) {
	w := newWorld(t, "content/")
	c := w.find()
	c.Limit(short, short, short)
	alive := filepath.Join(t.TempDir(), "alive")
	fake := w.script("git", hangs(alive))
	t.Setenv("PATH", filepath.Dir(fake)+":"+os.Getenv("PATH"))
	for what, ask := range map[string]func(context.Context) error{
		"Pull":  func(ctx context.Context) error { _, err := c.Pull(ctx, func(fs.FS) error { return nil }); return err },
		"State": func(ctx context.Context) error { _, err := c.State(ctx); return err },
		"Log":   func(ctx context.Context) error { _, err := c.Log(ctx, "a.md", 9); return err },
		"Show":  func(ctx context.Context) error { _, err := c.Show(ctx, strings.Repeat("0", 40), "a.md"); return err },
	} {
		began := time.Now()
		refused(t, what, ask(t.Context()), fault.Conflict, "Git took too long and was ended", "try again")
		if took := time.Since(began); took > bound {
			t.Errorf("%s took %v", what, took)
		}
		dead(t, alive)
	}

	c.Limit(time.Hour, time.Hour, short)
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	began := time.Now()
	if _, err := c.State(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("State for a caller that goes: %v, want its context's error", err)
	}
	_, err := c.State(ctx)
	if _, isFault := errors.AsType[*fault.Fault](err); isFault || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("State for a caller that is gone: %v, want its context's error and nothing of ours", err)
	}
	if took := time.Since(began); took > bound {
		t.Errorf("State took %v", took)
	}
	dead(t, alive)
}

func TestFindWithAGitThatHangs(t *testing.T) {
	w := newWorld(t, "content/")
	alive := filepath.Join(t.TempDir(), "alive")
	t.Setenv("PATH", filepath.Dir(w.script("git", hangs(alive)))+":"+os.Getenv("PATH"))
	began := time.Now()
	_, ok, err := checkout.FindWithin(t.Context(), w.checkout, w.environ, short, short, short)
	refused(t, "Find", err, fault.Conflict, "Git took too long")
	if took := time.Since(began); ok || took > bound {
		t.Errorf("Find = %t after %v", ok, took)
	}
	dead(t, alive)
}

// What ends when it is told to is not waited for.
func TestAGitThatEndsWhenItIsTold(t *testing.T) {
	w := newWorld(t, "content/")
	c := w.find()
	c.Limit(short, short, time.Minute)
	alive := filepath.Join(t.TempDir(), "alive")
	fake := w.script("git", strings.Replace(hangs(alive), "trap '' TERM", "true", 1))
	t.Setenv("PATH", filepath.Dir(fake)+":"+os.Getenv("PATH"))
	began := time.Now()
	_, err := c.State(t.Context())
	refused(t, "State", err, fault.Conflict, "Git took too long")
	if took := time.Since(began); took > bound {
		t.Errorf("State took %v", took)
	}
	dead(t, alive)
}

// The other side hangs: what git started to talk to it ends with it.
func TestARemoteThatHangs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.publish("Second", files{"a.md": "second\n"})
	alive := filepath.Join(t.TempDir(), "alive")
	w.git(w.checkout, "config", "remote.origin.uploadpack", w.script("upload-pack", hangs(alive)))
	before := w.standing()
	ctx, cancel := context.WithCancel(t.Context())
	var began time.Time
	go func() {
		for !exists(alive) && t.Context().Err() == nil {
			time.Sleep(5 * time.Millisecond)
		}
		began = time.Now()
		cancel()
	}()
	_, err := w.find().Pull(ctx, func(fs.FS) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Pull: %v, want its context's error", err)
	}
	if took := time.Since(began); took > bound {
		t.Errorf("Pull took %v", took)
	}
	dead(t, alive)
	if after := w.standing(); len(after) != len(before) || after["content/a.md"] != "first\n" {
		t.Errorf("the checkout has %d files, want %d as before", len(after), len(before))
	}
}

// A move that takes too long is told to end, and git takes its lock away.
func TestAMoveThatHangs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	checked := filepath.Join(t.TempDir(), "checked")
	w.git(w.checkout, "config", "filter.slow.smudge", "if [ -e "+checked+" ]; then sleep 60; fi; cat")
	w.write(w.author, files{".gitattributes": "z.md filter=slow\n"})
	w.publish("Second", files{"z.md": "second\n"})
	c := w.find()
	began := time.Now()
	_, err := c.Pull(t.Context(), func(fs.FS) error {
		question, _, grace := checkout.Usual()
		c.Limit(question, short, grace)
		began = time.Now()
		return os.WriteFile(checked, nil, 0o600)
	})
	refused(t, "Pull", err, fault.Conflict, "Git took too long and was ended (git merge)")
	if took := time.Since(began); took > bound {
		t.Errorf("Pull took %v", took)
	}
	if exists(filepath.Join(w.checkout, ".git/index.lock")) {
		t.Error("the lock of the index was left")
	}
}

// A shared connection that git's ssh leaves open does not hold up the pull for long.
func TestAChildThatStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "content/")
	w.publish("Second", files{"a.md": "second\n"})
	w.git(w.checkout, "config", "remote.origin.uploadpack", w.script("upload-pack", "sleep 20 </dev/null >/dev/null &\nexec git-upload-pack \"$@\"\n"))
	began := time.Now()
	if pulled, err := w.pull(); err != nil || !pulled.Changed {
		t.Errorf("Pull = %+v, %v, want a change", pulled, err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("Pull took %v", took)
	}
}

// What git prints is bounded; what it says is cut.
func TestAGitThatSaysTooMuch(t *testing.T) {
	w := newWorld(t, "content/")
	c := w.find()
	path := os.Getenv("PATH")
	t.Setenv("PATH", filepath.Dir(w.script("git", "exec yes\n"))+":"+path)
	_, err := c.State(t.Context())
	refused(t, "State", err, fault.Conflict, "more to tell than is read here (8 MiB, by git status)")

	t.Setenv("PATH", filepath.Dir(w.script("git", `yes "$(printf 'fatal: tel\a l')" | head -c 9000000 >&2; exit 7`+"\n"))+":"+path)
	_, err = c.State(t.Context())
	refused(t, "State", err, fault.Internal, "It says: tel  l; tel  l; ", "…. Look at the checkout")
	if n := len(checkout.Stderr(err)); n != 64<<10 || len(err.Error()) > 4000 {
		t.Errorf("of git's words %d bytes are kept, and %d told", n, len(err.Error()))
	}
}

// Nobody waits longer than was promised.
func TestUsualLimits(t *testing.T) {
	t.Parallel()
	if question, pull, grace := checkout.Usual(); question != 5*time.Second || pull != time.Minute || grace > 3*time.Second {
		t.Errorf("the limits are %v, %v and %v", question, pull, grace)
	}
}
