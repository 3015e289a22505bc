package wire_test

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/plugin/wire/wiretest"
)

// bothWays runs a test with pixels in shared memory and in messages.
func bothWays(t *testing.T, test func(t *testing.T)) {
	t.Run("shm", test)
	t.Run("inline", func(t *testing.T) {
		t.Setenv("MASKGRAPH_WIRE", "inline")
		test(t)
	})
}

func TestContract(t *testing.T) {
	bothWays(t, func(t *testing.T) {
		var frames, found []nodes.Packet
		for i, f := range nodestest.Frames(t, 64, 48, 4) {
			v := &nodes.Instances{Width: 64, Height: 48, Items: []nodes.Instance{
				{Box: nodes.Box{X1: 1, Y1: 2, X2: 9, Y2: 20}, Score: 0.5, Class: i, Label: "thing"},
				{Class: -1, Mask: nodes.MaskFromBitmap(3, 4, 2, 2, []byte{1, 0, 1, 1}), PredictedIoU: 0.25, Stability: 1},
			}}
			frames = append(frames, nodestest.Packet(i, nodestest.Ports{"frame": f, "boxes": v}))
			found = append(found, nodestest.Packet(i, nodestest.Ports{"boxes": v}))
		}
		for _, f := range []nodes.Factory{passOn, invert} {
			t.Run(f.Type, func(t *testing.T) { wiretest.Check(t, f, "", frames...) })
		}
		file := t.TempDir() + "/count.txt"
		t.Run("Count", func(t *testing.T) { wiretest.Check(t, count, "{from: 5, file: "+file+"}", found...) })
		t.Run("Pictures", func(t *testing.T) { wiretest.Check(t, pictures, "{frames: 5, width: 7}") })
	})
}
