package wire

import (
	"errors"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// attributes put a program into a process group of its own, so that Ctrl-C stays
// with the host, and what the program starts can be ended with it. The kernel ends
// the program when the host is gone, even one that is stopped, or looks at nothing.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// reap waits for the end of a program, and calls before when it has come but the
// program's number cannot be given to another yet.
func reap(cmd *exec.Cmd, before func()) {
	for {
		err := unix.Waitid(unix.P_PID, cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	before()
	_ = cmd.Wait() // says how it ended, which ProcessState does, too
}
