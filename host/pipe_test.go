package main

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReaderOfTheOutputGoes: what else was being written is a valid part of a file then.
func TestReaderOfTheOutputGoes(t *testing.T) {
	dir := t.TempDir()
	file := writeFile(t, dir, "g.yaml", strings.NewReplacer("OUT", dir).Replace(`version: 1
nodes:
  video: {type: VideoSource, with: {uri: "synthetic:320x240?frames=5000"}}
  all: {type: Detector, in: {frame: video}, with: {method: whole}}
  save: {type: MaskSink, in: {frame: video, instances: all}, with: {overlay: OUT/o.mp4, jsonl: "-"}}
`))
	cmd := maskgraph(t, "run", file)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.HasPrefix(line, `{"stream":`) {
		t.Errorf("%q, %v", line, err)
	}
	_ = out.Close()
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(said.String(), "jsonl: broken pipe") && !strings.Contains(said.String(), "write /dev/stdout: broken pipe") {
		t.Errorf("code %d: %s", code, said.String())
	}
	files, err := filepath.Glob(dir + "/*.mp4")
	if err != nil || !slices.Equal(files, []string{dir + "/o.incomplete.mp4"}) {
		entries, _ := os.ReadDir(dir)
		t.Errorf("%q, %v, %v", files, err, entries)
	}
}
