package tracker

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestLife(t *testing.T) {
	here := at(100, 100)
	late := func(score float32) func(s float64) []nodes.Instance {
		return func(s float64) []nodes.Instance {
			if s < 0.05 {
				return []nodes.Instance{here}
			}
			return []nodes.Instance{here, scored(at(300, 100), score)}
		}
	}
	brief := func(s float64) []nodes.Instance { // seen for 0.2 s, gone for 0.5 s
		if s > 0.15 && s < 0.35 || s > 0.85 {
			return []nodes.Instance{here, at(300, 100)}
		}
		return []nodes.Instance{here}
	}
	back := func(speed float64) func(s float64) []nodes.Instance { // seen for 4 s, gone for 1.5 s
		return func(s float64) []nodes.Instance {
			if s > 4.05 && s < 5.55 {
				return []nodes.Instance{here}
			}
			return []nodes.Instance{here, at(300+speed*s, 100)}
		}
	}
	tests := []struct {
		name  string
		cfg   Config
		until float64
		scene func(s float64) []nodes.Instance
		want  []int
	}{
		{"a sure one", defaults, 0.1, late(0.9), []int{1, 2}},
		{"one that is not sure", defaults, 0.1, late(0.89), []int{1, 0}},
		{"never sure", with(func(c *Config) { c.SureScore = 1.1 }), 0.1, late(1), []int{1, 0}},
		{"on trial", with(func(c *Config) { c.HotStart = 0.35 }), 0.4, late(0.95), []int{1, 0}},
		{"after its trial", with(func(c *Config) { c.HotStart = 0.35 }), 0.5, late(0.95), []int{1, 2}},
		{"seen briefly", defaults, 0.9, brief, []int{1, 2}},
		{"seen too briefly to be kept", with(func(c *Config) { c.KeepAlive = 2 }), 1, brief, []int{1, 3}},
		{"hidden where it stands", defaults, 5.8, back(0), []int{1, 2}},
		{"hidden on its way", defaults, 5.8, back(40), []int{1, 3}},
		{"hidden where it stands, to be given up early", with(func(c *Config) { c.KeepAlive = 0.3 }), 5.8, back(0), []int{1, 3}},
		{"seen long enough to be kept", with(func(c *Config) { c.KeepAlive = 6 }), 0.9, brief, []int{1, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(NewFollower(tt.cfg), every(0.1, 0, tt.until), tt.scene)
			if last := got[len(got)-1]; !slices.Equal(last, tt.want) {
				t.Errorf("got %v, want %v; all: %v", last, tt.want, got)
			}
		})
	}
}

// TestDuplicates: a car that is found as a truck too has one mask and gets one
// identity, on the first frame and later, whichever comes first in the list.
func TestDuplicates(t *testing.T) {
	car := masked(at(100, 100), func(x, y float64) bool { return x*x+y*y <= 1 })
	truck := masked(sized(100, 100, 42, 82), func(x, y float64) bool { return x*x+y*y <= 1 })
	other := masked(at(130, 100), func(x, y float64) bool { return x*x+y*y <= 1 })
	scene := func(s float64) []nodes.Instance {
		if s > 0.25 && s < 0.45 {
			return []nodes.Instance{car, other}
		}
		return []nodes.Instance{car, truck, other}
	}
	for duplicate, born := range map[float64]int{0.8: 2, 0: 3} {
		f := NewFollower(with(func(c *Config) { c.Duplicate = duplicate }))
		got := ids(f, every(0.1, 0, 1), scene)
		if f.Born() != born {
			t.Errorf("duplicate %g: got %d tracks, want %d: %v", duplicate, f.Born(), born, got)
		}
	}
}

// TestTwoThatBecomeOne: when two tracks end up with one mask, the older goes on.
func TestTwoThatBecomeOne(t *testing.T) {
	disc := func(x float64) nodes.Instance {
		return masked(at(x, 100), func(x, y float64) bool { return x*x+y*y <= 1 })
	}
	f := NewFollower(defaults)
	got := ids(f, every(0.1, 0, 2), func(s float64) []nodes.Instance {
		return []nodes.Instance{disc(200 - 50*min(s, 1)), disc(100 + 50*min(s, 1))}
	})
	last := got[len(got)-1]
	slices.Sort(last)
	if !slices.Equal(last, []int{0, 1}) || f.Born() != 2 || f.Live() != 1 {
		t.Errorf("got %v, %d tracks, %d alive", last, f.Born(), f.Live())
	}
}
