package graph

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestCheckpointsAreRare: none comes before its time, nor before the graph has run a
// hundred times longer than the three nodes took for their last snapshots. A frame
// takes 1 to 3 ms here.
func TestCheckpointsAreRare(t *testing.T) {
	for _, tc := range []struct {
		name        string
		every, slow time.Duration
		least, most uint64 // frames apart
	}{
		{"by time", 100 * time.Millisecond, 0, 100 / 3, 100},
		{"slow snapshots", time.Millisecond, time.Millisecond, 300 / 3, 300},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var steps []uint64
				var last uint64
				d := newDisk(2000)
				d.slow = tc.slow
				g := d.open(t)
				g.KeepCheckpoints(tc.every, func(c Checkpoint) {
					steps = append(steps, c.Cuts[0].Stamp.Seq-last)
					last = c.Cuts[0].Stamp.Seq
				})
				if err := g.Run(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				steps = steps[1:] // the first one does not know yet what they cost
				if len(steps) < 5 || slices.Min(steps) < tc.least || slices.Max(steps) > tc.most {
					t.Errorf("checkpoints are %v frames apart", steps)
				}
			})
		})
	}
}

func TestLiveHasNoCheckpoints(t *testing.T) {
	g := (&world{frames: 3, live: true}).open(t, threeNodes)
	if g.KeepCheckpoints(0, func(Checkpoint) { t.Error("a checkpoint") }) {
		t.Error("a live graph would take checkpoints")
	}
	if err := g.Run(t.Context(), nil); err != nil {
		t.Error(err)
	}
	end(t, g)
}

// TestCutsAreKept: a source that gives nothing more after a resume keeps the place that
// it had.
func TestCutsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		other := Cut{Source: "other", Stamp: nodes.Stamp{Stream: "other0", Seq: 299}, Nodes: map[string][]byte{"other": []byte(`{"Seen": 300}`), "log": []byte("{}")}}
		g := newDisk(300).open(t, "  other: {type: Video}\n  log: {type: Save, in: {frame: other}}\n")
		if _, err := g.Restore(Checkpoint{[]Cut{other}}); err != nil {
			t.Fatal(err)
		}
		count := 0
		g.KeepCheckpoints(time.Millisecond, func(c Checkpoint) {
			if count++; len(c.Cuts) != 2 || !cmp.Equal(c.Cuts[1], other) {
				t.Errorf("checkpoint %v", c)
			}
		})
		if err := g.Run(t.Context(), nil); err != nil || count < 10 {
			t.Error(count, err)
		}
	})
}
