package detector

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestMemory: a node that goes on from a snapshot looks at the same frames as one
// without a break, and has counted those before.
func TestMemory(t *testing.T) {
	const settings = "{method: whole, every: 3}"
	frame := nodestest.Frames(t, 16, 8, 1)[0]
	first := opened(t, settings)
	for seq := range 4 {
		look(t, first, seq, frame)
	}
	state, err := first.(nodes.Snapshotter).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	second := opened(t, settings)
	if err := second.(nodes.Snapshotter).Restore(state); err != nil {
		t.Fatal(err)
	}
	for seq := 4; seq < 8; seq++ {
		if skipped := look(t, second, seq, frame).Skipped; skipped != (seq != 6) {
			t.Errorf("frame %d: skipped %v", seq, skipped)
		}
	}
	if c := second.(nodes.Reporter).Report().Counters; c["frames"] != 8 || c["boxes"] != 3 || c["detector_runs"] != 3 {
		t.Errorf("counted %v", c)
	}
	err = second.(nodes.Snapshotter).Restore([]byte("{"))
	if want := "restore: not a snapshot of this version: unexpected end of JSON input"; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// TestMotionTellsNothing: what it has learnt is OpenCV's, and must be learnt again.
func TestMotionTellsNothing(t *testing.T) {
	if _, tells := opened(t, "{method: motion}").(nodes.Snapshotter); tells {
		t.Error("a snapshot of it would not be all of its state")
	}
}
