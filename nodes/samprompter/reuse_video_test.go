package samprompter

import (
	"os"
	"testing"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// bottles is the first frames of a video of three bottles on a shelf, 29.83 a second;
// from frame 20 hands come near.
func bottles(t *testing.T, n int) (frames []*nodes.Frame, boxes *nodes.Instances) {
	t.Helper()
	video, err := gocv.VideoCaptureFile(nodestest.Shared(t, "data/videos/bottle-clip-mjpeg.avi"))
	if err != nil {
		t.Fatal(err)
	}
	defer video.Close()
	for range n {
		m := gocv.NewMat()
		video.Read(&m)
		f, err := cv.Adopt(m)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Release)
		frames = append(frames, f)
	}
	boxes = &nodes.Instances{Width: 640, Height: 360}
	for _, x := range []float32{68, 286, 509} {
		boxes.Items = append(boxes.Items, nodes.Instance{Box: nodes.Box{X1: x, Y1: 108, X2: x + 62, Y2: 312}, Score: 1})
	}
	return frames, boxes
}

func reusing(maxChange float64) Config {
	cfg := defaults
	cfg.Reuse.MaxChange = maxChange
	return cfg
}

func masksOf(t *testing.T, n nodes.Node, seq int, frame *nodes.Frame, boxes *nodes.Instances) []nodes.Instance {
	t.Helper()
	out, err := n.Process(t.Context(), nodestest.Packet(seq, nodestest.Ports{"frame": frame, "boxes": boxes}))
	if err != nil {
		t.Fatal(err)
	}
	return out.Instances("instances").Items
}

func TestReuseOnAStillVideo(t *testing.T) {
	frames, boxes := bottles(t, 3)
	env := nodestest.Env(t)
	n, every := openNode(t, env, reusing(0.01)), openNode(t, env, defaults)
	var items []nodes.Instance
	for i, frame := range frames {
		items = masksOf(t, n, i, frame, boxes)
	}
	if c := counters(n); c["encoder_runs"] != 1 || c["embedding_reuses"] != 2 {
		t.Errorf("got %v, want one encoder run and two reuses", c)
	}
	own := masksOf(t, every, 2, frames[2], boxes)
	for i, item := range items {
		if o := item.Origin; o.Encoded != 0 || o.Age != 2*time.Second/25 {
			t.Errorf("bottle %d: encoded on frame %d, %v ago", i, o.Encoded, o.Age)
		}
		if iou := item.Mask.IoU(own[i].Mask); iou < 0.97 {
			t.Errorf("bottle %d: IoU %.3f with the mask of its own encoding", i, iou)
		}
	}
}

// TestWhatReuseCosts prints how much of the encoder's work reuse saves and what it
// does to masks: a table for the documentation, minutes of work.
func TestWhatReuseCosts(t *testing.T) {
	if os.Getenv("MASKGRAPH_LONG") != "1" {
		t.Skip("set MASKGRAPH_LONG=1 to measure reuse on 100 frames")
	}
	frames, boxes := bottles(t, 60)
	pictures := clip(t, "car-shadow")
	shelf, street := nodestest.Env(t), nodestest.Env(t) // one each: their stamps are the same
	every := openNode(t, shelf, defaults)
	openNode(t, street, defaults) // keeps the model
	var own [][]nodes.Instance
	for i, frame := range frames {
		own = append(own, masksOf(t, every, i, frame, boxes))
	}
	for _, maxChange := range []float64{0, 0.005, 0.01, 0.02, 0.05, 0.1} {
		n := openNode(t, shelf, reusing(maxChange))
		sum, least := 0.0, 1.0
		for i, frame := range frames {
			for j, item := range masksOf(t, n, i, frame, boxes) {
				iou := item.Mask.IoU(own[i][j].Mask)
				sum, least = sum+iou, min(least, iou)
			}
		}
		t.Logf("max_change %.3f: bottles %2d runs for 60 frames, IoU with no reuse %.4f, least %.3f", maxChange, counters(n)["encoder_runs"], sum/180, least)
		n, sum = openNode(t, street, reusing(maxChange)), 0
		for i, pic := range pictures {
			sum += show(t, n, i, pic.Path, toldFirst(pic, "box")).Items[0].Mask.IoU(pic.Truth[0].Mask)
		}
		t.Logf("max_change %.3f: car     %2d runs for 40 frames, J %.4f", maxChange, counters(n)["encoder_runs"], sum/40)
	}
}
