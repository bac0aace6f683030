package checkout

import (
	"bytes"
	"context"
	"strings"
)

// State is where a checkout stands.
type State struct {
	Commit   Commit // in force
	Branch   string // "" where the checkout is on none
	Upstream string // what the branch follows, as origin/main; "" if git knows of none
	Changed  bool   // files of the folder are changed or new, and not committed
}

// State reads where the checkout stands. The remote is not asked.
func (c *Checkout) State(ctx context.Context) (State, error) {
	ctx, cancel := limit(ctx, c.limits.question)
	defer cancel()
	args := []string{"status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--ignore-submodules=all"}
	if c.prefix != "" {
		args = append(args, "--", c.prefix)
	}
	out, err := c.git.ask(ctx, args...)
	if err != nil {
		return State{}, err
	}
	var s State
	for line := range bytes.SplitSeq(bytes.TrimSuffix(out, []byte{0}), []byte{0}) {
		header, isHeader := strings.CutPrefix(string(line), "# branch.")
		if !isHeader {
			s.Changed = true
			break
		}
		switch name, value, _ := strings.Cut(header, " "); {
		case name == "oid":
			s.Commit.Hash = value
		case name == "head" && value != "(detached)":
			s.Branch = value
		case name == "upstream":
			s.Upstream = value
		}
	}
	s.Commit, err = c.describe(ctx, s.Commit.Hash)
	return s, err
}
