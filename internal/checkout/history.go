package checkout

import (
	"context"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"levelup/internal/fault"
)

// Commit is one of the history.
type Commit struct {
	Hash    string
	Time    time.Time // when it was committed
	Author  string
	Subject string // the first line of its message
	File    string // in what Log returns: what the file was called then, to Show it; "" if the commit removed it
}

// described prints an empty word and then the fields of a commit, parted by zero
// bytes; with -z such a byte ends them.
const described = "--format=%x00%H%x00%ct%x00%an%x00%s"

const fields = 4

// describe reads one commit.
func (c *Checkout) describe(ctx context.Context, hash string) (Commit, error) {
	out, err := c.git.ask(ctx, "log", "-1", "-z", "--no-show-signature", "--encoding=UTF-8", described, hash)
	if err != nil {
		return Commit{}, err
	}
	words := strings.Split(string(out), "\x00")
	if len(words) <= fields {
		return Commit{}, fault.New(fault.Internal, "Git tells nothing of the commit %s. Look at it with git log in the checkout.", hash)
	}
	return commitOf(words[1:]), nil
}

func commitOf(f []string) Commit {
	seconds, _ := strconv.ParseInt(f[1], 10, 64) // git's own figure
	return Commit{Hash: f[0], Time: time.Unix(seconds, 0).UTC(), Author: strings.ToValidUTF8(f[2], "\uFFFD"), Subject: strings.ToValidUTF8(f[3], "\uFFFD")}
}

// Log lists the commits that touched a file of the folder, the newest first, at
// most n. It follows the file through changes of its name, back to where it was
// made, or came into the folder. A file that is gone has a history too, and one
// that never was has none. What a merge brought is told by the commits that it
// merged.
func (c *Checkout) Log(ctx context.Context, file string, n int) ([]Commit, error) {
	full, err := c.within(file)
	if err != nil || n < 1 {
		return nil, err
	}
	ctx, cancel := limit(ctx, c.limits.question)
	defer cancel()
	out, err := c.git.ask(ctx, "log", "-z", "-n", strconv.Itoa(n), "--no-show-signature", "--encoding=UTF-8",
		"--follow", "--name-status", described, "HEAD", "--", full)
	if err != nil {
		return nil, err
	}
	return c.history(strings.Split(string(out), "\x00"), full), nil
}

// history reads what git tells of a file that is called name: for each commit an
// empty word, the fields, and what it did to the file: a letter, and the name, or the
// old name and the new. It ends with a copy, since what the other file was before is
// not the history of this one, and at the folder.
func (c *Checkout) history(words []string, name string) (commits []Commit) {
	for len(words) > fields && words[0] == "" && strings.HasPrefix(name, c.prefix) {
		commit := commitOf(words[1:])
		commit.File = strings.TrimPrefix(name, c.prefix)
		words = words[1+fields:]
		change := ""
		if len(words) > 2 {
			change = strings.TrimSpace(words[0])
		}
		switch {
		case change == "":
		case change[0] == 'R', change[0] == 'C':
			name, words = words[1], words[3:]
		default:
			words = words[2:]
		}
		if strings.HasPrefix(change, "D") {
			commit.File = ""
		}
		commits = append(commits, commit)
		if strings.HasPrefix(change, "C") {
			break
		}
	}
	return commits
}

// maxFile is how large a file Show returns, in bytes.
const maxFile = 2 << 20

// Show returns a file of the folder as it was when a commit had been made, without
// what attributes would make of it in the working tree. The commit is a whole hash.
func (c *Checkout) Show(ctx context.Context, commit, file string) ([]byte, error) {
	if !wholeHash.MatchString(commit) {
		return nil, fault.New(fault.Invalid, "A commit is named by its whole hash, which has 40 digits, or 64, of 0 to 9 and a to f.")
	}
	full, err := c.within(file)
	if err != nil {
		return nil, err
	}
	ctx, cancel := limit(ctx, c.limits.question)
	defer cancel()
	if _, ok, err := c.resolve(ctx, commit); !ok {
		if err == nil {
			err = fault.New(fault.NotFound, "The checkout has no commit %s.", commit)
		}
		return nil, err
	}
	entry, err := c.git.ask(ctx, "ls-tree", "-l", "-z", commit, "--", full)
	if err != nil {
		return nil, err
	}
	about, _, _ := strings.Cut(string(entry), "\t")
	f := strings.Fields(about) // mode, type, hash, size
	if len(f) != 4 || !strings.HasPrefix(f[0], "100") {
		return nil, fault.New(fault.NotFound, "In the commit %s there is no file %s.", commit[:12], file)
	}
	if size, err := strconv.ParseInt(f[3], 10, 64); err != nil || size > maxFile {
		return nil, fault.Coded(fault.Invalid, "too-large", "The file %s had %s bytes; up to %d MiB are shown. See it with git show in the checkout.", file, f[3], maxFile>>20)
	}
	return c.git.ask(ctx, "cat-file", "blob", f[2])
}

// wholeHash is that of SHA-1 or SHA-256. Anything shorter could be the name of a
// branch, or an option.
var wholeHash = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// within is the name in the repository of a file in the folder.
func (c *Checkout) within(file string) (string, error) {
	name := path.Clean(file)
	if !fs.ValidPath(name) || name == "." || strings.ContainsRune(name, 0) {
		return "", fault.New(fault.Invalid, "The file %q does not lie in the folder; name it from there, with slashes, as in letters/a.md.", file)
	}
	return c.prefix + name, nil
}
