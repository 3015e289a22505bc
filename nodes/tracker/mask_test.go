package tracker

import (
	"math"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestShape(t *testing.T) {
	s := newShape(drawn(nodes.Box{X1: 10, Y1: 20, X2: 14, Y2: 26}, func(x, y float64) bool { return y > 0 || x < 0 }))
	// Four columns of six pixels, of which the right two lack the upper three.
	if s.area != 18 || math.Abs(s.x-(12*11+6*13)/18.0) > 1e-9 || math.Abs(s.y-(12*23+6*24.5)/18.0) > 1e-9 {
		t.Errorf("got area %g, centroid %g, %g", s.area, s.x, s.y)
	}
	moved := newShape(s.mask.Shift(100, -7))
	if got := s.overlap(moved, 99.6, -7.4); got != 1 {
		t.Errorf("overlap after the move: got %g, want 1", got)
	}
	if got := s.overlap(moved, 0, 0); got != 0 {
		t.Errorf("overlap apart: got %g, want 0", got)
	}
	if got := s.likeness(moved, 0.5); got != 1 {
		t.Errorf("likeness: got %g, want 1", got)
	}
	if got := s.likeness(newShape(oval(nodes.Box{X2: 40, Y2: 40})), 0.5); got != 0 {
		t.Errorf("likeness of sizes apart: got %g, want 0", got)
	}
	if newShape(nil) != nil || newShape(&nodes.Mask{}) != nil {
		t.Error("a shape of nothing")
	}
}

// TestMasksTellApart: two things of one box, one in the upper left half of it and
// one in the lower right, found in changing order.
func TestMasksTellApart(t *testing.T) {
	upper := func(x, y float64) bool { return x+y < -0.2 }
	lower := func(x, y float64) bool { return x+y > 0.2 }
	scene := func(s float64) []nodes.Instance {
		two := []nodes.Instance{masked(at(100, 100), upper), masked(at(100, 100), lower)}
		if int(math.Round(s*10))%2 == 1 {
			slices.Reverse(two)
		}
		return two
	}
	got := ids(NewFollower(defaults), every(0.1, 0, 0.5), scene)
	for i, row := range got {
		want := []int{1, 2}
		if i%2 == 1 {
			want = []int{2, 1}
		}
		if !slices.Equal(row, want) {
			t.Errorf("frame %d: got %v, want %v", i, row, want)
		}
	}
	blind := with(func(c *Config) { c.MaskWeight = 0 })
	if row := ids(NewFollower(blind), every(0.1, 0, 0.1), scene)[1]; !slices.Equal(row, []int{1, 2}) {
		t.Errorf("without mask_weight: got %v, want the order of the boxes [1 2]", row)
	}
}

// TestMaskRelief: boxes that overlap by 0.2 are one thing when the masks meet.
func TestMaskRelief(t *testing.T) {
	jump := func(masks bool) func(s float64) []nodes.Instance {
		return func(s float64) []nodes.Instance {
			in := sized(100, 100, 60, 60)
			if s > 0.25 {
				in = sized(140, 100, 60, 60)
			}
			if masks {
				in.Mask = oval(in.Box)
			}
			return []nodes.Instance{in}
		}
	}
	narrow := with(func(c *Config) { c.Widen, c.ShapeGate = 0, 0 })
	for _, tt := range []struct {
		name  string
		cfg   Config
		masks bool
		born  int
	}{
		{"boxes alone", narrow, false, 2},
		{"masks", narrow, true, 1},
		{"masks without relief", with(func(c *Config) { c.Widen, c.ShapeGate, c.MaskRelief = 0, 0, 0 }), true, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFollower(tt.cfg)
			ids(f, every(0.1, 0, 0.5), jump(tt.masks))
			if f.Born() != tt.born {
				t.Errorf("got %d tracks, want %d", f.Born(), tt.born)
			}
		})
	}
}

// TestShapesAreFoundAgain: things that jump off where no box overlaps are told by
// their shapes, but neither by another shape nor far away.
func TestShapesAreFoundAgain(t *testing.T) {
	cross := func(x, y float64) bool { return math.Abs(x) < 0.2 || math.Abs(y) < 0.2 }
	round := func(x, y float64) bool { return x*x+y*y <= 1 }
	tests := []struct {
		name  string
		cfg   Config
		dx    float64
		later func(x, y float64) bool
		born  int
	}{
		{"near", defaults, 62, round, 1},
		{"far away", defaults, 400, round, 2},
		{"another shape", defaults, 62, cross, 2},
		{"switched off", with(func(c *Config) { c.ShapeGate = 0 }), 62, round, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFollower(tt.cfg)
			ids(f, every(0.1, 0, 0.6), func(s float64) []nodes.Instance {
				if s < 0.25 {
					return []nodes.Instance{masked(sized(100, 100, 60, 60), round)}
				}
				return []nodes.Instance{masked(sized(100+tt.dx, 100, 60, 60), tt.later)}
			})
			if f.Born() != tt.born {
				t.Errorf("got %d tracks, want %d", f.Born(), tt.born)
			}
		})
	}
}

// TestWhatStopsOutOfSightIsFoundAgain: a fast thing that stays where it was last
// seen is nowhere near its prediction.
func TestWhatStopsOutOfSightIsFoundAgain(t *testing.T) {
	f := NewFollower(defaults)
	ids(f, every(0.1, 0, 1), func(s float64) []nodes.Instance {
		if s > 0.55 && s < 0.75 {
			return nil
		}
		in := sized(100+400*min(s, 0.5), 100, 60, 60)
		in.Mask = oval(in.Box)
		return []nodes.Instance{in}
	})
	if f.Born() != 1 {
		t.Errorf("got %d tracks, want 1", f.Born())
	}
}
