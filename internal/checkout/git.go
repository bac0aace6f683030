package checkout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"levelup/internal/fault"
)

const (
	maxOutput = 8 << 20  // of what git prints, in bytes; more is a fault
	maxWords  = 64 << 10 // of what it says on standard error; the rest is dropped
)

// settings come before every command. A commit that was pulled could otherwise
// bring a hook or a submodule to run; a background process of git's (fsmonitor,
// maintenance) would outlive its time.
var settings = []string{
	"--literal-pathspecs", // a file may be called *.md or :(top)
	"-c", "core.hooksPath=/dev/null",
	"-c", "core.fsmonitor=false",
	"-c", "submodule.recurse=false",
	"-c", "protocol.ext.allow=never",
	"-c", "maintenance.auto=false",
}

// always is in the environment of every git: it does not ask, and speaks the
// language in which its words are recognised here.
var always = []string{"GIT_TERMINAL_PROMPT=0", "LC_ALL=C"}

// elsewhere are variables that lead git to another repository than that of its
// folder. They are there when the program is started by a hook of git's.
var elsewhere = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_CONFIG", "GIT_QUARANTINE_PATH",
}

// inherited is an environment without what leads git elsewhere.
func inherited(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(elsewhere, name)
	})
}

// git runs the program in a folder.
type git struct {
	dir     string
	environ []string
	grace   time.Duration // that it has, once it is told to end, to remove its lock files
}

// with is git with more in its environment.
func (g git) with(environ ...string) git {
	g.environ = slices.Concat(g.environ, environ)
	return g
}

// ask runs a command that changes nothing, not even the index to remember what it
// saw: that would take the lock from somebody who works in the checkout.
func (g git) ask(ctx context.Context, args ...string) ([]byte, error) {
	return g.with("GIT_OPTIONAL_LOCKS=0").run(ctx, nil, args...)
}

// run returns what a command printed. Its error is a fault, or that of the context;
// [exit] tells how git itself ended.
func (g git) run(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", slices.Concat(settings, args)...)
	cmd.Dir, cmd.Env = g.dir, slices.Concat(g.environ, always)
	if stdin != nil {
		cmd.Stdin = bytes.NewReader(stdin)
	}
	out, words := &bounded{max: maxOutput, refuse: true}, &bounded{max: maxWords}
	cmd.Stdout, cmd.Stderr = out, words
	cmd.WaitDelay = g.grace
	inSession(cmd)
	err := cmd.Run()
	if ctx.Err() != nil && cmd.Process != nil {
		killSession(cmd)
	}
	switch {
	case err == nil || errors.Is(err, exec.ErrWaitDelay) && cmd.ProcessState.Success(): // a child of git's, as a shared connection of ssh, holds its output open
		return out.kept.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ended(ctx, args[0])
	case cmd.Process == nil:
		return nil, g.notStarted(err)
	case out.full:
		return nil, fault.New(fault.Conflict, "Git has more to tell than is read here (%d MiB, by git %s). The history or the folder is too large.", maxOutput>>20, args[0])
	}
	return nil, g.explain(&failed{command: args[0], code: cmd.ProcessState.ExitCode(), stderr: words.kept.String()})
}

// errLimit is the cause of a context that one of our own limits ended.
var errLimit = errors.New("the time limit is reached")

// limit is a context that ends after a time of ours.
func limit(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, errLimit)
}

// ended is the error of a command that its context ended.
func ended(ctx context.Context, command string) error {
	err := fmt.Errorf("git %s: %w", command, context.Cause(ctx))
	if errors.Is(err, errLimit) {
		return fault.Wrap(err, fault.Conflict, "Git took too long and was ended (git %s). See whether the remote and the disk answer, then try again.", command)
	}
	return err
}

// failed is a git that ended with an error.
type failed struct {
	command string
	code    int
	stderr  string
}

func (f *failed) Error() string {
	return fmt.Sprintf("git %s: exit %d: %s", f.command, f.code, f.words())
}

// exit is the exit code of the git that is behind an error, -1 where none is.
func exit(err error) int {
	if f, ok := errors.AsType[*failed](err); ok {
		return f.code
	}
	return -1
}

// bounded keeps the first bytes that are written to it. What is too much is
// dropped, or refused, which ends the writer.
type bounded struct {
	kept   bytes.Buffer // not embedded: its ReadFrom knows no bound
	max    int
	refuse bool
	full   bool
}

func (b *bounded) Write(p []byte) (int, error) {
	room := b.max - b.kept.Len()
	if len(p) <= room {
		return b.kept.Write(p)
	}
	b.full = true
	if b.refuse {
		return 0, errors.New("too much output")
	}
	b.kept.Write(p[:room])
	return len(p), nil
}
