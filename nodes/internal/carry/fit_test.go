package carry

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

func TestFit(t *testing.T) {
	turned := affine{a: math.Cos(1), b: -math.Sin(1), c: 30, d: math.Sin(1), e: math.Cos(1), f: -7}
	for _, tc := range []struct {
		name     string
		m        affine
		points   int
		outliers int
		within   float64 // pixels
	}{
		{"nothing moves", identity, 20, 0, 0.01},
		{"one point", affine{a: 1, c: 3, e: 1, f: 4}, 1, 0, 0.01},
		{"two points shift", affine{a: 1, c: 3, e: 1, f: 4}, 2, 0, 0.01},
		{"a turn", turned, 40, 0, 0.01},
		{"larger", affine{a: 1.5, c: 2, e: 1.5, f: 1}, 40, 0, 0.01},
		{"a shear", affine{a: 1.1, b: 0.1, c: 2, e: 0.9, f: 1}, 60, 0, 1},
		{"a third is of something else", affine{a: 1.1, b: -0.1, c: 5, d: 0.1, e: 1.1, f: 1}, 60, 20, 0.5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			var from, to []cv.Spot
			for i := range tc.points {
				p := cv.Spot{X: 100 + 50*r.Float32(), Y: 80 + 40*r.Float32()}
				x, y := tc.m.at(float64(p.X), float64(p.Y))
				if i < tc.outliers {
					x, y = float64(p.X)-12, float64(p.Y)-12
				}
				from, to = append(from, p), append(to, cv.Spot{X: float32(x), Y: float32(y)})
			}
			m, weights := fit(from, to)
			for i, p := range from {
				x, y := m.at(float64(p.X), float64(p.Y))
				wantX, wantY := tc.m.at(float64(p.X), float64(p.Y))
				if off := math.Hypot(x-wantX, y-wantY); off > tc.within {
					t.Fatalf("point %d is off by %.3f", i, off)
				}
				if i < tc.outliers && weights[i] > 0 {
					t.Errorf("outlier %d counts", i)
				}
			}
		})
	}
}

func TestInverse(t *testing.T) {
	m := affine{1.2, -0.3, 5, 0.4, 0.9, -8}
	x, y := m.inverse().at(m.at(17, 23))
	if math.Hypot(x-17, y-23) > 1e-9 {
		t.Errorf("there and back: %g, %g", x, y)
	}
	x, y = m.after(m.inverse()).at(17, 23)
	if math.Hypot(x-17, y-23) > 1e-9 {
		t.Errorf("one after the other: %g, %g", x, y)
	}
}
