package carry

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestJoin places the same thing from a frame before and one after.
func TestJoin(t *testing.T) {
	now, want := picture(t, pose{140, 110, 1, 0})
	placed := func(from pose, dx, dy float64, share float32) Placed {
		small, mask := picture(t, from)
		m := Motion{Agreement: 1, Points: 9, whole: affine{a: 1, c: dx, e: 1, f: dy}}
		return Placed{Cut(small, mask), m, share}
	}
	before := placed(pose{120, 100, 1, 0}, 20, 10, 0.4)
	after := placed(pose{150, 120, 1, 0}, -10, -10, 0.6)
	astray := placed(pose{150, 120, 1, 0}, 80, 60, 0.6)
	for _, tc := range []struct {
		name string
		a, b Placed
		same *nodes.Mask // nil: the truth
	}{
		{"both are right", before, after, nil},
		{"one is astray and counts for more", before, astray, astray.Place(now, astray.Motion)},
		{"one is astray and counts for less", Placed{before.Cutout, before.Motion, 0.6}, Placed{astray.Cutout, astray.Motion, 0.4}, before.Place(now, before.Motion)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := Join(now, tc.a, tc.b)
			if tc.same == nil {
				if iou := got.IoU(want); iou < 0.95 {
					t.Errorf("IoU %.3f", iou)
				}
			} else if iou := got.IoU(tc.same); iou < 0.999 {
				t.Errorf("IoU %.3f with the one that counts for more", iou)
			}
		})
	}
	out := placed(pose{120, 100, 1, 0}, 5000, 0, 0.5)
	if got := Join(now, out, out); !got.Empty() {
		t.Errorf("%v is out of the frame", got.Box())
	}
}
