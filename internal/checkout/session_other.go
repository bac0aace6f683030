//go:build !unix

package checkout

import "os/exec"

// There are no process groups here: git alone is ended, and its children when
// they next write to it.

func inSession(*exec.Cmd) {}

func killSession(*exec.Cmd) {}
