package all_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/all"
	"github.com/maskgraph/maskgraph/nodes/internal/cv/cvtest"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

func TestMain(m *testing.M) {
	wiretest.Main(all.Registry())
	cvtest.Main(m)
}

// TestMemoryIsFlat runs 1,000 frames: the peak after the first 100 may grow by 5 %.
// With masks that takes ten minutes, so it wants MASKGRAPH_LONG=1.
func TestMemoryIsFlat(t *testing.T) {
	const scene = "synthetic:640x480?frames=1000&objects=4"
	for _, tc := range []struct {
		name, masks string
		long        bool
	}{
		{"boxes and tracks", "", false},
		{"masks", "masks: {type: SAMPrompter, in: {frame: video, boxes: found}, with: {max_instances: 1}}", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.long && os.Getenv("MASKGRAPH_LONG") != "1" {
				t.Skip("ten minutes: set MASKGRAPH_LONG=1 to run it")
			}
			found, dir := "found", t.TempDir()
			if tc.masks != "" {
				found = "masks"
			}
			spec, problems := graph.Parse("memory.yaml", fmt.Appendf(nil, `
version: 1
nodes:
  video: {type: VideoSource, with: {uri: %q}}
  found: {type: Detector, in: {frame: video}, with: {method: motion}}
  %s
  tracks: {type: Tracker, in: {instances: %s}}
  save: {type: MaskSink, in: {frame: video, instances: tracks}, with: {overlay: %[4]s/o.mp4, coco: %[4]s/o.json, masks: %[4]s/m, jsonl: %[4]s/o.jsonl}}
`, scene, tc.masks, found, dir))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			early, end := peaks(t, spec)
			t.Logf("peak memory: %d MiB after 100 frames, %d MiB after 1,000", early>>10, end>>10)
			if float64(end) > 1.05*float64(early) {
				t.Errorf("memory grows: %d KiB after 100 frames, %d KiB after 1,000", early, end)
			}
			if n := nodes.LiveFrames(); n != 0 {
				t.Errorf("%d frames are live", n)
			}
		})
	}
}

// peaks is the process's peak resident memory in KiB after 100 frames and at the end.
func peaks(t *testing.T, spec *graph.Spec) (early, end int) {
	t.Helper()
	g, err := graph.Open(context.Background(), spec, all.Registry(), nodestest.Env(t))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- g.Run(context.Background(), nil) }()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for running := true; running; {
		select {
		case err = <-done:
			running = false
		case <-tick.C:
			if early == 0 && g.Report().Ledger.Finished >= 100 {
				early = peak(t)
			}
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	return early, peak(t)
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

func peak(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here: ", err)
	}
	kib, err := strconv.Atoi(string(highWater.FindSubmatch(status)[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kib
}
