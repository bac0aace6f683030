// Package checkout is the git checkout in which a content folder lies: which
// commit is in force there, what became of a file, and moving it forward. It runs
// the git program and knows nothing of what the files say.
//
// What it promises:
//
//   - Pull changes no file before the new ones have been looked at. They are laid
//     out in a temporary folder, byte for byte as git would write them, and the
//     checkout moves only where the caller's check had nothing against them. A
//     symbolic link that leads out of the folder cannot be followed there.
//   - The checkout only moves forward (git merge --ff-only). Nothing that is not
//     committed, nothing that git ignores and no commit of one's own is ever
//     overwritten; where one is in the way, nothing moves.
//   - No hook of the checkout runs, no submodule is entered, and git asks nobody
//     for a password: it has no terminal.
//   - Every run of git is bounded in what is read of it and in time, and when its
//     time is over it is ended with all its children.
//   - What goes wrong is a fault whose sentence says what to do at the checkout.
//
// Settings of git are the owner's and hold here as on the command line: keys,
// credentials, proxies, filters, what counts as a safe directory. Whoever can write
// the configuration of the checkout is trusted; who writes its commits is not.
//
// Git 2.29 or newer is needed.
package checkout

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"

	"levelup/internal/fault"
)

// Checkout is a folder within the working tree of a git repository. It may be used
// by several goroutines.
type Checkout struct {
	git    git
	gitDir string // absolute
	prefix string // the folder within the working tree, with a slash at the end; "" for all of it
	limits limits
}

// limits are how long things may take, and how much there may be.
type limits struct {
	question time.Duration // all that is asked at once
	pull     time.Duration // up to the check, and once more for the move
	grace    time.Duration // for a git to end itself, beyond these
	folder   int64         // what the files may hold that are laid out, in bytes
}

var usual = limits{question: 5 * time.Second, pull: time.Minute, grace: 2 * time.Second, folder: 256 << 20}

// Find returns the checkout in which a folder lies, with environ as the environment
// of git. ok is false where there is none, where git is not on the path, and where
// the commit in force does not have the folder: a folder that merely lies somewhere
// below a repository, and is not kept in it, is not for us to move.
func Find(ctx context.Context, dir string, environ []string) (c *Checkout, ok bool, err error) {
	return find(ctx, dir, environ, usual)
}

func find(ctx context.Context, dir string, environ []string, l limits) (c *Checkout, ok bool, err error) {
	if _, err := exec.LookPath("git"); errors.Is(err, exec.ErrNotFound) {
		return nil, false, nil
	}
	ctx, cancel := limit(ctx, l.question)
	defer cancel()
	g := git{dir: dir, environ: inherited(environ), grace: l.grace}
	out, err := g.ask(ctx, "rev-parse", "--show-toplevel", "--show-prefix", "--absolute-git-dir")
	if f, ok := errors.AsType[*failed](err); ok && outside(f.stderr) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) != 4 {
		return nil, false, fault.New(fault.Invalid, "The folder %s lies in a checkout whose name has a line break; move it.", dir)
	}
	g.dir = lines[0]
	c = &Checkout{git: g, prefix: lines[1], gitDir: lines[2], limits: l}
	_, err = c.git.ask(ctx, "rev-parse", "--verify", "--quiet", "HEAD:"+strings.TrimSuffix(c.prefix, "/"))
	switch {
	case exit(err) == 1:
		return nil, false, nil
	case err != nil:
		return nil, false, err
	}
	return c, true, nil
}

// outside tells the words of git for a folder that no working tree holds.
func outside(stderr string) bool {
	return strings.HasPrefix(stderr, "fatal: not a git repository (or any") || // and not: … repository: PATH, which is a broken one
		strings.HasPrefix(stderr, "fatal: this operation must be run in a work tree")
}

// resolve returns the hash of a commit; ok is false where there is none of that name.
func (c *Checkout) resolve(ctx context.Context, name string) (hash string, ok bool, err error) {
	out, err := c.git.ask(ctx, "rev-parse", "--verify", "--quiet", name+"^{commit}")
	if exit(err) == 1 {
		return "", false, nil
	}
	return strings.TrimSpace(string(out)), err == nil, err
}
