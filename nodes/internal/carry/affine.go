package carry

import (
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// affine maps places of one picture to another: x' = a x + b y + c, y' = d x + e y + f.
type affine struct{ a, b, c, d, e, f float64 }

var identity = affine{a: 1, e: 1}

func (m affine) at(x, y float64) (float64, float64) {
	return m.a*x + m.b*y + m.c, m.d*x + m.e*y + m.f
}

func (m affine) inverse() affine {
	det := m.a*m.e - m.b*m.d
	a, b, d, e := m.e/det, -m.b/det, -m.d/det, m.a/det
	return affine{a, b, -(a*m.c + b*m.f), d, e, -(d*m.c + e*m.f)}
}

// after is what n does and then m.
func (m affine) after(n affine) affine {
	return affine{
		m.a*n.a + m.b*n.d, m.a*n.b + m.b*n.e, m.a*n.c + m.b*n.f + m.c,
		m.d*n.a + m.e*n.d, m.d*n.b + m.e*n.e, m.d*n.c + m.e*n.f + m.f,
	}
}

// sane says that the map does not fold, flatten or blow up what it maps.
func (m affine) sane() bool {
	det := m.a*m.e - m.b*m.d
	return det > 1.0/64 && det < 64 && math.Hypot(m.a, m.d) < 8 && math.Hypot(m.b, m.e) < 8
}

// How points are weighed when a map is fitted to them.
const (
	least  = 0.15 // pixels: points that are off by less are all as good
	beyond = 3    // of the usual error: points that are off by more do not count
	stiff  = 0.02 // how much a map is held back from shearing
)

// fit is the affine map that takes most points of from to those of to: first as a
// shift, then with turning and scale, and with shear if there are enough points, each
// by least squares with Tukey's weights. Weights say how far each point agrees, 0 to 1.
func fit(from, to []cv.Spot) (m affine, weights []float64) {
	dx, dy := make([]float64, len(from)), make([]float64, len(from))
	for i, p := range from {
		dx[i], dy[i] = float64(to[i].X-p.X), float64(to[i].Y-p.Y)
	}
	m = affine{a: 1, c: median(dx), e: 1, f: median(dy)}
	weights = m.weigh(from, to)
	for round := range 9 {
		var next affine
		switch sums := sum(from, to, weights); {
		case sums.w < 1:
			return m, weights
		case round < 2 || len(from) < 4 || sums.w < 3:
			next = sums.shift()
		case round < 6 || len(from) < 8:
			next = sums.similar()
		default:
			next = sums.affine()
		}
		if !next.sane() {
			return m, weights
		}
		m = next
		weights = m.weigh(from, to)
	}
	return m, weights
}

func (m affine) weigh(from, to []cv.Spot) []float64 {
	off := make([]float64, len(from))
	for i, p := range from {
		x, y := m.at(float64(p.X), float64(p.Y))
		off[i] = math.Hypot(x-float64(to[i].X), y-float64(to[i].Y))
	}
	usual := max(least, 1.4826*median(off))
	for i, o := range off {
		u := o / (beyond * usual)
		off[i] = max(0, 1-u*u) * max(0, 1-u*u)
	}
	return off
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
