package checkout

import (
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"unicode"

	"levelup/internal/fault"
)

// explain makes a fault of a git that failed, with what any command may meet.
func (g git) explain(f *failed) error {
	if lock := lockFile.FindStringSubmatch(f.stderr); lock != nil {
		return fault.Wrap(f, fault.Conflict, "Another git works in this checkout, or one was ended halfway and left %s. If none works there, remove that file; "+
			"look with git status whether files were half moved (git restore takes them back); then try again.", lock[1])
	}
	if owner := dubious.FindStringSubmatch(f.stderr); owner != nil {
		return fault.Wrap(f, fault.Conflict, "Git does not touch %s, since it belongs to somebody else than the user that this program runs as. "+
			"Give it to that user, or run as that user: git config --global --add safe.directory %s", owner[1], owner[1])
	}
	return fault.Wrap(f, fault.Internal, "Git could not do it (git %s). It says: %s. Look at the checkout %s with git status.", f.command, f.words(), g.dir)
}

var (
	lockFile = regexp.MustCompile(`Unable to create '([^'\n]+\.lock)': File exists`)
	dubious  = regexp.MustCompile(`detected dubious ownership in repository at '([^'\n]+)'`)
)

// notStarted is the fault of a git that did not start.
func (g git) notStarted(err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return fault.Wrap(err, fault.Conflict, "There is no git on the path of this program. Install git, and start the program again.")
	}
	return fault.Wrap(err, fault.Internal, "Git cannot be started in %s. See whether that folder is still there and may be read.", g.dir)
}

// words are what git said, on one line, short enough for a sentence.
func (f *failed) words() string {
	var said []string
	for line := range strings.Lines(f.stderr) {
		line = strings.TrimSpace(strings.Map(printable, line))
		for _, start := range []string{"fatal: ", "error: "} {
			line = strings.TrimPrefix(line, start)
		}
		if line != "" && !strings.HasPrefix(line, "hint:") {
			said = append(said, strings.TrimSuffix(line, "."))
		}
	}
	text := []rune(withoutPassword(strings.Join(said, "; ")))
	if len(text) > maxSentence {
		text = append(text[:maxSentence], '…')
	}
	if len(text) == 0 {
		return "nothing"
	}
	return string(text)
}

// maxSentence is how much of git's words a fault repeats, in characters.
const maxSentence = 400

func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// withoutPassword takes who:secret@ out of addresses. Git does it where it speaks
// of an address, but not in whatever a helper or a configuration says.
func withoutPassword(s string) string { return secret.ReplaceAllString(s, "$1") }

var secret = regexp.MustCompile(`(://)[^/@\s']*@`)
