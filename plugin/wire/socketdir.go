package wire

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// socketDir makes a directory for one socket, which only this user can enter.
func socketDir(parent string) (string, error) {
	const most = 107 - len("/plugin4294967295") // of a socket's address, on Linux
	sweep(cmp.Or(parent, os.TempDir()))
	dir, err := os.MkdirTemp(parent, fmt.Sprintf("mg%d-", os.Getpid()))
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return dir, fmt.Errorf("make a directory for its socket: %w", err)
	}
	if len(dir) > most {
		return dir, fmt.Errorf("the path of its socket would be too long: %s has %d characters, and at most %d will do: use a directory with a shorter path (TMPDIR)",
			dir, len(dir), most)
	}
	return dir, nil
}

// sweep removes the directories of hosts that were killed while they started a
// program: nobody else is left to do it.
func sweep(parent string) {
	dirs, _ := filepath.Glob(filepath.Join(parent, "mg*-*"))
	for _, dir := range dirs {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), "mg"), "-")
		pid, err := strconv.Atoi(number)
		if err == nil && pid > 1 && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir) // another user's stays
		}
	}
}
