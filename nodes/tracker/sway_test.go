package tracker

import (
	"math"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestSway: a camera that turns between two slow frames, by more than the things
// are apart. Enough things tell that all of them moved alike.
func TestSway(t *testing.T) {
	places := [][2]float64{{100, 100}, {160, 130}, {240, 90}, {330, 120}, {390, 200}, {480, 140}}
	scene := func(n int, jump float64) func(s float64) []nodes.Instance {
		return func(s float64) []nodes.Instance {
			var all []nodes.Instance
			for i, p := range places[:n] {
				x := p[0] + 3*s*float64(i)
				if s > 1.2 {
					x += jump
				}
				all = append(all, sized(x, p[1], 40, 60+8*float64(i)))
			}
			return all
		}
	}
	tests := []struct {
		name   string
		things int
		jump   float64
		born   int
	}{
		{"six turn", 6, 130, 6},
		{"six turn the other way", 6, -130, 6},
		{"six stand", 6, 0, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFollower(defaults)
			got := ids(f, every(0.5, 0, 3), scene(tt.things, tt.jump))
			if f.Born() != tt.born {
				t.Fatalf("got %d tracks, want %d: %v", f.Born(), tt.born, got)
			}
			if last := got[len(got)-1]; !slices.Equal(last, []int{1, 2, 3, 4, 5, 6}) {
				t.Errorf("got %v, want all in order", last)
			}
		})
	}
}

// TestSwayIsLearnt: a camera that begins to turn and goes on turning is felt once.
// Then the filters know, and one thing that does not go along, such as the car in
// front, is not dragged away.
func TestSwayIsLearnt(t *testing.T) {
	f := NewFollower(defaults)
	for _, s := range every(0.1, 0, 3) {
		turned := 300 * max(0, s-1)
		var all []nodes.Instance
		for i := range 6 {
			all = append(all, sized(900+75*float64(i)-turned, 100+20*float64(i), 40, 60+8*float64(i)))
		}
		f.Update(seconds(s), append(all, sized(300, 300, 50, 50)), nil)
	}
	if f.Born() != 7 {
		t.Errorf("got %d tracks, want 7", f.Born())
	}
	for i, tr := range f.state.Tracks {
		want := -300.0
		if i == 6 {
			want = 0
		}
		if rate := tr.Motion.X.Rate; math.Abs(rate-want) > 15 {
			t.Errorf("track %d moves on by %.0f pixels a second, want %.0f", tr.ID, rate, want)
		}
	}
}

// TestMoveTakesTheCameraOut: told how the camera moves, a Follower says of a scene
// what it says of the same scene in front of a camera that stands still.
func TestMoveTakesTheCameraOut(t *testing.T) {
	a := Affine{1.02, -0.05, 35, 0.05, 1.02, -20}
	plain, moved := NewFollower(defaults), NewFollower(defaults)
	shot := Affine{1, 0, 0, 0, 1, 0}
	for i, s := range every(0.2, 0, 3) {
		in := at(200+60*s, 200)
		want := plain.Update(seconds(s), []nodes.Instance{in}, nil)[0]
		if i > 0 {
			moved.Move(a)
			shot = chained(shot, a)
		}
		x, y := shot.apply(200+60*s, 200)
		k := shot.scale()
		got := moved.Update(seconds(s), []nodes.Instance{sized(x, y, 40*k, 80*k)}, nil)[0]
		gx, gy, gw, _ := middle(got.Box)
		wx, wy, ww, _ := middle(want.Box)
		if wx, wy = shot.apply(wx, wy); got.Track != want.Track || math.Hypot(gx-wx, gy-wy) > 0.01*k || math.Abs(gw-ww*k) > 0.01*k {
			t.Fatalf("at %gs: got %+v, want track %d at %g, %g", s, got, want.Track, wx, wy)
		}
	}
}

// chained is b after a.
func chained(a, b Affine) Affine {
	return Affine{
		b[0]*a[0] + b[1]*a[3], b[0]*a[1] + b[1]*a[4], b[0]*a[2] + b[1]*a[5] + b[2],
		b[3]*a[0] + b[4]*a[3], b[3]*a[1] + b[4]*a[4], b[3]*a[2] + b[4]*a[5] + b[5],
	}
}
