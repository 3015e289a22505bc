package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/plugin/wire"
)

// The test binary is the program, or the plugin with the built-in nodes, when this
// variable says so.
const asProgram = "MASKGRAPH_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	switch os.Getenv(asProgram) {
	case "maskgraph":
		main()
		os.Exit(0)
	case "plugin":
		wire.Serve(nodes.MustRegistry(append(all.Factories(), truth)...))
		os.Exit(0)
	}
	os.Exit(withState(m.Run))
}

// withState keeps checkpoints of runs that tests break off out of the user's folder.
func withState(run func() int) int {
	dir, err := os.MkdirTemp("", "maskgraph-state-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Setenv("MASKGRAPH_STATE", dir); err != nil {
		panic(err)
	}
	return run()
}

// maskgraph is the program with arguments, to be run at the root of the repository.
func maskgraph(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), asProgram+"=maskgraph")
	return cmd
}

func run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := maskgraph(t, args...)
	var out, errOut strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errOut.String(), cmd.ProcessState.ExitCode()
}

func writeFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// motion is a graph without models: uri and out are filled in.
const motion = `version: 1
nodes:
  video: {type: VideoSource, with: {uri: "URI"}}
  moving: {type: Detector, in: {frame: video}, with: {method: motion}}
  tracks: {type: Tracker, in: {instances: moving}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {overlay: OUT/o.mp4, coco: OUT/o.json, masks: OUT/m, jsonl: OUT/o.jsonl}}
`

func motionGraph(t *testing.T, uri string) (file, out string) {
	t.Helper()
	dir := t.TempDir()
	out = filepath.Join(dir, "out")
	return writeFile(t, dir, "g.yaml", strings.NewReplacer("URI", uri, "OUT", out).Replace(motion)), out
}

func TestCommands(t *testing.T) {
	wrong := writeFile(t, t.TempDir(), "wrong.yaml", "version: 1\nnodes:\n  a: {type: Detectr}\n  b: {type: VideoSource, with: {uri: x, every: none}}\n")
	good, _ := motionGraph(t, "synthetic:64x48?frames=3")
	for _, tc := range []struct {
		name   string
		args   []string
		code   int
		stdout string // a part of it
		stderr string
	}{
		{"check of a good graph", []string{"check", good}, 0, good + ": ok\n", ""},
		{"check tells everything", []string{"check", wrong}, 2, wrong + ":3:13: nodes.a.type: unknown type \"Detectr\"", "2 problems\n"},
		{"check with a bad --set", []string{"check", good, "--set", "nodes.vdeo.with.uri=x"}, 2, "", "did you mean video?"},
		{"run of a wrong graph", []string{"run", wrong}, 2, "", ":4:48: nodes.b.with.every: want a whole number, got \"none\""},
		{"run of nothing", []string{"run", "gone.yaml"}, 2, "", "gone.yaml: cannot be read: no such file or directory\n"},
		{"no argument", []string{"run"}, 2, "", "maskgraph run: requires at least 1 arg(s), only received 0; usage: maskgraph run GRAPH... [flags]\n"},
		{"unknown flag", []string{"run", "--fast", good}, 2, "", "unknown flag: --fast; see maskgraph run --help\n"},
		{"unknown command", []string{"rum"}, 2, "", "maskgraph: unknown command \"rum\" (have check, completion, convert, devices, eval, graph, help, models, nodes, run, track, try); did you mean run?\n"},
		{"nodes", []string{"nodes"}, 0, "SAMPrompter", ""},
		{"one node", []string{"nodes", "Tracker"}, 0, "max_age", ""},
		{"unknown node", []string{"nodes", "Traker"}, 2, "", "did you mean Tracker?"},
		{"schema", []string{"nodes", "--schema"}, 0, `"$schema": "https://json-schema.org/draft/2020-12/schema"`, ""},
		{"nodes of no plugin", []string{"nodes", "--plugin", "/bin/true"}, 2, "", "is it a maskgraph plugin?\n"},
		{"mermaid", []string{"graph", good}, 0, "flowchart", ""},
		{"dot", []string{"graph", "--dot", good}, 0, "digraph", ""},
		{"models", []string{"models", "list"}, 0, "mobile-sam", ""},
		{"devices", []string{"devices"}, 0, "cpu       yes", ""},
		{"unknown model", []string{"models", "pull", "mobil-sam"}, 2, "", "mobile-sam"},
		{"try with a source", []string{"try", "VideoSource", "x.jpg"}, 2, "", "VideoSource: try wants a node that makes something of a picture\n"},
		{"try with a bad box", []string{"try", "SAMPrompter", "x.jpg", "--box", "9,9,1,1"}, 2, "", "--box 9,9,1,1: want X1,Y1,X2,Y2 with X2 > X1 and Y2 > Y1\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			stdout, stderr, code := run(t, tc.args...)
			if code != tc.code || !strings.Contains(stdout, tc.stdout) || !strings.Contains(stderr, tc.stderr) {
				t.Errorf("code %d, want %d\nstdout: %s\nstderr: %s", code, tc.code, stdout, stderr)
			}
		})
	}
}

func TestRunWritesEverything(t *testing.T) {
	file, out := motionGraph(t, "synthetic:320x240?frames=20&objects=2")
	_, stderr, code := run(t, "run", file)
	if code != 0 {
		t.Fatalf("code %d: %s", code, stderr)
	}
	for _, want := range []string{"frames: 20 read = 20 finished + 0 dropped + 0 in flight", "wrote " + out + "/o.mp4", "wrote " + out + "/o.json"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not in\n%s", want, stderr)
		}
	}
	for _, name := range []string{"o.mp4", "o.json", "o.jsonl", "m/000019.png"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestBadVideos: one clear line, exit 1, no stack trace, nothing written.
func TestBadVideos(t *testing.T) {
	dir := t.TempDir()
	for _, tc := range []struct{ name, uri, want string }{
		{"empty", writeFile(t, dir, "empty.mp4", ""), "is empty (0 bytes)"},
		{"text", writeFile(t, dir, "text.mp4", "hello, I am a text"), "is a text file, not a video"},
		{"noise", writeFile(t, dir, "noise.mp4", strings.Repeat("\x01\xfe\x00", 4000)), "is no video that FFmpeg can read"},
		{"header only", writeFile(t, dir, "head.mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), "is no video that FFmpeg can read"},
		{"missing", filepath.Join(dir, "gone.mp4"), "no such file or directory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file, out := motionGraph(t, tc.uri)
			_, stderr, code := run(t, "run", "--quiet", file)
			if code != 1 || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, tc.want) || !strings.Contains(stderr, `node "video" (VideoSource)`) {
				t.Errorf("code %d, stderr:\n%s", code, stderr)
			}
			if left, err := os.ReadDir(out); err == nil && len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestInterrupt: the first signal works off what was read and completes the files.
func TestInterrupt(t *testing.T) {
	file, out := motionGraph(t, "synthetic:640x480?frames=1000000&objects=3")
	cmd := maskgraph(t, "run", "-v", file)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { // the sink has begun: its temporary file is there
		left, _ := filepath.Glob(filepath.Join(out, ".*"))
		return len(left) > 0
	})
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if !strings.Contains(stderr.String(), "interrupted: working off what was read") {
		t.Error(stderr.String())
	}
	for _, name := range []string{"o.mp4", "o.json", "o.jsonl"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
}
