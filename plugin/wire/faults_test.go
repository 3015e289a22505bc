package wire_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

func openTrouble(t *testing.T, p *wire.Process, settings string) (*wire.Node, error) {
	t.Helper()
	n, problems, err := p.Open(t.Context(), "Trouble", nodes.Env{Name: "bad"}, settings, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return n, err
}

func frame(t *testing.T) nodes.Packet {
	return nodestest.Packet(0, nodestest.Ports{"frame": nodestest.Frames(t, 16, 8, 1)[0]})
}

// process has a node pass a frame on.
func process(t *testing.T, n *wire.Node) error {
	out, _, err := n.Process(t.Context(), frame(t), false)
	out.Release()
	return err
}

// TestDeath covers every way in which a node takes its process with it.
func TestDeath(t *testing.T) {
	tests := []struct{ name, settings, err, lastWords string }{
		{"panic", `{"process": "panic"}`, "plugin test has ended (exit status 2): panic: the node is broken", "panic: the node is broken\n\ngoroutine "},
		{"exit(0) in open", `{"open": "exit"}`, "plugin test has ended (exit status 0)", "exit status 0"},
		{"prints and exits", `{"process": "say and exit"}`, "plugin test has ended (exit status 3): out of luck", "out of luck\nexit status 3"},
		{"SIGKILL", `{"process": "kill"}`, "plugin test has ended (killed by signal 9 (killed))", "killed by signal 9 (killed)"},
		{"SIGSEGV", `{"process": "segfault"}`, "plugin test has ended (exit status 2): SIGSEGV: segmentation violation", "SIGSEGV: segmentation violation\n"},
		{
			"write to address 0 in a goroutine", `{"process": "nil write"}`,
			"plugin test has ended (exit status 2): panic: runtime error: invalid memory address or nil pointer dereference",
			"panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := wiretest.Launch(t, wire.Options{})
			n, err := openTrouble(t, p, tt.settings)
			if err == nil {
				err = process(t, n)
			}
			if !errors.Is(err, wire.ErrExited) || err.Error() != tt.err {
				t.Errorf("got %v, want %s", err, tt.err)
			}
			<-p.Exited()
			if got := p.LastWords(); !strings.HasPrefix(got, tt.lastWords) {
				t.Errorf("last words are\n%s\nwant\n%s", got, tt.lastWords)
			}
			if _, err := p.Check(t.Context(), "Count", ""); err == nil || err.Error() != tt.err {
				t.Errorf("a later call says %v", err)
			}
		})
	}
}

// TestHang kills a process that does not answer, stopped or not.
func TestHang(t *testing.T) {
	for _, how := range []string{"hang", "stop"} {
		t.Run(how, func(t *testing.T) {
			p := wiretest.Launch(t, wire.Options{})
			n, err := openTrouble(t, p, `{"process": "`+how+`"}`)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			_, _, err = n.Process(ctx, frame(t), false)
			if err != context.DeadlineExceeded {
				t.Errorf("got %v", err)
			}
			p.Kill("no answer for 50ms")
			p.Kill("again")
			<-p.Exited()
			err = process(t, n)
			if want := "plugin test has ended (killed: no answer for 50ms)"; err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

// TestCloseOfOneThatHangs ends by force what does not end when asked.
func TestCloseOfOneThatHangs(t *testing.T) {
	p := wiretest.Launch(t, wire.Options{})
	n, err := openTrouble(t, p, `{}`)
	if err != nil {
		t.Fatal(err)
	}
	freeze(t, p.PID())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := n.Close(ctx, false); err != context.DeadlineExceeded {
		t.Errorf("Close of the node: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if got, want := p.LastWords(), "killed: it did not end when it was asked to"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// freeze stops a process, and returns when all of its threads stand still.
func freeze(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	moving := func(stat string) bool {
		text, err := os.ReadFile(stat)
		_, state, _ := strings.Cut(string(text), ") ")
		return err == nil && !strings.HasPrefix(state, "T")
	}
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		stats, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
		switch {
		case err != nil || time.Now().After(until):
			t.Fatalf("process %d does not stop: %v", pid, err)
		case !slices.ContainsFunc(stats, moving):
			return
		}
	}
}
