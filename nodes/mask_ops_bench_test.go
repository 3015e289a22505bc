package nodes_test

import (
	"slices"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// BenchmarkMaskOps works on ragged figures as large as a 1080p frame and as large
// as a person usually is on one.
func BenchmarkMaskOps(b *testing.B) {
	for size, picture := range map[string]bitmap{"full": person(fullWidth, fullHeight), "person": person(150, 375)} {
		m := picture.mask()
		n := m.Shift(5, 3)
		rings := slices.Concat(m.Polygons(0)...)
		rounded := slices.Concat(m.Polygons(1)...)
		for name, run := range map[string]func(){
			"Union":         func() { m.Union(n) },
			"Intersect":     func() { m.Intersect(n) },
			"Subtract":      func() { m.Subtract(n) },
			"Regions":       func() { m.Regions() },
			"FillHoles":     func() { m.FillHoles(fullWidth, fullHeight, 100) },
			"RemoveIslands": func() { m.RemoveIslands(100) },
			"Grow3":         func() { m.Grow(3) },
			"Shrink3":       func() { m.Shrink(3) },
			"Polygons0":     func() { m.Polygons(0) },
			"Polygons1":     func() { m.Polygons(1) },
			"Bridged":       func() { rings.Bridged() },
			"FromRings":     func() { _, _ = nodes.MaskFromRings(fullWidth, fullHeight, rounded, nodes.EvenOdd) },
			"Centroid":      func() { m.Centroid() },
			"DeepestPoint":  func() { m.DeepestPoint() },
		} {
			b.Run(size+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
			})
		}
	}
}
