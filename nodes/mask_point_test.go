package nodes_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestMaskCentroid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		var wantX, wantY, n float64
		each(func(x, y int) {
			if b.at(x, y) {
				wantX, wantY, n = wantX+float64(x)+0.5, wantY+float64(y)+0.5, n+1
			}
		})
		x, y := b.mask().Centroid()
		if math.Abs(x-wantX/max(1, n)) > 1e-9 || math.Abs(y-wantY/max(1, n)) > 1e-9 {
			t.Fatalf("(%v, %v), want (%v, %v)", x, y, wantX/max(1, n), wantY/max(1, n))
		}
	})
}

// TestMaskDeepestPoint compares with a distance transform by trying everything.
func TestMaskDeepestPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		depth := func(x, y int) float64 {
			nearest := math.Inf(1)
			for px := b.x - 1; px <= b.x+b.w; px++ {
				for py := b.y - 1; py <= b.y+b.h; py++ {
					if !b.at(px, py) {
						nearest = min(nearest, math.Sqrt(float64((px-x)*(px-x)+(py-y)*(py-y))))
					}
				}
			}
			return nearest
		}
		m := b.mask()
		cx, cy := m.Centroid()
		astray := func(x, y int) float64 { return math.Hypot(float64(x)+0.5-cx, float64(y)+0.5-cy) }
		want, nearest := 0.0, 0.0
		each(func(x, y int) {
			if !b.at(x, y) {
				return
			}
			if d := depth(x, y); d > want || d == want && astray(x, y) < nearest {
				want, nearest = d, astray(x, y)
			}
		})
		x, y, radius := m.DeepestPoint()
		if radius != want {
			t.Fatalf("radius %v, want %v", radius, want)
		}
		if px, py := int(math.Floor(x)), int(math.Floor(y)); want > 0 && (depth(px, py) != want || math.Abs(astray(px, py)-nearest) > 1e-9) {
			t.Fatalf("(%v, %v) has depth %v and is %v from the centroid, want %v and %v", x, y, depth(px, py), astray(px, py), want, nearest)
		}
	})
}

func TestMaskDeepestPointOfShapes(t *testing.T) {
	tests := []struct {
		name         string
		mask         *nodes.Mask
		x, y, radius float64
	}{
		{"empty", &nodes.Mask{}, 0, 0, 0},
		{"pixel", rectangle(3, 4, 1, 1), 3.5, 4.5, 1},
		{"bar: its middle", rectangle(0, 0, 101, 9), 50.5, 4.5, 5},
		{"frame", rectangle(0, 0, fullWidth, fullHeight), 959.5, 539.5, 540},
		{"L: not its centroid", rectangle(0, 0, 20, 100).Union(rectangle(0, 80, 100, 20)), 12.5, 88.5, 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if x, y, radius := tt.mask.DeepestPoint(); x != tt.x || y != tt.y || radius != tt.radius {
				t.Errorf("(%v, %v) %v, want (%v, %v) %v", x, y, radius, tt.x, tt.y, tt.radius)
			}
		})
	}
}

func rectangle(x, y, w, h int) *nodes.Mask {
	return &nodes.Mask{X: x, Y: y, W: w, H: h, Runs: []uint32{0, uint32(w * h)}}
}
