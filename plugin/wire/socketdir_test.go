package wire

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSweep: what a killed host has left goes with the next start; what a living one
// uses, and what is not ours, stays.
func TestSweep(t *testing.T) {
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	stays := []string{fmt.Sprintf("mg%d-1", os.Getpid()), "mgx-1", "mg-1", "other"}
	goes := fmt.Sprintf("mg%d-123", ended.Process.Pid)
	for _, name := range append(stays, goes) {
		if err := os.MkdirAll(filepath.Join(parent, name, "plugin-dir1"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := socketDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(stays, filepath.Base(dir)) {
		if _, err := os.Stat(filepath.Join(parent, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(parent, goes)); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", goes, err)
	}
}
