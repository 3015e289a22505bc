package nodes_test

import (
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestBox(t *testing.T) {
	a := nodes.Box{X1: 0, Y1: 0, X2: 4, Y2: 2}
	tests := []struct {
		name      string
		b         nodes.Box
		intersect float32 // area
		union     nodes.Box
		iou       float32
	}{
		{"itself", a, 8, a, 1},
		{"half", nodes.Box{X1: 2, Y1: 0, X2: 6, Y2: 2}, 4, nodes.Box{X1: 0, Y1: 0, X2: 6, Y2: 2}, 4. / 12},
		{"inside", nodes.Box{X1: 1, Y1: 0.5, X2: 3, Y2: 1.5}, 2, a, 2. / 8},
		{"touching", nodes.Box{X1: 4, Y1: 0, X2: 5, Y2: 2}, 0, nodes.Box{X1: 0, Y1: 0, X2: 5, Y2: 2}, 0},
		{"apart both ways", nodes.Box{X1: 9, Y1: 9, X2: 10, Y2: 10}, 0, nodes.Box{X1: 0, Y1: 0, X2: 10, Y2: 10}, 0},
		{"empty inside", nodes.Box{X1: 1, Y1: 1, X2: 1, Y2: 1}, 0, a, 0},
		{"inside out", nodes.Box{X1: 3, Y1: 1, X2: 1, Y2: 0}, 0, nodes.Box{X1: 0, Y1: 0, X2: 4, Y2: 2}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := a.Intersect(tt.b).Area(); got != tt.intersect || got != tt.b.Intersect(a).Area() {
				t.Errorf("intersection %v, want %v", got, tt.intersect)
			}
			if got := a.Union(tt.b); got != tt.union {
				t.Errorf("union %v, want %v", got, tt.union)
			}
			if got := a.IoU(tt.b); got != tt.iou || got != tt.b.IoU(a) {
				t.Errorf("IoU %v, want %v", got, tt.iou)
			}
		})
	}
	if got := (nodes.Box{}).IoU(nodes.Box{}); got != 0 {
		t.Errorf("IoU of two empty boxes is %v", got)
	}
}

func TestBoxClip(t *testing.T) {
	tests := []struct {
		name string
		b    nodes.Box
		want nodes.Box
	}{
		{"inside", nodes.Box{X1: 1, Y1: 2, X2: 3.5, Y2: 4}, nodes.Box{X1: 1, Y1: 2, X2: 3.5, Y2: 4}},
		{"over every edge", nodes.Box{X1: -1, Y1: -2, X2: 30, Y2: 40}, nodes.Box{X1: 0, Y1: 0, X2: 10, Y2: 8}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.b.Clip(10, 8); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if out := (nodes.Box{X1: 20, Y1: 20, X2: 30, Y2: 30}).Clip(10, 8); out.Width() != 0 || out.Height() != 0 || out.Area() != 0 {
		t.Errorf("a box outside is clipped to %v", out)
	}
}
