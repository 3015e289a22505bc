package draw

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestColors(t *testing.T) {
	tracked := nodes.Instance{Track: 7, Label: "cat"}
	cat, dog := nodes.Instance{Label: "cat"}, nodes.Instance{Label: "dog"}
	auto, byLabel, each := Painter{Style: Style{Color: "auto"}}, Painter{Style: Style{Color: "label"}}, Painter{Style: Style{Color: "instance"}}
	if auto.color(tracked, 0) != auto.color(tracked, 5) || auto.color(tracked, 0) != colorOf(7) {
		t.Error("a track changes its colour")
	}
	if auto.color(cat, 0) != auto.color(cat, 1) || auto.color(cat, 0) == auto.color(dog, 0) {
		t.Error("without tracks, a label has a colour")
	}
	if byLabel.color(tracked, 0) != byLabel.color(cat, 3) {
		t.Error("by label, tracks do not matter")
	}
	if each.color(tracked, 0) == each.color(tracked, 1) {
		t.Error("by instance, each has a colour")
	}
	for n := range 40 {
		for k := max(0, n-20); k < n; k++ {
			a, b := colorOf(n), colorOf(k)
			if d := dist(a[0], b[0]) + dist(a[1], b[1]) + dist(a[2], b[2]); d < 12 {
				t.Errorf("%d and %d look alike: %v, %v", n, k, a, b)
			}
		}
	}
}

func dist(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }
