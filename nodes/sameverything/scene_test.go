package sameverything

import (
	"context"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
	"github.com/maskgraph/maskgraph/nodes/tracker"
)

// best is the found mask that fits a true one best, and how well.
func best(found []nodes.Instance, truth *nodes.Mask) (nodes.Instance, float64) {
	var nearest nodes.Instance
	most := 0.0
	for _, item := range found {
		if iou := item.Mask.IoU(truth); iou > most {
			nearest, most = item, iou
		}
	}
	return nearest, most
}

func TestFindsAllObjectsOfAScene(t *testing.T) {
	for _, tc := range []struct {
		name, uri string
		change    func(*Config)
		encodings int64
		missed    int
	}{
		{"large things", "synthetic:640x480?objects=5&seed=3", func(c *Config) { c.PointsPerSide = 8 }, 1, 0},
		{"a rectangle between the points", "synthetic:640x480?objects=3&seed=4", func(c *Config) { c.PointsPerSide = 6 }, 1, 1},
		{"the same on crops", "synthetic:640x480?objects=3&seed=4", func(c *Config) { c.PointsPerSide, c.CropNLayers = 6, 1 }, 5, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := openNode(t, nodestest.Env(t), tc.change)
			frame, truth := sceneFrame(t, tc.uri, 0)
			found := look(t, n, 0, frame).Items
			missed := 0
			for _, object := range truth.Items {
				item, iou := best(found, object.Mask)
				t.Logf("%s: IoU %.3f, predicted %.3f, stability %.3f", object.Label, iou, item.PredictedIoU, item.Stability)
				if iou < 0.9 {
					missed++
				}
			}
			if missed != tc.missed {
				t.Errorf("%d of %d objects have no mask of IoU 0.9, want %d", missed, len(truth.Items), tc.missed)
			}
			checkItems(t, n.cfg, found)
			if c := n.Report().Counters; c["encoder_runs"] != tc.encodings || c["instances"] != int64(len(found)) {
				t.Errorf("counters %v for %d instances", c, len(found))
			}
		})
	}
}

// checkItems checks what all instances promise.
func checkItems(t *testing.T, cfg Config, items []nodes.Instance) {
	t.Helper()
	for i, item := range items {
		o := item.Origin
		switch {
		case item.Label != "object" || item.Class != -1 || item.Box != item.Mask.Box() || item.Score != item.PredictedIoU:
			t.Errorf("instance %d: %+v", i, item)
		case float64(item.PredictedIoU) <= cfg.PredIoUThresh || float64(item.Stability) < cfg.StabilityScoreThresh:
			t.Errorf("instance %d: predicted IoU %g and stability %g are too low", i, item.PredictedIoU, item.Stability)
		case i > 0 && item.Score > items[i-1].Score:
			t.Errorf("instance %d: its score is %g, after %g", i, item.Score, items[i-1].Score)
		case o.Prompt != "grid" || len(o.Points) != 1 || o.IoUs != nil && o.IoUs[o.Token] < item.PredictedIoU:
			t.Errorf("instance %d: origin %+v", i, o)
		}
		for _, other := range items[:i] {
			if iou := other.Box.IoU(item.Box); float64(iou) > cfg.BoxNMSThresh+0.02 {
				t.Errorf("instance %d: its box overlaps that of another by %g", i, iou)
			}
		}
	}
}

// TestKeepsIdentities puts a tracker behind the node.
func TestKeepsIdentities(t *testing.T) {
	n := openNode(t, nodestest.Env(t), func(c *Config) { c.PointsPerSide = 8 })
	cfg, problems := nodes.Decode(tracker.Factory, "", "", nil, &yaml.Node{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tracks, err := tracker.Factory.Open(context.Background(), nodestest.Env(t), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer tracks.Close()
	id := map[int]int{} // of a true object: the identity it got first
	for at := range 2 {
		frame, truth := sceneFrame(t, "synthetic:640x480?objects=3&seed=5", at)
		out, err := tracks.Process(context.Background(), nodestest.Packet(at, nodestest.Ports{"instances": look(t, n, at, frame)}))
		if err != nil {
			t.Fatal(err)
		}
		for _, object := range truth.Items {
			item, iou := best(out.Instances("instances").Items, object.Mask)
			if id[object.Track] == 0 {
				id[object.Track] = item.Track
			}
			if iou < 0.9 || item.Track == 0 || item.Track != id[object.Track] {
				t.Errorf("frame %d, %s: track %d after %d, IoU %.3f", at, object.Label, item.Track, id[object.Track], iou)
			}
		}
	}
}
