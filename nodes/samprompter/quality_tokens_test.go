package samprompter

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestTokens asks about one click on each of two birds.
func TestTokens(t *testing.T) {
	s := newStudio(t, "000000425988.jpg")
	clicks := *s.boxes
	clicks.Items = nil
	for i, o := range s.pic.Truth {
		x, y, _ := o.Mask.DeepestPoint()
		clicks.Items = append(clicks.Items, nodes.Instance{Points: []nodes.Point{{X: float32(x), Y: float32(y)}}, Score: 1, Class: -1, Track: i + 1})
	}
	all, _ := s.shoot(t, &clicks, func(c *Config) { c.Select = "all" })
	if len(all) != 3*len(clicks.Items) {
		t.Fatalf("%d masks of %d clicks", len(all), len(clicks.Items))
	}
	for i, item := range all {
		if item.Origin.Token != 1+i%3 || item.PredictedIoU != min(1, item.Origin.IoUs[item.Origin.Token]) || item.Track != 1+i/3 || item.Origin.Prompt != "points" {
			t.Errorf("mask %d: %+v", i, item.Origin)
		}
	}
	best := func(three []nodes.Instance, of func(nodes.Instance) float32) int {
		token := 0
		highest := float32(-1)
		for i, item := range three {
			if of(item) > highest {
				token, highest = i+1, of(item)
			}
		}
		return token
	}
	for _, tc := range []struct {
		token  string
		boxes  *nodes.Instances
		prompt string
		want   func(three []nodes.Instance) int
	}{
		{"token0", &clicks, "points", func([]nodes.Instance) int { return 0 }},
		{"best3", &clicks, "points", func(three []nodes.Instance) int {
			return best(three, func(i nodes.Instance) float32 { return i.PredictedIoU })
		}},
		{"stability", &clicks, "points", func(three []nodes.Instance) int {
			return best(three, func(i nodes.Instance) float32 { return i.Stability })
		}},
		{"auto", &clicks, "points", func(three []nodes.Instance) int {
			return best(three, func(i nodes.Instance) float32 { return i.PredictedIoU })
		}},
		{"auto", s.boxes, "box", func([]nodes.Instance) int { return 0 }},
	} {
		t.Run(tc.token+" "+tc.prompt, func(t *testing.T) {
			items, _ := s.shoot(t, tc.boxes, func(c *Config) { c.Token = tc.token })
			for i, item := range items {
				want := tc.want(all[3*i : 3*i+3])
				if item.Origin.Token != want || item.Origin.Prompt != tc.prompt || len(item.Origin.IoUs) != 4 {
					t.Errorf("thing %d: %+v, want token %d", i, item.Origin, want)
				}
				if item.Box.Area() == 0 {
					t.Errorf("thing %d has no box", i)
				}
			}
		})
	}
}
