package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// survive runs a graph, kills it so many times and resumes it until it is through.
func survive(t *testing.T, kills int, file string) {
	t.Helper()
	args := []string{"run", "--checkpoint", "0.01", file}
	for killed := 0; ; killed++ {
		cmd := maskgraph(t, args...)
		var said strings.Builder
		cmd.Stderr = &said
		before := checkpoints(t)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		if killed < kills {
			waitFor(t, func() bool { return checkpoints(t) != before || len(ended) > 0 })
			time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
			_ = cmd.Process.Kill() // it may have ended
		}
		err := <-ended
		if err == nil {
			_, report, _ := strings.Cut(said.String(), "frames: ")
			line, _, _ := strings.Cut(report, "\n")
			t.Logf("after %d kills %s", killed, line)
			return
		}
		if killed >= kills || !strings.Contains(err.Error(), "killed") {
			t.Fatal(err, said.String())
		}
		args = []string{"run", "--checkpoint", "0.01", file, "--resume"}
	}
}

// checkpoints says what checkpoints there are, and changes with each new one.
func checkpoints(t *testing.T) (all string) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(os.Getenv("MASKGRAPH_STATE"), "*.checkpoint"))
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			all += fmt.Sprint(path, info.ModTime())
		}
	}
	return all
}

// sameTree compares what two runs have written: accounts of the runs not, of videos
// the number of frames.
func sameTree(t *testing.T, want, got string) {
	t.Helper()
	compared := 0
	_ = filepath.WalkDir(want, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(want, path)
		switch twin := filepath.Join(got, name); {
		case err != nil:
			t.Error(err)
		case entry.IsDir() || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".run.json"):
		case strings.HasSuffix(name, ".mp4") || strings.HasSuffix(name, ".mkv"):
			compared++
			if a, b := framesOf(t, path), framesOf(t, twin); a != b || a == 0 {
				t.Errorf("%s has %d frames, want %d", name, b, a)
			}
		case isEmpty(path) && isEmpty(twin): // masks of a run without any
			compared++
		default:
			compared++
			sameFile(t, path, twin)
		}
		return nil
	})
	left, _ := filepath.Glob(filepath.Join(got, ".*"))
	if compared < 90 || len(left) > 0 {
		t.Errorf("%d files compared, and left behind: %v", compared, left)
	}
}

func isEmpty(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() == 0
}

// framesOf counts the frames of a video.
func framesOf(t *testing.T, video string) int {
	t.Helper()
	file := writeFile(t, t.TempDir(), "count.yaml", fmt.Sprintf(`version: 1
nodes:
  video: {type: VideoSource, with: {uri: %s}}
  found: {type: Detector, in: {frame: video}, with: {method: whole}}
  save: {type: MaskSink, in: {frame: video, instances: found}, with: {jsonl: "-"}}
`, video))
	stdout, stderr, code := run(t, "run", "-q", file)
	if code != 0 {
		t.Fatal(stderr)
	}
	return strings.Count(stdout, "\n")
}

// brokenOff starts a graph, kills it when it has a checkpoint with frames, and
// returns the checkpoint's file.
func brokenOff(t *testing.T, signal syscall.Signal, args ...string) (checkpoint string) {
	t.Helper()
	cmd := maskgraph(t, append([]string{"run", "-q", "--checkpoint", "0.01"}, args...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool {
		paths, _ := filepath.Glob(filepath.Join(os.Getenv("MASKGRAPH_STATE"), "*.checkpoint"))
		for _, path := range paths {
			if k, err := readCheckpoint(path); err == nil && len(k.Cuts) > 0 {
				checkpoint = path
			}
		}
		return checkpoint != ""
	})
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	return checkpoint
}
