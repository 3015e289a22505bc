package tracker

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestMeasure runs the Follower over the sequences of shared/data/mot and writes
// its results as RESULTS/<set>-<stride>/<sequence>.txt for that folder's score.py.
// It asserts nothing: the scorer is a program of its own. MASKGRAPH_TRACKER_WITH may
// hold other settings than the defaults, as a graph file would: {gate: 0.25}.
func TestMeasure(t *testing.T) {
	results := os.Getenv("MASKGRAPH_TRACKER_RESULTS")
	if results == "" {
		t.Skip("set MASKGRAPH_TRACKER_RESULTS to a folder for the results")
	}
	cfg := settings(t, os.Getenv("MASKGRAPH_TRACKER_WITH"))
	mot := nodestest.Shared(t, "data/mot")
	for _, set := range []string{"mot15", "kitti", "mots"} {
		dirs, err := filepath.Glob(filepath.Join(mot, set, "*"))
		if err != nil || len(dirs) == 0 {
			t.Skipf("no sequences in %s: %v", filepath.Join(mot, set), err)
		}
		for _, dir := range dirs {
			frames, rate := readSequence(t, dir)
			for _, stride := range []int{1, 2, 3, 5} {
				out := filepath.Join(results, fmt.Sprintf("%s-%d", set, stride), filepath.Base(dir)+".txt")
				writeResult(t, out, follow(cfg, frames, rate, stride))
			}
		}
	}
}

// found is one instance of a file.
type found struct {
	frame    int
	instance nodes.Instance
	rest     string // of a mask's line, from the class on
}

func (f found) line(s Sighting, smooth bool) string {
	if f.instance.Mask != nil {
		return fmt.Sprintf("%d %d %s", f.frame, s.Track, f.rest)
	}
	b := f.instance.Box
	if smooth {
		b = s.Box
	}
	return fmt.Sprintf("%d,%d,%.3f,%.3f,%.3f,%.3f,1,-1,-1,-1", f.frame, s.Track, b.X1, b.Y1, b.Width(), b.Height())
}

func follow(cfg Config, all []found, rate float64, stride int) []string {
	f := NewFollower(cfg)
	var lines []string
	first, last := 1, all[len(all)-1].frame
	if all[0].instance.Mask != nil {
		first = 0 // the files with masks count from 0
	}
	for frame := first; frame <= last; frame += stride {
		start, _ := slices.BinarySearchFunc(all, frame, func(f found, n int) int { return f.frame - n })
		end := start
		var items []nodes.Instance
		for end < len(all) && all[end].frame == frame {
			items = append(items, all[end].instance)
			end++
		}
		at := time.Duration(float64(frame) / rate * float64(time.Second))
		for i, s := range f.Update(at, items) {
			if s.Track > 0 {
				lines = append(lines, all[start+i].line(s, cfg.Smooth))
			}
		}
	}
	return lines
}

func writeResult(t *testing.T, file string, lines []string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
