package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// shape is a mask with what it takes to lay it on another one.
type shape struct {
	mask *nodes.Mask
	x, y float64 // centroid
	area float64
}

// newShape is nil for a mask that is missing or empty.
func newShape(m *nodes.Mask) *shape {
	if m == nil || m.Empty() {
		return nil
	}
	var x, y, area float64
	for s := range m.Spans() {
		n := float64(s.Y2 - s.Y1)
		x += n * (float64(s.X) + 0.5)
		y += n * float64(s.Y1+s.Y2) / 2
		area += n
	}
	return &shape{mask: m, x: x / area, y: y / area, area: area}
}

// overlap is the IoU of two masks after the first was moved by (dx, dy).
func (s *shape) overlap(t *shape, dx, dy float64) float64 {
	moved := s.mask.Shift(int(math.Round(dx)), int(math.Round(dy)))
	inter := float64(moved.Intersection(t.mask))
	return inter / (s.area + t.area - inter)
}

// likeness is the IoU of two masks laid centroid on centroid, 0 when they cannot
// reach least.
func (s *shape) likeness(t *shape, least float64) float64 {
	if min(s.area, t.area) < least*max(s.area, t.area) {
		return 0
	}
	return s.overlap(t, t.x-s.x, t.y-s.y)
}
