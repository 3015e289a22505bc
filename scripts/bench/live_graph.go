package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var (
	sinkLatency = regexp.MustCompile(`save: from the camera to its end p50 (\S+), p99 (\S+)`)
	took        = regexp.MustCompile(`time: ([0-9.]+)s,`)
	ledger      = regexp.MustCompile(`frames: (\d+) read = (\d+) finished`)
)

// liveGraph runs a graph on a stream, the same boxes on every frame, and interrupts it.
func (b *bench) liveGraph(where, with string) func(context.Context, workload, float64) (liveTurn, error) {
	return func(ctx context.Context, w workload, seconds float64) (t liveTurn, err error) {
		var prompts []string
		for _, box := range w.first {
			prompts = append(prompts, fmt.Sprintf("{box: [%g, %g, %g, %g]}", box[0], box[1], box[2], box[3]))
		}
		file := filepath.Join(b.dir, "live.yaml")
		text := fmt.Sprintf(`version: 1
plugins: {sam: {path: maskgraph-nodes}}
nodes:
  video: {type: VideoSource, with: {uri: %q}}
  masks: {type: SAMPrompter, %sin: {frame: video}, with: {prompts: [%s], %s}}
  tracks: {type: Tracker, in: {instances: masks}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {jsonl: %q}}
`, w.Source, where, strings.Join(prompts, ", "), with, filepath.Join(b.dir, "live.jsonl"))
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return t, err
		}
		cmd := exec.CommandContext(ctx, "bin/maskgraph", "run", file)
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			return t, err
		}
		time.Sleep(time.Duration(seconds * float64(time.Second)))
		_ = cmd.Process.Signal(syscall.SIGINT)
		err = cmd.Wait()
		if err != nil {
			return t, fmt.Errorf("%w: %s", err, said.String())
		}
		l, frames, secs := sinkLatency.FindStringSubmatch(said.String()), ledger.FindStringSubmatch(said.String()), took.FindStringSubmatch(said.String())
		if l == nil || frames == nil || secs == nil {
			return t, errors.New("no frame was finished in time")
		}
		p50, _ := time.ParseDuration(l[1])
		p99, _ := time.ParseDuration(l[2])
		t.P50, t.P99 = p50.Seconds(), p99.Seconds()
		t.Read, _ = strconv.Atoi(frames[1])
		t.Worked, _ = strconv.Atoi(frames[2])
		if s, _ := strconv.ParseFloat(secs[1], 64); s > 0 {
			t.FPS = float64(t.Worked) / s
		}
		return t, nil
	}
}
