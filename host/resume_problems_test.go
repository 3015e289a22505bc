package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// long is a graph that runs until it is stopped.
const long = `version: 1
nodes:
  video: {type: VideoSource, with: {uri: "synthetic:64x48?frames=1000000"}}
  found: {type: Detector, in: {frame: video}, with: {method: whole}}
  save: {type: MaskSink, in: {frame: video, instances: found}, with: {jsonl: OUT/o.jsonl}}
`

func TestCannotResume(t *testing.T) {
	none := ": there is no run to resume; run it without --resume\n"
	for _, tc := range []struct {
		name    string
		prepare func(t *testing.T, file, out string) // after which the graph is resumed
		code    int
		want    string // of stderr, without the graph's name
	}{
		{"never run", func(*testing.T, string, string) {}, 2, none},
		{"run to its end", func(t *testing.T, file, _ string) {
			run(t, "run", file, "--set", "nodes.video.with.end=1")
			run(t, "run", file, "--set", "nodes.video.with.end=1", "--resume")
		}, 2, none},
		{"other settings", func(t *testing.T, file, _ string) {
			brokenOff(t, syscall.SIGKILL, file, "--set", "nodes.video.with.every=2")
		}, 2, ": there is no run to resume (there is one with --set nodes.video.with.every=2); run it without --resume\n"},
		{"no settings", func(t *testing.T, file, _ string) {
			path := brokenOff(t, syscall.SIGKILL, file)
			if err := os.Rename(path, strings.Replace(path, short(), short("a"), 1)); err != nil {
				t.Fatal(err)
			}
		}, 2, ": there is no run to resume (there is one without --set); run it without --resume\n"},
		{"another graph", func(t *testing.T, file, _ string) {
			brokenOff(t, syscall.SIGKILL, file)
			text, _ := os.ReadFile(file)
			writeFile(t, filepath.Dir(file), "g.yaml", string(text)+"# a word\n")
		}, 2, ": has changed since its run was broken off: put it back as it was, or run it without --resume\n"},
		{"another program", func(t *testing.T, file, _ string) {
			path := brokenOff(t, syscall.SIGKILL, file)
			k, err := readCheckpoint(path)
			k.Program = "1.0"
			if err != nil || k.write(path) != nil {
				t.Fatal(err)
			}
		}, 2, ": the run was that of maskgraph 1.0, this is devel; run it without --resume\n"},
		{"files gone", func(t *testing.T, file, out string) {
			brokenOff(t, syscall.SIGKILL, file)
			if err := os.Remove(filepath.Join(out, ".o.part.jsonl")); err != nil {
				t.Fatal(err)
			}
		}, 1, "the run cannot be resumed: node \"save\" (MaskSink): restore: jsonl: OUT/o.jsonl: nothing is left of what was written: stat OUT/o.jsonl: no such file or directory; run it without --resume\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Setenv("MASKGRAPH_STATE", t.TempDir())
			file, out := withPlugin(t, long)
			tc.prepare(t, file, out)
			_, stderr, code := run(t, "run", "-q", "--resume", file)
			got := strings.TrimPrefix(strings.ReplaceAll(stderr, out, "OUT"), "OUT/g.yaml")
			if code != tc.code || got != tc.want {
				t.Errorf("code %d\ngot  %swant %s", code, got, tc.want)
			}
		})
	}
}

// TestDamagedCheckpoint changes every part of the file once.
func TestDamagedCheckpoint(t *testing.T) {
	t.Setenv("MASKGRAPH_STATE", t.TempDir())
	file, _ := withPlugin(t, long)
	path := brokenOff(t, syscall.SIGKILL, file)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty": "", "cut": string(whole[:len(whole)-1]), "longer": string(whole) + "x",
		"head": "x" + string(whole[1:]), "sum": string(whole[:30]) + "xy" + string(whole[32:]), "middle": string(whole[:90]) + "xy" + string(whole[92:]),
	} {
		if _, err := readCheckpoint(writeFile(t, t.TempDir(), "c", text)); err != errDamaged {
			t.Errorf("%s: got %v", name, err)
		}
	}
	writeFile(t, filepath.Dir(path), filepath.Base(path), "nothing")
	_, stderr, code := run(t, "run", "-q", "--resume", file)
	if want := file + ": its checkpoint " + path + " is damaged; run it without --resume\n"; code != 1 || stderr != want {
		t.Errorf("code %d\ngot  %swant %s", code, stderr, want)
	}
}

// TestRunAnew: a run that was broken off is mentioned by the next one, which takes its
// place; one that was interrupted, and whose files are complete, can go on as well.
func TestRunAnew(t *testing.T) {
	t.Setenv("MASKGRAPH_STATE", t.TempDir())
	file, out := withPlugin(t, strings.Replace(long, "frames=1000000", "frames=40000", 1))
	brokenOff(t, syscall.SIGKILL, file)
	cmd := maskgraph(t, "run", "-q", "--checkpoint", "0", file)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return checkpoints(t) == "" })
	_ = cmd.Process.Signal(syscall.SIGINT)
	if err := cmd.Wait(); err != nil || !strings.Contains(stderr.String(), "a run of this graph was broken off after video frame ") {
		t.Error(err, stderr.String())
	}
	brokenOff(t, syscall.SIGINT, file)
	if left := checkpoints(t); left == "" {
		t.Error("an interrupted run left no checkpoint")
	}
	_, said, code := run(t, "run", file, "--resume")
	lines, _ := os.ReadFile(filepath.Join(out, "o.jsonl"))
	if code != 0 || !strings.Contains(said, "the run goes on after video frame ") || !strings.Contains(said, "frames: 40000 read = 40000 finished (") ||
		strings.Count(string(lines), "\n") != 40000 || checkpoints(t) != "" {
		t.Errorf("code %d, %d bytes, %s", code, len(lines), said)
	}
}

// TestNoStateFolder: where no checkpoint can be written, a run says so and runs.
func TestNoStateFolder(t *testing.T) {
	t.Setenv("MASKGRAPH_STATE", writeFile(t, t.TempDir(), "file", ""))
	file, _ := motionGraph(t, "synthetic:64x48?frames=3")
	_, stderr, code := run(t, "run", "-q", file)
	if code != 0 || strings.Count(stderr, "no checkpoint could be written") != 1 {
		t.Errorf("code %d: %s", code, stderr)
	}
	if _, stderr, code = run(t, "run", "-q", "--checkpoint", "-1", file); code != 2 || stderr != "--checkpoint -1: must be at least 0\n" {
		t.Errorf("code %d: %s", code, stderr)
	}
}
