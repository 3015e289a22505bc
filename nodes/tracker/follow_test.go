package tracker

import (
	"math"
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestFollow(t *testing.T) {
	hidden := func(from, to float64) func(float64) []nodes.Instance {
		return func(s float64) []nodes.Instance {
			if s > from && s < to {
				return nil
			}
			return []nodes.Instance{at(100+60*s, 200)}
		}
	}
	steps := 0.0
	tests := []struct {
		name  string
		cfg   Config
		times []float64
		scene func(s float64) []nodes.Instance
		want  []int // on the last frame
		born  int
	}{
		{"one walks", defaults, every(0.1, 0, 3), hidden(9, 9), []int{1}, 1},
		{"hidden for less than max_age", defaults, every(0.1, 0, 3), hidden(1.05, 1.95), []int{1}, 1},
		{"hidden for longer than max_age", defaults, every(0.1, 0, 4), hidden(1.05, 2.65), []int{2}, 2},
		{"a longer max_age", with(func(c *Config) { c.MaxAge = 2 }), every(0.1, 0, 4), hidden(1.05, 2.65), []int{1}, 1},
		{"hidden for two slow frames", with(func(c *Config) { c.MaxAge = 0.1 }), every(0.5, 0, 4), hidden(1.2, 2.3), []int{1}, 1},
		{"two cross", defaults, every(0.1, 0, 4), func(s float64) []nodes.Instance {
			return []nodes.Instance{at(100+80*s, 200), at(420-80*s, 212)}
		}, []int{1, 2}, 2},
		{"two cross, found in the other order half-way", defaults, every(0.1, 0, 4), func(s float64) []nodes.Instance {
			two := []nodes.Instance{at(100+80*s, 200), at(420-80*s, 212)}
			if s > 2 {
				slices.Reverse(two)
			}
			return two
		}, []int{2, 1}, 2},
		{"a fast one at a low rate", defaults, every(0.5, 0, 4), func(s float64) []nodes.Instance {
			return []nodes.Instance{at(100+80*s, 200)}
		}, []int{1}, 1},
		{"the same with boxes as they are", with(func(c *Config) { c.Widen = 0 }), every(0.5, 0, 4), func(s float64) []nodes.Instance {
			return []nodes.Instance{at(100+80*s, 200)}
		}, []int{0}, 1},
		{"widened by 0.7 at most", defaults, []float64{0, 0.1, 2.1}, func(s float64) []nodes.Instance {
			if s > 1 {
				return []nodes.Instance{at(200, 200)}
			}
			return []nodes.Instance{at(100, 200)}
		}, []int{0}, 1},
		{"the higher score of two", defaults, every(0.1, 0, 0.1), func(s float64) []nodes.Instance {
			if s > 0.05 {
				return []nodes.Instance{scored(at(95, 100), 0.6), at(105, 100)}
			}
			return []nodes.Instance{at(100, 100)}
		}, []int{0, 1}, 1},
		{"the clock jumps back", defaults, append(every(0.1, 0, 3), 1), func(float64) []nodes.Instance {
			steps += 6
			return []nodes.Instance{at(100+steps, 200)}
		}, []int{1}, 1},
		{"one shrinks and hides", defaults, every(0.1, 0, 1.5), func(s float64) []nodes.Instance {
			if s > 0.55 && s < 0.95 {
				return nil
			}
			return []nodes.Instance{sized(100, 100, max(30, 80-100*s), max(60, 160-200*s))}
		}, []int{1}, 1},
		{"its class does not matter", defaults, every(0.1, 0, 2), func(s float64) []nodes.Instance {
			i := at(100, 100)
			if math.Mod(s, 0.3) < 0.05 {
				i.Class, i.Label = 7, "truck"
			}
			return []nodes.Instance{i}
		}, []int{1}, 1},
		{"one grows while it comes near", defaults, every(0.1, 0, 3), func(s float64) []nodes.Instance {
			return []nodes.Instance{sized(300, 200, 20*math.Exp(s/2), 40*math.Exp(s/2))}
		}, []int{1}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFollower(tt.cfg)
			got := ids(f, tt.times, tt.scene)
			if last := got[len(got)-1]; !slices.Equal(last, tt.want) || f.Born() != tt.born {
				t.Errorf("got %v at last and %d tracks, want %v and %d; all: %v", last, f.Born(), tt.want, tt.born, got)
			}
		})
	}
}

func TestLowScoresContinueATrackOnly(t *testing.T) {
	scene := func(s float64) []nodes.Instance {
		score := float32(0.9)
		if s > 0.45 {
			score = 0.3
		}
		return []nodes.Instance{scored(at(100+60*s, 100), score), scored(at(500, 100), 0.3)}
	}
	for _, row := range ids(NewFollower(defaults), every(0.1, 0, 1), scene) {
		if !slices.Equal(row, []int{1, 0}) {
			t.Errorf("got %v, want [1 0]", row)
		}
	}
	hidden := func(s float64) []nodes.Instance {
		if s > 0.55 && s < 0.75 {
			return nil
		}
		return scene(s)
	}
	got := ids(NewFollower(defaults), every(0.1, 0, 1), hidden)
	if last := got[len(got)-1]; !slices.Equal(last, []int{0, 0}) {
		t.Errorf("after two frames out of sight: got %v, want [0 0]", last)
	}
	strict := with(func(c *Config) { c.LowScore = 0.4 })
	got = ids(NewFollower(strict), every(0.1, 0, 1), scene)
	if last := got[len(got)-1]; !slices.Equal(last, []int{0, 0}) {
		t.Errorf("below low_score: got %v, want [0 0]", last)
	}
}

func TestIdentityNeedsHitsInARow(t *testing.T) {
	scene := func(s float64) []nodes.Instance {
		late := at(300, 100)
		if s < 0.05 || s > 0.15 && s < 0.25 {
			return []nodes.Instance{at(100, 100)}
		}
		return []nodes.Instance{at(100, 100), late}
	}
	tests := []struct {
		name    string
		minHits int
		want    [][]int
	}{
		{"at once", 1, [][]int{{1}, {1, 2}, {1}, {1, 2}, {1, 2}, {1, 2}}},
		{"two", 2, [][]int{{1}, {1, 0}, {1}, {1, 0}, {1, 2}, {1, 2}}},
		{"three", 3, [][]int{{1}, {1, 0}, {1}, {1, 0}, {1, 0}, {1, 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := NewFollower(with(func(c *Config) { c.MinHits = tt.minHits }))
			got := ids(f, every(0.1, 0, 0.5), scene)
			if !slices.EqualFunc(got, tt.want, slices.Equal) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
