package samprompter

import (
	"context"
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/eval/vos"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// follower is the settings of a graph that follows.
func follower() Config {
	cfg := defaults
	cfg.Follow = true
	cfg.UseMasks = true
	return cfg
}

func clip(t testing.TB, name string) []truth.Picture {
	t.Helper()
	pictures, err := truth.Video(nodestest.Shared(t, "data/davis-like/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return pictures
}

// show gives a node frame number seq of a stream.
func show(t testing.TB, n nodes.Node, seq int, path string, boxes *nodes.Instances) *nodes.Instances {
	t.Helper()
	frame, err := cv.ReadPicture(path)
	if err != nil {
		t.Fatal(err)
	}
	defer frame.Release()
	ports := nodestest.Ports{"frame": frame}
	if boxes != nil {
		ports["boxes"] = boxes
	}
	out, err := n.Process(context.Background(), nodestest.Packet(seq, ports))
	if err != nil {
		t.Fatal(err)
	}
	return out.Instances("instances")
}

// toldFirst is what is known of the first frame: the true boxes, and the true masks
// or clicks in the middle of them.
func toldFirst(pic truth.Picture, how string) *nodes.Instances {
	told := &nodes.Instances{Width: pic.Width, Height: pic.Height}
	for _, object := range pic.Truth {
		item := nodes.Instance{Box: object.Box, Score: 1, Class: -1}
		switch how {
		case "mask":
			item.Mask = object.Mask
		case "click":
			x, y, _ := object.Mask.DeepestPoint()
			item.Box, item.Points = nodes.Box{}, []nodes.Point{{X: float32(x), Y: float32(y)}}
		}
		told.Items = append(told.Items, item)
	}
	return told
}

// TestFollowFromTheFirstFrame follows what was shown on the first frame, without a
// detector afterwards, and scores it as DAVIS does: without the first and the last
// frame. With MASKGRAPH_LONG=1 it follows for all 40 frames.
func TestFollowFromTheFirstFrame(t *testing.T) {
	for _, tc := range []struct {
		clip, how  string
		frames     int
		always     bool
		least, all float64 // mean J of the frames, and of all 40
	}{
		{"car-shadow", "mask", 6, true, 0.95, 0.945},
		{"car-shadow", "box", 6, false, 0.95, 0.945},
		{"car-shadow", "click", 6, false, 0.95, 0.945},
		{"composite-street", "mask", 6, true, 0.91, 0.89},
		{"composite-street", "box", 6, false, 0.91, 0.89},
		{"composite-street", "click", 6, false, 0.91, 0.89},
	} {
		t.Run(tc.clip+" "+tc.how, func(t *testing.T) {
			pictures := clip(t, tc.clip)
			if os.Getenv("MASKGRAPH_LONG") == "1" {
				tc.frames, tc.least = len(pictures), tc.all
			} else if !tc.always {
				t.Skip("set MASKGRAPH_LONG=1 to follow for 40 frames")
			}
			n := openNode(t, nodestest.Env(t), follower())
			var seen, found vos.Sequence
			for i, pic := range pictures[:tc.frames] {
				var boxes *nodes.Instances
				if i == 0 {
					boxes = toldFirst(pic, tc.how)
				} else {
					boxes = &nodes.Instances{}
				}
				seen.Frames = append(seen.Frames, vosFrame(pic, instances(pic.Truth)))
				found.Frames = append(found.Frames, vosFrame(pic, show(t, n, i, pic.Path, boxes).Items))
			}
			for _, o := range vos.EvaluatePrompted(seen, found) {
				t.Logf("thing %d: J %.4f F %.4f", o.ID, o.J, o.F)
			}
			mean := vos.Mean(vos.EvaluatePrompted(seen, found))
			t.Logf("J %.4f F %.4f over %d frames", mean.J, mean.F, tc.frames)
			if mean.J < tc.least {
				t.Errorf("J %.4f, want at least %.2f", mean.J, tc.least)
			}
		})
	}
}

func vosFrame(pic truth.Picture, items []nodes.Instance) vos.Frame {
	f := vos.Frame{Width: pic.Width, Height: pic.Height, Masks: map[int]*nodes.Mask{}}
	for _, item := range items {
		f.Masks[item.Track] = item.Mask
	}
	return f
}

func instances(truths []eval.Truth) []nodes.Instance {
	items := make([]nodes.Instance, len(truths))
	for i, o := range truths {
		items[i] = o.Instance
	}
	return items
}
