package checkout

import (
	"context"
	"io/fs"
	"time"

	"levelup/internal/fault"
)

// Pulled is what a pull came to.
type Pulled struct {
	From, To string // commits: in force before and now
	Changed  bool
	Subject  string // of To
	Time     time.Time
}

// turn is held by the pull that is at work: one at a time in the process.
var turn = make(chan struct{}, 1)

// fetched is where the newest commit of the other side is kept. FETCH_HEAD would
// do, but for whoever fetches something else in the checkout at the same moment.
// Below refs/worktree each worktree of a repository has its own.
const fetched = "refs/worktree/levelup/fetched"

// Pull fetches what the branch follows and, where that is ahead, hands the files of
// the folder as they would be to check. If check returns nil, the working tree is
// moved forward; its error is returned as it is. The files are there until check
// returns. A second caller waits for its turn, and has the time limits for itself.
//
// Whoever gives up (ctx ends) before the check has returned has changed nothing.
// The move itself is not given up: cut off in the middle it would be a half one.
// A branch that was set back on the other side is not followed back.
func (c *Checkout) Pull(ctx context.Context, check func(fs.FS) error) (Pulled, error) {
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return Pulled{}, context.Cause(ctx)
	}
	looking, cancel := limit(ctx, c.limits.pull)
	defer cancel()
	from, to, err := c.fetch(looking)
	if err != nil {
		return Pulled{}, err
	}
	last, err := c.describe(looking, to)
	if err != nil {
		return Pulled{}, err
	}
	pulled := Pulled{From: from, To: to, Changed: from != to, Subject: last.Subject, Time: last.Time}
	if from == to {
		return pulled, nil
	}
	if err := c.export(looking, to, check); err != nil {
		return Pulled{}, err
	}
	if ctx.Err() != nil {
		return Pulled{}, context.Cause(ctx)
	}
	moving, cancel := limit(context.WithoutCancel(ctx), c.limits.pull)
	defer cancel()
	if err := c.move(moving, to); err != nil {
		return Pulled{}, err
	}
	return pulled, nil
}

// fetch gets what the branch follows and returns the commit in force and the one to
// move to, which are the same where there is nothing new.
func (c *Checkout) fetch(ctx context.Context) (from, to string, err error) {
	f, err := c.follows(ctx)
	if err != nil {
		return "", "", err
	}
	connect, err := c.unasked(ctx)
	if err != nil {
		return "", "", err
	}
	_, err = c.git.with(connect...).run(ctx, nil, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", f.remote, "+"+f.ref+":"+fetched)
	if err != nil {
		return "", "", f.unfetched(err)
	}
	from, ok, err := c.resolve(ctx, "HEAD")
	if ok {
		to, ok, err = c.resolve(ctx, fetched)
	}
	if err != nil {
		return "", "", err
	}
	if !ok {
		return "", "", fault.New(fault.Conflict, "The branch %s, or what it follows, has no commit. Look at it with git log in the checkout.", f.branch)
	}
	if old, err := c.contains(ctx, from, to); old || err != nil {
		return from, from, err
	}
	if ahead, err := c.contains(ctx, to, from); !ahead {
		if err == nil {
			err = fault.New(fault.Conflict, "The checkout cannot be moved forward: its branch %s has commits that %s has not, or the history there was written anew. "+
				"Push the commits or rebase them (git pull --rebase); git reset --keep @{upstream} gives them up.", f.branch, f)
		}
		return "", "", err
	}
	return from, to, nil
}

// contains tells whether a commit has another among its ancestors, or is it.
func (c *Checkout) contains(ctx context.Context, commit, ancestor string) (bool, error) {
	_, err := c.git.ask(ctx, "merge-base", "--is-ancestor", ancestor, commit)
	if exit(err) == 1 {
		return false, nil
	}
	return err == nil, err
}
