package wire_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/plugin/wire"
)

// TestLaunchFailures wants an error that helps, and nothing left behind.
func TestLaunchFailures(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	noProgram := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(noProgram, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(t.TempDir(), "killed.sh")
	if err := os.WriteFile(killed, []byte("#!/bin/sh\nkill -9 $$\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, path, role, want string
		patience               time.Duration
	}{
		{name: "missing", path: "bin/nodes", want: "plugin p: cannot start bin/nodes: no such file or directory"},
		{name: "missing in PATH", path: "no-such-nodes", want: `plugin p: cannot start no-such-nodes: exec: "no-such-nodes": executable file not found in $PATH`},
		{name: "no program", path: noProgram, want: "plugin p: cannot start " + noProgram + ": permission denied"},
		{name: "ends at once", path: "/bin/true", want: "plugin p: /bin/true ended (exit status 0) before it was ready: is it a maskgraph plugin?"},
		{name: "fails", path: "/bin/ls", role: "-no-such-option", want: "plugin p: /bin/ls ended (exit status 2) before it was ready: is it a maskgraph plugin? It said: Try '/bin/ls --help' for more information."},
		{name: "is killed", path: killed, want: "plugin p: " + killed + " has ended (killed by signal 9 (killed)) before it was ready"},
		{name: "waits", path: "/bin/cat", patience: 100 * time.Millisecond, want: "plugin p: /bin/cat did not get ready in 100ms: is it a maskgraph plugin?"},
		{name: "says something else", path: self, role: "greeter", want: "plugin p: " + self + `: it is no maskgraph plugin: it began with "Hello!"`},
		{
			name: "shouts first", path: self, role: "chatterbox",
			want: "plugin p: " + self + `: it is no maskgraph plugin: it began with "` + strings.Repeat("x", 60) + `"`,
		},
		{
			name: "another cookie", path: self, role: "plugin of another host",
			want: "plugin p: " + self + " ended (exit status 1) before it was ready: is it a maskgraph plugin? It said: load any plugins automatically",
		},
		{
			name: "newer protocol only", path: self, role: "plugin of the future",
			want: "plugin p: " + self + ": it speaks version 2 of the protocol and this host version 1: build both from one release",
		},
		{name: "ends after its hello", path: self, role: "quitter", want: "plugin p: " + self + " has ended (exit status 7): no licence found"},
		{name: "serves something else", path: self, role: "mute", want: "plugin p: describe: unknown service maskgraph.node.v1.NodeHost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := wire.Options{Name: "p", Path: tt.path, Dir: t.TempDir(), StartTimeout: tt.patience, Env: []string{as + "=" + tt.role}}
			if strings.HasPrefix(tt.role, "-") {
				o.Args, o.Env = []string{tt.role}, nil
			}
			p, err := wire.Launch(t.Context(), o)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want\n%s", err, tt.want)
			}
			if p != nil {
				t.Error("there is a process, too")
			}
			wantEmpty(t, o.Dir)
		})
	}
}

func wantEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left in %s: %v, %v", dir, left, err)
	}
}

func TestLaunchWithLongPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("d", 90))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := wire.Launch(t.Context(), wire.Options{Name: "p", Path: "/bin/true", Dir: dir})
	if err == nil || !strings.HasPrefix(err.Error(), "plugin p: the path of its socket would be too long: "+dir) ||
		!strings.HasSuffix(err.Error(), "characters, and at most 90 will do: use a directory with a shorter path (TMPDIR)") {
		t.Errorf("got %v", err)
	}
	wantEmpty(t, dir)
}

func TestLaunchCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, when := range []string{"while it starts", "before"} {
		time.AfterFunc(20*time.Millisecond, cancel)
		if _, err := wire.Launch(ctx, wire.Options{Name: "p", Path: "/bin/cat"}); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled %s: %v", when, err)
		}
	}
}

func TestStartedByHand(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), as+"=node server started by hand")
	out, err := cmd.CombinedOutput()
	want := "This program serves nodes (PassOn, Invert, Count, Pictures, Trouble, Foresee) to maskgraph, which starts it. Name it in a graph file:\n\n" +
		"  plugins:\n    mine: {path: " + self + "}\n\nand say \"plugin: mine\" at the nodes that it is to run.\n"
	if string(out) != want || cmd.ProcessState.ExitCode() != 2 {
		t.Errorf("%v, it says\n%s\nwant\n%s", err, out, want)
	}
}
