package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// withPlugin is a graph whose nodes of some types run in a plugin process, and
// where its outputs go.
func withPlugin(t *testing.T, text string, inPlugin ...string) (file, out string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text = strings.ReplaceAll(text, "OUT", dir)
	for _, typ := range inPlugin {
		text = strings.ReplaceAll(text, "{type: "+typ, "{plugin: own, type: "+typ)
	}
	head := fmt.Sprintf("version: 1\nplugins:\n  own: {path: %q, env: [%s=plugin], restart: {max: 100, backoff: 0}}\n", self, asProgram)
	return writeFile(t, dir, "g.yaml", strings.Replace(text, "version: 1\n", head, 1)), dir
}

// boxesOnly is a graph without models.
const boxesOnly = `version: 1
nodes:
  video: {type: VideoSource, with: {uri: "synthetic:320x240?frames=30&objects=3"}}
  moving: {type: Detector, in: {frame: video}, with: {method: motion}}
  tracks: {type: Tracker, in: {instances: moving}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {overlay: OUT/o.mp4, coco: OUT/o.json, masks: OUT/m, jsonl: OUT/o.jsonl}}
`

// TestEveryNodeInAPlugin: wherever the nodes run, the outputs are the same, byte
// for byte.
func TestEveryNodeInAPlugin(t *testing.T) {
	file, want := withPlugin(t, boxesOnly)
	if _, stderr, code := run(t, "run", file); code != 0 {
		t.Fatal(stderr)
	}
	for _, types := range [][]string{
		{"VideoSource"}, {"Detector"}, {"Tracker"}, {"MaskSink"}, {"VideoSource", "Detector", "Tracker", "MaskSink"},
	} {
		t.Run(strings.Join(types, " "), func(t *testing.T) {
			file, got := withPlugin(t, boxesOnly, types...)
			if _, stderr, code := run(t, "run", file); code != 0 {
				t.Fatal(stderr)
			}
			for _, name := range []string{"o.json", "o.jsonl", "m/000029.png"} {
				sameFile(t, filepath.Join(want, name), filepath.Join(got, name))
			}
		})
	}
}

func sameFile(t *testing.T, want, got string) {
	t.Helper()
	a, errA := os.ReadFile(want)
	b, errB := os.ReadFile(got)
	if errA != nil || errB != nil || len(a) == 0 || !bytes.Equal(a, b) {
		t.Errorf("%s differs: %d and %d bytes, %v, %v", filepath.Base(want), len(a), len(b), errA, errB)
	}
}

const masks = `version: 1
nodes:
  video: {type: VideoSource, with: {uri: "synthetic:320x240?frames=12&objects=2&seed=3"}}
  boxes: {type: Detector, in: {frame: video}, with: {method: whole}}
  masks: {type: SAMPrompter, in: {frame: video, boxes: boxes}}
  tracks: {type: Tracker, in: {instances: masks}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {coco: OUT/o.json, jsonl: OUT/o.jsonl}}
`

// TestKilledAgainAndAgain: with the SAM plugin killed at random moments no frame is
// lost, and the outputs are those of a run without kills.
func TestKilledAgainAndAgain(t *testing.T) {
	nodestest.Model(t, "onnxruntime")
	nodestest.Model(t, "mobile-sam")
	file, want := withPlugin(t, masks)
	if _, stderr, code := run(t, "run", file); code != 0 {
		t.Fatal(stderr)
	}
	file, got := withPlugin(t, masks, "SAMPrompter")
	cmd := maskgraph(t, "run", file)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	kills := killChildren(cmd.Process.Pid, 4, ended)
	if err := <-ended; err != nil {
		t.Fatal(err, stderr.String())
	}
	if kills == 0 || !strings.Contains(stderr.String(), "12 read = 12 finished + 0 dropped") {
		t.Errorf("%d kills\n%s", kills, stderr.String())
	}
	sameFile(t, filepath.Join(want, "o.json"), filepath.Join(got, "o.json"))
	sameFile(t, filepath.Join(want, "o.jsonl"), filepath.Join(got, "o.jsonl"))
}

// killChildren kills a process's children at random moments, so many times or
// until it has ended. It puts the end back into the channel.
func killChildren(pid, times int, ended chan error) (kills int) {
	for kills < times {
		select {
		case err := <-ended:
			ended <- err
			return kills
		case <-time.After(time.Duration(300+rand.IntN(1500)) * time.Millisecond):
		}
		for _, child := range nodestest.Children(pid) {
			if syscall.Kill(child, syscall.SIGKILL) == nil {
				kills++
			}
		}
	}
	return kills
}

// TestHostKilled: a host that is killed leaves no plugin behind.
func TestHostKilled(t *testing.T) {
	text := strings.Replace(boxesOnly, "frames=30", "frames=1000000", 1)
	file, _ := withPlugin(t, text, "Detector")
	cmd := maskgraph(t, "run", "-q", file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var plugin []int
	waitFor(t, func() bool {
		plugin = nodestest.Children(cmd.Process.Pid)
		return len(plugin) > 0
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	start := time.Now()
	waitFor(t, func() bool { return gone(plugin[0]) })
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("the plugin lived on for %v", d)
	}
}

// gone says that a process has ended, also when nobody has taken notice yet.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(stat), ") Z ")
}

func TestPluginProblems(t *testing.T) {
	for _, tc := range []struct{ name, path, want string }{
		{"no such program", "/nowhere/nodes", ":3:3: plugins.own: plugin own: cannot start /nowhere/nodes: no such file or directory"},
		{"no plugin", "/bin/true", ":3:3: plugins.own: plugin own: /bin/true ended (exit status 0) before it was ready: is it a maskgraph plugin?"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := fmt.Sprintf("version: 1\nplugins:\n  own: {path: %s}\nnodes:\n  video: {type: VideoSource, plugin: own, with: {uri: x}}\n", tc.path)
			file := writeFile(t, t.TempDir(), "g.yaml", text)
			if _, stderr, code := run(t, "check", file); code != 2 || !strings.Contains(stderr, tc.want) {
				t.Errorf("code %d\ngot  %swant %s", code, stderr, tc.want)
			}
		})
	}
	file, _ := withPlugin(t, strings.Replace(boxesOnly, "method: motion", "method: motion, min_scor: 1", 1), "Detector")
	if stdout, _, code := run(t, "check", file); code != 2 || !strings.Contains(stdout, ":6:84: nodes.moving.with.min_scor: unknown setting") || !strings.Contains(stdout, "did you mean min_score?") {
		t.Errorf("settings of a node in a plugin: code %d\n%s", code, stdout)
	}
}
