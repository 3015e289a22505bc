package tracker

import (
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func TestMotionBetween(t *testing.T) {
	tests := []struct {
		name  string
		view  Affine // where a place of the second picture was on the first
		light float64
		ok    bool
	}{
		{"still", Affine{1, 0, 0, 0, 1, 0}, 0, false},
		{"still, and darker", Affine{1, 0, 0, 0, 1, 0}, -30, false},
		{"a small shift", Affine{1, 0, 3, 0, 1, -2}, 0, true},
		{"a pan", Affine{1, 0, 180, 0, 1, 0}, 0, true},
		{"a pan the other way, and brighter", Affine{1, 0, -140, 0, 1, 60}, 20, true},
		{"a zoom", Affine{0.9, 0, 32, 0, 0.9, 18}, 0, true},
		{"a roll", Affine{math.Cos(0.1), -math.Sin(0.1), 40, math.Sin(0.1), math.Cos(0.1), -20}, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWall()
			before := w.thumbnail()
			w.view, w.light = tt.view, tt.light
			got, ok := motionBetween(before, w.thumbnail())
			if ok != tt.ok {
				t.Fatalf("got %v %t, want %t", got, ok, tt.ok)
			}
			for _, p := range [][2]float64{{100, 100}, {500, 100}, {320, 180}, {200, 300}} {
				x, y := got.apply(tt.view.apply(p[0], p[1]))
				if d := math.Hypot(x-p[0], y-p[1]); ok && d > 1 {
					t.Errorf("what is at %v now: off by %.2f pixels", p, d)
				}
			}
		})
	}
}

func TestMotionThatCannotBeTold(t *testing.T) {
	w := newWall()
	before := w.thumbnail()
	other := newWall()
	other.seed = 6
	grey := make([]byte, 640*360)
	blank := nodes.NewFrame(640, 360, nodes.Gray8, grey, nil)
	tiny := nodes.NewFrame(3, 2, nodes.BGR8, grey[:18], nil)
	defer blank.Release()
	defer tiny.Release()
	everywhere := sized(320, 180, 640, 360)
	for name, after := range map[string]*thumbnail{
		"a cut": other.thumbnail(), "the dark": shrink(blank, nil), "another size": shrink(tiny, nil), "all hidden": w.thumbnail(everywhere),
	} {
		if a, ok := motionBetween(before, after); ok {
			t.Errorf("%s: got %v", name, a)
		}
	}
	if a, ok := motionBetween(shrink(tiny, nil), shrink(tiny, nil)); ok {
		t.Errorf("pictures of a few pixels: got %v", a)
	}
}

// TestCameraMotion: a thing that stands on ground that the camera pans over, with
// pauses and jerks. Without the pictures it is lost.
func TestCameraMotion(t *testing.T) {
	for _, pictures := range []bool{true, false} {
		n := opened(t, "{}")
		w := newWall()
		pan := 0.0
		for seq, jerk := range []float64{0, 0, 0, 130, 0, 0, -150, 0, 90, 0, 0} {
			pan += jerk
			w.view[2] = pan
			p := packet("a", seq, picture(sized(300-pan, 180, 40, 60)))
			if pictures {
				p.Put("frame", w.frame(nodes.BGR8))
			}
			process(t, n, p)
			p.Release()
		}
		if born := n.Follower.Born(); pictures != (born == 1) {
			t.Errorf("with pictures %t: got %d tracks", pictures, born)
		}
		if got, ok := n.Report().Counters["camera_moves"]; ok != pictures || pictures && got != 3 {
			t.Errorf("with pictures %t: got %d moves, want 3", pictures, got)
		}
	}
	if n := nodes.LiveFrames(); n != 0 {
		t.Errorf("%d frames were not released", n)
	}
}

func TestContractWithPictures(t *testing.T) {
	w := newWall()
	var in []nodes.Packet
	for i := range 3 {
		w.view[2] = 20 * float64(i)
		in = append(in, nodestest.Packet(i, nodestest.Ports{"instances": picture(at(100, 100)), "frame": w.frame(nodes.BGR8)}))
	}
	nodestest.Check(t, Factory, `{colour_gate: 0.9}`, in...)
	for _, p := range in {
		p.Release()
	}
}

func BenchmarkCamera(b *testing.B) {
	w := newWall()
	before := w.thumbnail()
	w.view[2] = 30
	g := w.frame(nodes.BGR8)
	defer g.Release()
	for b.Loop() {
		motionBetween(before, shrink(g, nil))
	}
}
