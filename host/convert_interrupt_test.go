package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestConvertInterrupted: nothing is left of what was not complete.
func TestConvertInterrupted(t *testing.T) {
	const line = `{"stream": "s", "frame": 0, "pts": 0, "width": 40, "height": 30, "instances": []}` + "\n"
	for _, tc := range []struct {
		name   string
		signal syscall.Signal
	}{{"Ctrl-C", syscall.SIGINT}, {"terminated", syscall.SIGTERM}} {
		t.Run(tc.name, func(t *testing.T) {
			dir, out := t.TempDir(), t.TempDir()
			pipe := filepath.Join(dir, "walk.jsonl")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			in, err := os.OpenFile(pipe, os.O_RDWR, 0) // does not wait for the other end
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			cmd := maskgraph(t, "convert", pipe, filepath.Join(out, "o.json"), "--from", "jsonl", "--to", "coco")
			var said strings.Builder
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			if _, err := in.WriteString(line); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool { left, _ := os.ReadDir(out); return len(left) > 0 || len(ended) > 0 })
			if err := cmd.Process.Signal(tc.signal); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool { _, err := in.WriteString(line); return err != nil || len(ended) > 0 })
			<-ended
			if code := cmd.ProcessState.ExitCode(); code != 1 || said.String() != "interrupted: nothing was written\n" {
				t.Errorf("code %d, %q", code, said.String())
			}
			if left, _ := os.ReadDir(out); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestConvertInterruptedTwice: a second signal ends a program that waits for its input.
func TestConvertInterruptedTwice(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "walk.jsonl")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	cmd := maskgraph(t, "convert", pipe, filepath.Join(dir, "o.json"), "--from", "jsonl", "--to", "coco")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	waitFor(t, func() bool { begun, _ := os.ReadDir(dir); return len(begun) > 1 })
	waitFor(t, func() bool { _ = cmd.Process.Signal(syscall.SIGINT); return len(ended) > 0 })
	<-ended
	if _, err := os.Stat(filepath.Join(dir, "o.json")); err == nil {
		t.Error("what is not complete got its name")
	}
}
