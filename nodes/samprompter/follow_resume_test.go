package samprompter

import (
	"reflect"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestFollowGoesOnFromASnapshot(t *testing.T) {
	pictures := clip(t, "composite-street")
	env := nodestest.Env(t)
	a, b := openNode(t, env, follower()), openNode(t, env, follower())
	const cut, end = 2, 4
	for i := range end {
		boxes := &nodes.Instances{}
		if i == 0 {
			boxes = toldFirst(pictures[0], "box")
		}
		if i == cut {
			state, err := a.(nodes.Snapshotter).Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			if err := b.(nodes.Snapshotter).Restore(state); err != nil {
				t.Fatal(err)
			}
		}
		want := show(t, a, i, pictures[i].Path, boxes)
		if len(want.Items) != 3 {
			t.Errorf("frame %d: %d instances, want 3", i, len(want.Items))
		}
		if i < cut {
			continue
		}
		if got := show(t, b, i, pictures[i].Path, boxes); !reflect.DeepEqual(got, want) {
			t.Errorf("frame %d: the restored node found something else", i)
		}
	}
	if err := b.(nodes.Snapshotter).Restore([]byte("no snapshot")); err == nil {
		t.Error("something else was restored")
	}
}

// TestWhereAFollowedMaskComesFrom asks for the whole story of each mask.
func TestWhereAFollowedMaskComesFrom(t *testing.T) {
	pictures := clip(t, "car-shadow")
	n := openNode(t, nodestest.Env(t), func() Config {
		cfg := follower()
		cfg.Refine, cfg.MinRegionArea = 1, 20
		return cfg
	}())
	for i, want := range []string{"box+mask", "box+points+mask", "box+points+mask"} {
		boxes := &nodes.Instances{}
		switch i {
		case 0:
			boxes = toldFirst(pictures[0], "mask")
		case 2:
			boxes = toldFirst(pictures[2], "box")
		}
		items := show(t, n, i, pictures[i].Path, boxes).Items
		if len(items) != 1 {
			t.Fatalf("frame %d: %d instances, want 1", i, len(items))
		}
		o := items[0].Origin
		if o.Prompt != want || o.Encoded != uint64(i) || len(o.IoUs) != 4 || o.Box.Area() == 0 || (len(o.Points) == 1) != (i > 0) || o.Steps[0] != "refine" {
			t.Errorf("frame %d: %+v", i, o)
		}
		if i == 2 && (o.Box != boxes.Items[0].Box || items[0].Box != o.Box) {
			t.Errorf("the detector's box did not replace the expected one: %v, %v", items[0].Box, o.Box)
		}
	}
}
