package carry

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

func TestWhatMoves(t *testing.T) {
	start := pose{100, 100, 1, 0}
	for _, tc := range []struct {
		name  string
		end   pose
		steps int
		min   float64 // IoU with the true mask, on every frame
		agree float64
	}{
		{"nothing", start, 3, 0.97, 0.99},
		{"a shift by parts of pixels", pose{107.3, 103.6, 1, 0}, 10, 0.96, 0.5},
		{"a fast shift", pose{220, 130, 1, 0}, 10, 0.95, 0.5},
		{"it comes closer", pose{140, 120, 1.6, 0}, 15, 0.94, 0.4},
		{"it goes away", pose{140, 120, 0.6, 0}, 15, 0.9, 0.4},
		{"half a turn", pose{110, 105, 1, math.Pi}, 30, 0.94, 0.4},
		{"a turn and closer", pose{180, 120, 1.3, -1}, 15, 0.94, 0.4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			follow(t, path(start, tc.end, tc.steps), func(i int, got, want *nodes.Mask, m Motion) {
				if iou := got.IoU(want); iou < tc.min {
					t.Errorf("frame %d: IoU %.4f, want at least %.2f", i, iou, tc.min)
				}
				if m.Agreement < tc.agree {
					t.Errorf("frame %d: agreement %.2f, want at least %.2f", i, m.Agreement, tc.agree)
				}
			})
		})
	}
}

// TestOutOfTheFrame lets it go over the edge: the mask stays on the frame, and what
// is still seen is right.
func TestOutOfTheFrame(t *testing.T) {
	follow(t, path(pose{260, 100, 1, 0}, pose{350, 100, 1, 0}, 18), func(i int, got, want *nodes.Mask, m Motion) {
		if clipped := got.Clip(0, 0, frameW, frameH); clipped.Area() != got.Area() {
			t.Errorf("frame %d: %v reaches out of the frame", i, got.Box())
		}
		if iou := got.IoU(want); want.Area() > 600 && iou < 0.85 {
			t.Errorf("frame %d: IoU %.3f with what is left", i, iou)
		}
	})
}

// TestGone takes the thing away: the points say so.
func TestGone(t *testing.T) {
	last, mask := picture(t, pose{100, 100, 1, 0})
	cut := Cut(last, mask)
	var trail Trail
	trail.Seed(last, mask, 60, &Trail{})
	flow := cv.NewFlow()
	for i, p := range []pose{{102, 100, 1, 0}, {500, 500, 1, 0}, {500, 500, 1, 0}} {
		now, _ := picture(t, p)
		if err := Advance(flow, last, now, &trail); err != nil {
			t.Fatal(err)
		}
		last = now
		if m := cut.Motion(&trail, now); (m.Agreement > 0.5) != (i == 0) {
			t.Errorf("frame %d: agreement %.2f of %d points", i, m.Agreement, m.Points)
		}
	}
}

func TestAim(t *testing.T) {
	now, mask := picture(t, pose{100, 100, 1, 0})
	cut := Cut(now, mask)
	still := cut.Motion(&Trail{}, now)
	if still.Agreement != 0 || still.Points != 0 {
		t.Errorf("no points agree: %+v", still)
	}
	moved, want := picture(t, pose{150, 120, 1.5, 0})
	aimed := still.Aim(moved, mask.Box(), want.Box())
	if box := aimed.Box(moved, mask.Box()); box.IoU(want.Box()) < 0.99 {
		t.Errorf("the box is at %v, want %v", box, want.Box())
	}
	if iou := cut.Place(moved, aimed).IoU(want); iou < 0.95 {
		t.Errorf("IoU %.3f where the box is", iou)
	}
}

func FuzzPlace(f *testing.F) {
	f.Add(100.0, 100.0, 1.0, 0.0)
	f.Add(-50.0, 300.0, 7.0, 3.0)
	now, mask := picture(f, pose{100, 100, 1, 0})
	cut := Cut(now, mask)
	f.Fuzz(func(t *testing.T, x, y, scale, turn float64) {
		m := Motion{whole: affine{a: scale * math.Cos(turn), b: -scale * math.Sin(turn), c: x, d: scale * math.Sin(turn), e: scale * math.Cos(turn), f: y}}
		if !m.whole.sane() || math.Abs(x)+math.Abs(y) > 1e6 {
			t.Skip()
		}
		got := cut.Place(now, m)
		if got.Clip(0, 0, frameW, frameH).Area() != got.Area() {
			t.Errorf("%v reaches out of the frame", got.Box())
		}
	})
}
