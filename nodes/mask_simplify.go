package nodes

import (
	"cmp"
	"math"
	"slices"
)

// Simplifying works in half pixels: whole numbers, and the middle of every
// pixel's edge is one of them.
const halves = 2

// chamfered is how far the outline moves when its corners are cut off at the
// middles of pixels' edges, in pixels.
const chamfered = math.Sqrt2 / 4

// simplify leaves corners out of rings: those that the algorithm of Douglas and
// Peucker leaves out, the least significant first, as far as two rules allow it. No
// corner that is out may lie further than the tolerance from the line in its
// place, and no corner that stays in the triangle between the old line and the new
// one. Such a step moves no line over another, so the rings stay apart and in each
// other as they are.
//
// All corners of pixels go at first, in favour of the middles of pixels' edges.
// This makes straight lines of the stairs of diagonals, and moves no line over
// the middle of a pixel.
func simplify(rings [][]pixel, tolerance float64) []Ring {
	o := newOutlines(rings, tolerance >= chamfered)
	tolerance *= halves
	simple := make([]Ring, len(rings))
	for i, ring := range o.rings {
		left := len(ring)
		order := leastSignificant(o.pick(ring), tolerance)
		for before := left + 1; left < before; {
			before = left
			for _, k := range order {
				if at := ring[k]; left > 4 && o.stays[at] && o.near(at, tolerance) && o.free(at) {
					o.drop(at)
					left--
				}
			}
		}
		for _, at := range ring {
			if o.stays[at] {
				v := o.points[at]
				simple[i] = append(simple[i], Vertex{float64(v.x) / halves, float64(v.y) / halves})
			}
		}
	}
	return simple
}

// leastSignificant are the vertices of a ring that Douglas and Peucker leave out. A
// vertex's significance is the distance at which they find it, but never more than
// that of the vertices around it.
func leastSignificant(ring []pixel, tolerance float64) []int {
	significance := make([]float64, len(ring))
	var split func(a, b int, most float64)
	split = func(a, b int, most float64) { // what is between two vertices, b may be the first again
		far, furthest := 0, -1.0
		for i := a + 1; i < b; i++ {
			if d := distance(ring[i], ring[a], ring[b%len(ring)]); d > furthest {
				far, furthest = i, d
			}
		}
		if far != 0 {
			most = min(most, furthest)
			significance[far] = most
			split(a, far, most)
			split(far, b, most)
		}
	}
	significance[0] = math.Inf(1)
	split(0, len(ring), math.Inf(1))
	var order []int
	for i, s := range significance {
		if s <= tolerance {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(significance[i], significance[j]) })
	return order
}

// distance is from p to the nearest place of the line from a to b.
func distance(p, a, b pixel) float64 {
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	px, py := float64(p.x-a.x), float64(p.y-a.y)
	along := 0.0
	if a != b {
		along = min(1, max(0, (px*dx+py*dy)/(dx*dx+dy*dy)))
	}
	return math.Sqrt((px-along*dx)*(px-along*dx) + (py-along*dy)*(py-along*dy))
}
