package tracker

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/mot"
	"github.com/maskgraph/maskgraph/nodes/eval/tracking"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// least is the HOTA that the defaults reach on the sequences of shared/data/mot, at
// strides 1, 2, 3 and 5, less what a change may cost that is worth it elsewhere.
var least = map[string][4]float64{
	"mot15":         {39.5, 39.3, 40.0, 39.0},
	"kitti":         {72.0, 71.0, 70.8, 67.0},
	"mots, class 1": {74.0, 72.3, 71.0, 70.0},
	"mots, class 2": {49.0, 48.5, 47.0, 53.0},
}

// TestMeasure tracks and scores what is in shared/data/mot. It logs a table, and
// asserts least unless MASKGRAPH_TRACKER_WITH holds other settings than the
// defaults, as a graph file would: {gate: 0.25}.
func TestMeasure(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds: run without -short")
	}
	other := os.Getenv("MASKGRAPH_TRACKER_WITH")
	cfg := settings(t, other)
	folder := nodestest.Shared(t, "data/mot")
	for _, set := range []string{"mot15", "kitti", "mots"} {
		all := readSet(t, filepath.Join(folder, set))
		for i, stride := range []int{1, 2, 3, 5} {
			for _, c := range score(t, cfg, all, stride) {
				name := set
				if c.Class >= 0 {
					name = fmt.Sprintf("%s, class %d", set, c.Class)
				}
				s := c.Scores()
				t.Logf("%-14s every %d.: HOTA %.2f DetA %.2f AssA %.2f MOTA %.2f IDF1 %.2f IDSW %d", name, stride, s.HOTA, s.DetA, s.AssA, s.MOTA, s.IDF1, s.IDSW)
				if other == "" && s.HOTA < least[name][i] {
					t.Errorf("%s, every %d. frame: HOTA %.2f, want at least %.2f", name, stride, s.HOTA, least[name][i])
				}
			}
		}
	}
}

// sequence is a folder of shared/data/mot.
type sequence struct {
	mot.SeqInfo
	name         string
	found, truth *mot.File
}

func readSet(t *testing.T, folder string) (all []sequence) {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(dirs) == 0 {
		t.Skipf("no sequences in %s: %v", folder, err)
	}
	for _, dir := range dirs {
		s := sequence{name: filepath.Base(dir), found: readText(t, dir, "det.txt"), truth: readText(t, dir, "gt.txt")}
		if s.SeqInfo, err = mot.FindSeqInfo(filepath.Join(dir, "gt.txt")); err != nil {
			t.Fatal(err)
		}
		s.First = max(s.First, s.truth.First())
		all = append(all, s)
	}
	return all
}

func readText(t *testing.T, dir, name string) *mot.File {
	t.Helper()
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		path += ".gz"
	}
	f, err := mot.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// score tracks and counts every sequence of a set, and combines the counts.
func score(t *testing.T, cfg Config, all []sequence, stride int) []tracking.Compared {
	t.Helper()
	var counted []tracking.Compared
	for _, s := range all {
		result := followText(cfg, &s, stride)
		only := tracking.Only{First: s.First, Stride: stride}
		count := func(class int, frames []tracking.Frame) {
			c, err := tracking.Count(frames)
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			counted = append(counted, tracking.Compared{Name: s.name, Class: class, Counts: c})
		}
		if !s.truth.Masks {
			count(-1, tracking.Boxes(s.truth, result, only, s.MinHeight))
		}
		for _, class := range s.Classes {
			count(class, tracking.Masks(s.truth, result, class, only))
		}
	}
	return tracking.Combine(counted)
}

// followText is what the Follower makes of a sequence's detections.
func followText(cfg Config, s *sequence, stride int) *mot.File {
	f := NewFollower(cfg)
	result := &mot.File{Masks: s.found.Masks, Width: s.found.Width, Height: s.found.Height}
	for n := s.First; n <= s.found.Last(); n += stride {
		rows := s.found.Frame(n)
		at := time.Duration(float64(n) / s.Rate * float64(time.Second))
		for i, seen := range f.Update(at, instances(rows), nil) {
			if seen.Track == 0 {
				continue
			}
			row := rows[i]
			row.ID = seen.Track
			if b := seen.Box; cfg.Smooth && row.Mask == nil {
				row.Box = [4]float64{float64(b.X1), float64(b.Y1), float64(b.Width()), float64(b.Height())}
			}
			result.Rows = append(result.Rows, row)
		}
	}
	return result
}

func instances(rows []mot.Row) []nodes.Instance {
	var all []nodes.Instance
	for _, r := range rows {
		if r.Mask != nil {
			r.Score = 0.85 // unknown: see host/track_run.go
		}
		x, y, w, h := r.Box[0], r.Box[1], r.Box[2], r.Box[3]
		all = append(all, nodes.Instance{
			Box:   nodes.Box{X1: float32(x), Y1: float32(y), X2: float32(x + w), Y2: float32(y + h)},
			Score: float32(r.Score), Class: r.Class, Mask: r.Mask,
		})
	}
	return all
}
