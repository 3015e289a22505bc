package examples_test

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestPythonSettings(t *testing.T) {
	python(t)
	bothWays(t, func(t *testing.T, bright nodes.Factory) {
		for settings, want := range map[string][]string{
			"{}":                                  nil,
			"{min_brightness: 0xff, min_size: 1}": nil,
			"{min_brightnes: 7}":                  {"g.yaml:1:2: with.min_brightnes: unknown setting (have min_brightness, min_size)"},
			"{min_brightness: high}":              {`g.yaml:1:18: with.min_brightness: want a whole number, got "high"`},
			"{min_brightness: true}":              {`g.yaml:1:18: with.min_brightness: want a whole number, got "true"`},
			"{min_brightness: }":                  {"g.yaml:1:18: with.min_brightness: want a whole number, got null"},
			"{min_size: 0, bright: 1}": {
				"g.yaml:1:12: with.min_size: must be in [1, 65536], got 0",
				"g.yaml:1:15: with.bright: unknown setting (have min_brightness, min_size)",
			},
			"7": {`g.yaml:1:1: with: want settings (name: value), got "7"`},
		} {
			t.Run(settings, func(t *testing.T) {
				_, problems := nodestest.Decode(bright, "g.yaml", settings)
				var got []string
				for _, p := range problems {
					got = append(got, p.Error())
				}
				if !slices.Equal(got, want) {
					t.Errorf("got  %q\nwant %q", got, want)
				}
			})
		}
	})
}

// TestPythonEndsWithItsHost: the end of standard input is the end of the host.
func TestPythonEndsWithItsHost(t *testing.T) {
	python(t)
	dir, err := os.MkdirTemp("", "mg") //nolint:usetesting // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "python3", folder+"brightness.py")
	cmd.Env = append(os.Environ(), "MASKGRAPH_PLUGIN=c2fb13b1-nodes", "PLUGIN_UNIX_SOCKET_DIR="+dir)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdin.Close()
	out, _ := cmd.Output()
	if want := "1|1|unix|" + dir + "/nodes.sock|grpc|\n"; string(out) != want || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("it said %q, and ended with %v", out, cmd.ProcessState)
	}
}

func TestPythonByHand(t *testing.T) {
	python(t)
	out, _ := exec.Command("python3", folder+"brightness.py").CombinedOutput()
	const want = "This program serves nodes to maskgraph, which starts it: name it under plugins in a graph file.\n"
	if string(out) != want {
		t.Errorf("got %q", out)
	}
}
