package checkout

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"levelup/internal/fault"
)

// export lays the folder out, as a commit has it, in a temporary place that is gone
// when use has returned. The checkout is not touched: the files are written by a git
// that has an index and a working tree of its own. That index holds the whole commit,
// since attributes above the folder (line ends, filters) decide what a file becomes.
func (c *Checkout) export(ctx context.Context, commit string, use func(fs.FS) error) error {
	temporary, err := os.MkdirTemp("", "checkout-")
	if err != nil {
		return fault.Wrap(err, fault.Internal, "There is no temporary folder to look at the new files in. Make room for one, or name one in TMPDIR.")
	}
	defer os.RemoveAll(temporary) //nolint:errcheck // what cannot be removed is swept with other temporary files
	names, err := c.names(ctx, commit)
	if err != nil {
		return err
	}
	tree := filepath.Join(temporary, "tree")
	if err := os.Mkdir(tree, 0o700); err != nil {
		return err
	}
	own := git{dir: tree, environ: c.git.environ, grace: c.git.grace}.with("GIT_DIR="+c.gitDir, "GIT_WORK_TREE="+tree, "GIT_INDEX_FILE="+filepath.Join(temporary, "index"))
	if _, err := own.run(ctx, nil, "read-tree", commit); err != nil {
		return err
	}
	if _, err := own.run(ctx, names, "checkout-index", "-z", "--stdin"); err != nil {
		return err
	}
	root, err := os.OpenRoot(filepath.Join(tree, c.prefix)) // no link: git has just made it for the files in it
	if err != nil {
		return err
	}
	defer root.Close()
	return use(root.FS())
}

// names are the files below the folder in a commit, each with a zero byte behind
// it, as git reads a list. A folder that is too large is not laid out.
func (c *Checkout) names(ctx context.Context, commit string) ([]byte, error) {
	args := []string{"ls-tree", "-r", "-l", "-z", commit}
	if c.prefix != "" {
		args = append(args, "--", c.prefix)
	}
	list, err := c.git.ask(ctx, args...)
	if err != nil {
		return nil, err
	}
	var names []byte
	var size int64
	for entry := range bytes.SplitAfterSeq(list, []byte{0}) {
		about, name, _ := bytes.Cut(entry, []byte{'\t'})
		if fields := bytes.Fields(about); len(fields) == 4 { // mode, type, hash, size
			n, _ := strconv.ParseInt(string(fields[3]), 10, 64) // what is no file has a dash
			size += n
		}
		names = append(names, name...)
	}
	if size > c.limits.folder {
		return nil, fault.New(fault.Conflict, "With the new commit the folder would hold %d MiB, more than the %d MiB that are looked at. Nothing was moved.", (size+1<<20-1)>>20, c.limits.folder>>20)
	}
	if len(names) == 0 {
		return nil, fault.New(fault.Conflict, "The new commit has no files in the folder %s. Nothing was moved.", c.prefix)
	}
	return names, nil
}
