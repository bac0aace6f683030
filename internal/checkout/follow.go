package checkout

import (
	"context"
	"errors"
	"strings"

	"levelup/internal/fault"
)

// following is what a branch of the checkout follows.
type following struct {
	branch string // without refs/heads/
	remote string // a name or an address; "." is the repository itself
	ref    string // as it is called there
}

// String is the other side as people write it: origin/main.
func (f following) String() string {
	ref := strings.TrimPrefix(f.ref, "refs/heads/")
	if f.remote == "." {
		return ref
	}
	return withoutPassword(f.remote) + "/" + ref
}

// follows reads what the branch in force follows. The configuration is asked, and
// not @{upstream}, which is the memory of an earlier fetch: it is there when the
// branch on the other side is gone.
func (c *Checkout) follows(ctx context.Context) (f following, err error) {
	head, err := c.git.ask(ctx, "symbolic-ref", "--quiet", "HEAD")
	if exit(err) == 1 {
		return f, fault.New(fault.Conflict, "The checkout is at a commit and on no branch, so there is nothing that it follows. Put it on one with git switch BRANCH.")
	}
	if err != nil {
		return f, err
	}
	f.branch = strings.TrimPrefix(strings.TrimSpace(string(head)), "refs/heads/")
	if f.remote, err = c.setting(ctx, "branch."+f.branch+".remote"); err != nil {
		return f, err
	}
	if f.ref, err = c.setting(ctx, "branch."+f.branch+".merge"); err != nil {
		return f, err
	}
	if f.remote == "" || f.ref == "" {
		return f, fault.New(fault.Conflict, "The branch %s follows none, so there is nothing to pull. Say in the checkout which: git branch --set-upstream-to=origin/%s", f.branch, f.branch)
	}
	return f, nil
}

// unfetched says why nothing could be fetched.
func (f following) unfetched(err error) error {
	failure, ok := errors.AsType[*failed](err)
	if !ok || fault.KindOf(err) != fault.Internal { // it has been explained
		return err
	}
	if strings.Contains(failure.stderr, "couldn't find remote ref") {
		return fault.Wrap(failure, fault.Conflict, "The branch %s follows %s, which is not there any more. Say in the checkout which it follows now: git branch --set-upstream-to=origin/BRANCH", f.branch, f)
	}
	return fault.Wrap(failure, fault.Conflict, "From %s nothing could be fetched. Git says: %s. Try git fetch in the checkout, as the user that this program runs as.", withoutPassword(f.remote), failure.words())
}

// setting is a value of git's configuration, "" where there is none.
func (c *Checkout) setting(ctx context.Context, key string) (string, error) {
	out, err := c.git.ask(ctx, "config", "--null", "--get", key)
	if exit(err) == 1 {
		return "", nil
	}
	return strings.TrimSuffix(string(out), "\x00"), err
}

// unasked is the environment in which ssh asks nothing, unless the owner has said
// how ssh is to be run. There is no terminal to ask on in any case.
func (c *Checkout) unasked(ctx context.Context) ([]string, error) {
	own, err := c.setting(ctx, "core.sshCommand")
	if own != "" || err != nil {
		return nil, err
	}
	for _, entry := range c.git.environ {
		if strings.HasPrefix(entry, "GIT_SSH_COMMAND=") || strings.HasPrefix(entry, "GIT_SSH=") {
			return nil, nil
		}
	}
	return []string{"GIT_SSH_COMMAND=ssh -oBatchMode=yes"}, nil
}
