package nodes_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestMaskUnionIntersectSubtract(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := bitmaps(t, "a"), bitmaps(t, "b")
		m, n := a.mask(), b.mask()
		wantMask(t, m.Union(n), func(x, y int) bool { return a.at(x, y) || b.at(x, y) })
		wantMask(t, m.Intersect(n), func(x, y int) bool { return a.at(x, y) && b.at(x, y) })
		wantMask(t, m.Subtract(n), func(x, y int) bool { return a.at(x, y) && !b.at(x, y) })
		wantMask(t, m, a.at)
		wantMask(t, n, b.at)
	})
}

func TestMergeMasks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pictures := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bitmap { return bitmaps(t, "mask") }), 0, 5).Draw(t, "masks")
		var masks []*nodes.Mask
		for _, b := range pictures {
			masks = append(masks, b.mask())
		}
		wantMask(t, nodes.MergeMasks(masks...), func(x, y int) bool {
			for _, b := range pictures {
				if b.at(x, y) {
					return true
				}
			}
			return false
		})
	})
}

func TestMaskGrowAndShrink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		radius := rapid.SampledFrom([]float64{-1, 0, 0.9, 1, 1.5, 2, 2.9, 4}).Draw(t, "radius")
		around := func(x, y int, found func(bool) bool) bool {
			for dx := -4; dx <= 4; dx++ {
				for dy := -4; dy <= 4; dy++ {
					if near := dx == 0 && dy == 0 || float64(dx*dx+dy*dy) <= radius*max(0, radius); near && found(b.at(x+dx, y+dy)) {
						return true
					}
				}
			}
			return false
		}
		wantMask(t, b.mask().Grow(radius), func(x, y int) bool {
			return around(x, y, func(inside bool) bool { return inside })
		})
		wantMask(t, b.mask().Shrink(radius), func(x, y int) bool {
			return !around(x, y, func(inside bool) bool { return !inside })
		})
	})
}
