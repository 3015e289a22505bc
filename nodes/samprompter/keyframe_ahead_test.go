package samprompter

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// packets are frames of the world with those of the true boxes that are to be seen.
func (w world) packets(frames int, seen func(at, object int) bool) []nodes.Packet {
	w.t.Helper()
	packets := make([]nodes.Packet, frames)
	for at := range packets {
		f := nodes.NewFrame(w.scene.Width, w.scene.Height, nodes.BGR8, w.scene.Pixels(at), nil)
		w.t.Cleanup(f.Release)
		boxes := withoutMasks(w.scene.Truth(at))
		kept := boxes.Items[:0]
		for object, b := range boxes.Items {
			if seen == nil || seen(at, object) {
				kept = append(kept, b)
			}
		}
		boxes.Items = kept
		packets[at].Stamp = stampOf(at)
		packets[at].Put("frame", f)
		packets[at].Put("boxes", boxes)
	}
	return packets
}

// play gives packets to a node as a graph does: as many before their turn as it wants to
// see.
func play(t *testing.T, n *node, packets []nodes.Packet, each func(at int, found *nodes.Instances)) {
	t.Helper()
	shown := 0
	for at, p := range packets {
		for ; n.Ahead() > 0 && shown < min(len(packets), at+n.Ahead()+1); shown++ {
			n.Anticipate(t.Context(), packets[shown])
		}
		out, err := n.Process(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		each(at, out.Instances("instances"))
	}
}

// TestMasksOfTheNearerKeyframe: of two key-frames a frame has its masks from the nearer
// one, the earlier of equals, and the last frame is one if the one before is far.
func TestMasksOfTheNearerKeyframe(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{Every: 10}), w.truth)
	want := []uint64{0, 0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 16, 16, 16}
	var got []uint64
	play(t, n, w.packets(17, nil), func(at int, found *nodes.Instances) {
		if len(found.Items) != 3 {
			t.Fatalf("frame %d: %d masks, want 3", at, len(found.Items))
		}
		o := found.Items[0].Origin
		got = append(got, o.Encoded)
		if age := time.Duration(at-int(o.Encoded)) * 40 * time.Millisecond; o.Age != age {
			t.Errorf("frame %d: the key-frame is %v old, want %v", at, o.Age, age)
		}
		if carried := slices.Contains(o.Steps, "carried"); carried != (at != int(o.Encoded)) {
			t.Errorf("frame %d: steps %v, of key-frame %d", at, o.Steps, o.Encoded)
		}
		if iou := w.worst(at, found); iou < 0.9 {
			t.Errorf("frame %d: IoU %.3f", at, iou)
		}
	})
	if !slices.Equal(got, want) {
		t.Errorf("masks of key-frames\n     %v\nwant %v", got, want)
	}
}

// TestNewThingsWait: what is new gets its masks from the next key-frame on which it is
// still seen, on all frames since it was new.
func TestNewThingsWait(t *testing.T) {
	for _, tt := range []struct {
		name        string
		first, last int // frames on which the third object is seen
		ofNew       int64
	}{
		{"until the next one that is due", 4, 99, 0},
		{"as long as it is seen", 4, 7, 1},
		{"on one frame", 4, 4, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, sceneURI)
			cfg := keyed(Keyframe{Every: 10})
			cfg.LostAfter = 0
			n := carrying(t, cfg, w.truth)
			packets := w.packets(21, func(at, object int) bool { return object < 2 || at >= tt.first && at <= tt.last })
			play(t, n, packets, func(at int, found *nodes.Instances) {
				want := 2
				if at >= tt.first && at <= tt.last {
					want = 3
				}
				if len(found.Items) != want {
					t.Errorf("frame %d: %d masks, want %d", at, len(found.Items), want)
				} else if iou := w.worst(at, found); want == 3 && iou < 0.9 {
					t.Errorf("frame %d: IoU %.3f", at, iou)
				}
			})
			if k := n.counts.keyframes; k[turn] != 3 || k[appear] != tt.ofNew {
				t.Errorf("%d key-frames in turn, %d of new objects, want 3, %d", k[turn], k[appear], tt.ofNew)
			}
		})
	}
}

// TestResumedAhead: a node that goes on from a snapshot, and is shown the later frames
// again, answers as if nothing had happened.
func TestResumedAhead(t *testing.T) {
	w := newWorld(t, sceneURI)
	seen := func(at, object int) bool { return object < 2 || at >= 6 }
	open := func() *node { return carrying(t, keyed(Keyframe{Every: 10}), w.truth) }
	packets := w.packets(32, seen)
	var want []*nodes.Instances
	var states [][]byte
	n := open()
	play(t, n, packets, func(_ int, found *nodes.Instances) {
		want = append(want, found)
		state, err := n.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, state)
	})
	for _, from := range []int{1, 4, 7, 10, 11, 17, 30} {
		n := open()
		if err := n.Restore(states[from-1]); err != nil {
			t.Fatal(err)
		}
		play(t, n, packets[from:], func(at int, found *nodes.Instances) {
			if !reflect.DeepEqual(found, want[from+at]) {
				t.Errorf("resumed at frame %d: frame %d differs", from, from+at)
			}
		})
	}
}

// TestNotShown: a node does without having been shown frames before their turns, from
// any frame on.
func TestNotShown(t *testing.T) {
	w := newWorld(t, sceneURI)
	n := carrying(t, keyed(Keyframe{Every: 5}), w.truth)
	packets := w.packets(24, nil)
	shown := 0
	for at, p := range packets {
		for ; (at < 8 || at >= 16) && shown < min(len(packets), at+n.Ahead()+1); shown++ {
			if shown > at || at < 8 { // after a death the frame in hand is not shown
				n.Anticipate(t.Context(), packets[shown])
			}
		}
		if at == 8 {
			n.carrier.forget() // as a new process would
			shown = 17
		}
		out, err := n.Process(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if iou := w.worst(at, out.Instances("instances")); iou < 0.9 {
			t.Errorf("frame %d: IoU %.3f", at, iou)
		}
	}
}
