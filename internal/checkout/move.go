package checkout

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"levelup/internal/fault"
)

// move takes the working tree, the index and the branch forward to a commit.
//
// What git guarantees: under the index's lock it first looks at every file that is
// to change, and refuses as a whole if one has changes of its own or is not its
// own. Then it writes the files one by one, then puts the new index in place by a
// rename, then moves the branch.
//
// What it does not: if it is ended among the files (killed, the disk full), some are
// new and the branch and the index are old. Told to end, as by our limit, it takes its
// lock away; killed, it leaves index.lock. The next Pull then says so, as the fault
// for a lock or for files in the way, and writes nothing until somebody has looked.
// Ended between the index and the branch, the files are all new, and the next Pull
// only moves the branch. A process of ours that ends does not end git with it.
func (c *Checkout) move(ctx context.Context, to string) error {
	_, err := c.git.run(ctx, nil, "merge", "--quiet", "--ff-only", "--no-autostash", "--no-squash", "--no-overwrite-ignore", to)
	f, ok := errors.AsType[*failed](err)
	if !ok {
		return err
	}
	if files, ok := inTheWay(f.stderr); ok {
		return fault.Wrap(f, fault.Conflict, "Nothing was moved. %s. Commit these files in the checkout, move them away or take them back (git restore), then pull again.", files)
	}
	if strings.Contains(f.stderr, "Not possible to fast-forward") {
		return fault.Wrap(f, fault.Conflict, "Nothing was moved, since the checkout got a commit while the new files were looked at. Pull again to see what to do.")
	}
	return err
}

// maxFiles is how many files a fault names.
const maxFiles = 5

// inTheWay makes a sentence of the files that a merge would have overwritten, in
// git's words: those have a line for each kind, and the files below it.
func inTheWay(stderr string) (sentence string, ok bool) {
	files, before := 0, ""
	for line := range strings.Lines(stderr) {
		line = strings.TrimRight(line, "\n")
		kind, isKind := strings.CutPrefix(line, "error: ")
		file, isFile := strings.CutPrefix(line, "\t")
		switch {
		case isKind && strings.HasSuffix(kind, ":"):
			if sentence != "" {
				sentence += ". "
			}
			sentence, before = sentence+kind, " "
		case isFile:
			if files++; files <= maxFiles {
				sentence, before = sentence+before+strings.Map(printable, file), ", "
			}
		}
	}
	if files > maxFiles {
		sentence += fmt.Sprintf(" and %d more", files-maxFiles)
	}
	return sentence, files > 0
}
