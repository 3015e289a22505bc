package nodes

import (
	"math"
	"slices"
)

// Bridged is one ring in place of several, for formats that know no holes or only
// one ring for an object (YOLO's segments, COCO's polygons): rings are joined by
// bridges of no width, lines walked there and back between vertices. By the
// even-odd rule it covers the same pixels. A bridge from a hole crosses no other
// line. Separate areas, given as rings of one polygon, are joined too, and their
// bridges may run anywhere.
func (p Polygon) Bridged() Ring {
	rings := make([]Ring, 0, len(p))
	for _, r := range p {
		if len(r) > 0 {
			first := slices.Index(r, slices.MinFunc(r, leftmost))
			rings = append(rings, slices.Concat(r[first:], r[:first]))
		}
	}
	slices.SortStableFunc(rings, func(r, s Ring) int { return leftmost(r[0], s[0]) })
	var joined Ring
	for _, r := range rings {
		if joined == nil {
			joined = r
			continue
		}
		at := joined.landing(r[0])
		joined = slices.Concat(joined[:at+1], r, Ring{r[0]}, joined[at:])
	}
	return joined
}

// leftmost orders vertices by x, then by y.
func leftmost(v, w Vertex) int {
	switch {
	case v.X < w.X || v.X == w.X && v.Y < w.Y:
		return -1
	case v == w:
		return 0
	}
	return 1
}

// landing is the vertex that a bridge from v leads to: one that v sees on its left,
// or else the nearest. A straight look to the left meets a line first; its end
// further left is in sight unless other vertices lie in between, and then the one
// nearest to the line of sight is (D. Eberly, Triangulation by Ear Clipping).
func (r Ring) landing(v Vertex) int {
	met, line := Vertex{math.Inf(-1), v.Y}, -1
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a.Y < v.Y) == (b.Y < v.Y) && a.Y != v.Y {
			continue
		}
		x := a.X
		if a.Y != v.Y {
			x += (v.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X)
		}
		if x <= v.X && x > met.X {
			met.X, line = x, i
		}
	}
	if line < 0 {
		return r.nearest(v)
	}
	end := line
	if next := (line + 1) % len(r); r[next].X < r[line].X {
		end = next
	}
	best, angle := end, math.Inf(1)
	for i, p := range r {
		a := math.Atan2(math.Abs(p.Y-v.Y), v.X-p.X)
		if inTriangle(v, met, r[end], p) && (a < angle || a == angle && p.X > r[best].X) {
			best, angle = i, a
		}
	}
	return best
}

func (r Ring) nearest(v Vertex) int {
	best, distance := 0, math.Inf(1)
	for i, p := range r {
		if d := math.Hypot(p.X-v.X, p.Y-v.Y); d < distance {
			best, distance = i, d
		}
	}
	return best
}

// inTriangle says that p lies in the triangle abc or on its edge.
func inTriangle(a, b, c, p Vertex) bool {
	side := func(v, w Vertex) float64 { return (w.X-v.X)*(p.Y-v.Y) - (w.Y-v.Y)*(p.X-v.X) }
	d, e, f := side(a, b), side(b, c), side(c, a)
	within := min(a.X, b.X, c.X) <= p.X && p.X <= max(a.X, b.X, c.X)
	return within && (min(d, e, f) >= 0 || max(d, e, f) <= 0)
}
