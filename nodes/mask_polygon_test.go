package nodes_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// framed draws a mask that lies on a picture of 64x64.
func framed(t *rapid.T) *nodes.Mask {
	b := bitmaps(t, "mask")
	b.x, b.y = b.x+8, b.y+8
	return b.mask()
}

func rasterised(t *rapid.T, rings []nodes.Ring, rule nodes.FillRule) *nodes.Mask {
	m, err := nodes.MaskFromRings(64, 64, rings, rule)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPolygonsRasterisedAreTheMask(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := framed(t)
		polygons := m.Polygons(0)
		rings := slices.Concat(polygons...)
		area := 0.0
		var parts []*nodes.Mask
		for _, p := range polygons {
			for i, r := range p {
				if a := r.Area(); (a > 0) != (i == 0) {
					t.Fatalf("ring %d of a polygon has area %v", i, a)
				}
				area += r.Area()
			}
			parts = append(parts, rasterised(t, p, nodes.EvenOdd))
		}
		if area != float64(m.Area()) {
			t.Fatalf("polygons have %v square pixels, the mask %d pixels", area, m.Area())
		}
		for name, got := range map[string]*nodes.Mask{
			"even-odd": rasterised(t, rings, nodes.EvenOdd),
			"non-zero": rasterised(t, rings, nodes.NonZero),
			"merged":   nodes.MergeMasks(parts...),
			"bridged":  rasterised(t, []nodes.Ring{rings.Bridged()}, nodes.EvenOdd),
		} {
			if diff := cmp.Diff(m, got); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
		}
		wantApart(t, rings)
	})
}

func TestPolygonsSimplified(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := framed(t)
		tolerance := rapid.SampledFrom([]float64{0.2, 0.36, 0.5, 1, 2, 5, 50}).Draw(t, "tolerance")
		exact, simple := m.Polygons(0), m.Polygons(tolerance)
		if len(exact) != len(simple) {
			t.Fatalf("%d polygons become %d", len(exact), len(simple))
		}
		for i, p := range simple {
			if len(p) != len(exact[i]) {
				t.Fatalf("%d rings become %d", len(exact[i]), len(p))
			}
			for j, r := range p {
				if len(r) < 4 || (r.Area() > 0) != (j == 0) {
					t.Fatalf("ring %d has %d corners and area %v", j, len(r), r.Area())
				}
				for _, v := range exact[i][j] {
					if d := distance(v, r); d > tolerance+1e-9 {
						t.Fatalf("corner %v is %v from ring %v", v, d, r)
					}
				}
			}
		}
		rings := slices.Concat(simple...)
		wantApart(t, rings)
		for _, p := range simple {
			wantNoCrossing(t, p.Bridged())
		}
		even := rasterised(t, rings, nodes.EvenOdd)
		area := 0
		for _, p := range simple {
			part, outer := rasterised(t, p, nodes.EvenOdd), rasterised(t, p[:1], nodes.EvenOdd)
			if area += part.Area(); !part.Subtract(outer).Empty() {
				t.Fatalf("a hole lies outside of %v", p)
			}
		}
		if area != even.Area() {
			t.Fatalf("parts of %d pixels make a mask of %d", area, even.Area())
		}
		if diff := cmp.Diff(even, rasterised(t, []nodes.Ring{rings.Bridged()}, nodes.EvenOdd)); diff != "" {
			t.Fatalf("bridged: %s", diff)
		}
	})
}

// distance is from a point to the nearest place of a ring.
func distance(v nodes.Vertex, r nodes.Ring) float64 {
	nearest := math.Inf(1)
	for i, a := range r {
		b := r[(i+1)%len(r)]
		dx, dy := b.X-a.X, b.Y-a.Y
		along := min(1, max(0, ((v.X-a.X)*dx+(v.Y-a.Y)*dy)/(dx*dx+dy*dy)))
		nearest = min(nearest, math.Hypot(v.X-a.X-along*dx, v.Y-a.Y-along*dy))
	}
	return nearest
}
