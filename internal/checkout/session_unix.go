//go:build unix

package checkout

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// inSession gives a command a session of its own. It then has no terminal that it,
// or an ssh below it, could ask for a password, and Ctrl-C in the server's terminal
// does not stop it halfway. It leads a process group, whose members are all told
// when the context ends.
func inSession(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) // git removes its lock files
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}

// killSession ends what is left of a command that was told to end.
func killSession(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // mostly nobody is left
}
