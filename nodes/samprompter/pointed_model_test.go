package samprompter

import (
	"fmt"
	"os"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/eval/truth"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestClicksOnTrueMasks clicks on true objects of photos, then on the middle of what is
// wrong, as somebody at the page would: the second click must make it better.
func TestClicksOnTrueMasks(t *testing.T) {
	pictures, err := truth.Images(nodestest.Shared(t, "data/images"))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("MASKGRAPH_LONG") != "1" {
		pictures = pictures[:2]
	}
	n := openNode(t, nodestest.Env(t), defaults)
	var once, twice, thrice float64
	objects := 0
	for i, pic := range pictures {
		for _, object := range pic.Truth {
			stream := func() *nodes.Instances { return show(t, n, i, pic.Path, &nodes.Instances{}) }
			stream()
			var got *nodes.Mask
			id := 0
			for _, sum := range []*float64{&once, &twice, &thrice} {
				wrong, background := object.Mask, false
				if got != nil {
					wrong = object.Mask.Subtract(got)
					if more := got.Subtract(object.Mask); more.Area() > wrong.Area() {
						wrong, background = more, true
					}
				}
				if !wrong.Empty() {
					x, y, _ := wrong.DeepestPoint()
					s := tell(t, n.(*node), "prompt", fmt.Sprintf(`{"id": %d, "points": [{"x": %g, "y": %g, "background": %t}]}`, id, x, y, background))
					id = s.ID
				}
				got = &nodes.Mask{}
				for _, item := range stream().Items {
					if item.Track == id {
						got = item.Mask
					}
				}
				*sum += got.IoU(object.Mask)
			}
			tell(t, n.(*node), "remove", fmt.Sprintf(`{"id": %d}`, id))
			objects++
		}
	}
	c := float64(objects)
	t.Logf("mean IoU of %d objects: %.3f with a click, %.3f with two, %.3f with three", objects, once/c, twice/c, thrice/c)
	if twice < once+0.1*c || thrice < twice+0.04*c {
		t.Error("another click helps too little")
	}
}

// TestAClickIsFollowed points at things of a video that are not on the first frame,
// with follow off, goes on from a snapshot, and compares with the true masks.
func TestAClickIsFollowed(t *testing.T) {
	pictures := clip(t, "composite-street")
	env := nodestest.Env(t)
	n := openNode(t, env, defaults)
	const end = 5
	for i := range end {
		switch i {
		case 1:
			x, y, _ := pictures[0].Truth[0].Mask.DeepestPoint()
			tell(t, n.(*node), "prompt", fmt.Sprintf(`{"points": [{"x": %g, "y": %g}], "name": "first"}`, x, y))
			b := pictures[0].Truth[1].Box
			tell(t, n.(*node), "prompt", fmt.Sprintf(`{"box": [%g, %g, %g, %g]}`, b.X1, b.Y1, b.X2, b.Y2))
		case 3:
			state, err := n.(nodes.Snapshotter).Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			n = openNode(t, env, defaults)
			if err := n.(nodes.Snapshotter).Restore(state); err != nil {
				t.Fatal(err)
			}
		}
		items := show(t, n, i, pictures[i].Path, &nodes.Instances{}).Items
		if i == 0 {
			continue
		}
		if len(items) != 2 || items[0].Track != 10001 || items[0].Label != "first" || items[1].Track != 10002 || items[1].Label != "object" {
			t.Fatalf("frame %d: %+v", i, items)
		}
		for k, item := range items {
			iou := item.Mask.IoU(pictures[i].Truth[k].Mask)
			t.Logf("frame %d, thing %d: IoU %.3f", i, k, iou)
			if iou < 0.85 {
				t.Errorf("frame %d, thing %d: IoU %.3f with the true mask, want at least 0.85", i, k, iou)
			}
		}
	}
}
