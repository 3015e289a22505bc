//go:build !linux

package wire

import (
	"os/exec"
	"syscall"
)

// attributes put a program into a process group of its own, so that Ctrl-C stays
// with the host, and what the program starts can be ended with it.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// reap waits for the end of a program, and calls after.
func reap(cmd *exec.Cmd, after func()) {
	_ = cmd.Wait() // says how it ended, which ProcessState does, too
	after()
}
