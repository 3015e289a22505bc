package carry

import "github.com/maskgraph/maskgraph/nodes/internal/cv"

// sums are what least squares need of weighted pairs of points.
type sums struct {
	w, x, y, u, v  float64 // weight, and the means of both sides
	xx, xy, yy     float64 // about the means
	xu, xv, yu, yv float64
}

func sum(from, to []cv.Spot, weights []float64) sums {
	var s sums
	for i, w := range weights {
		s.w += w
		s.x += w * float64(from[i].X)
		s.y += w * float64(from[i].Y)
		s.u += w * float64(to[i].X)
		s.v += w * float64(to[i].Y)
	}
	s.x, s.y, s.u, s.v = s.x/s.w, s.y/s.w, s.u/s.w, s.v/s.w
	for i, w := range weights {
		x, y := float64(from[i].X)-s.x, float64(from[i].Y)-s.y
		u, v := float64(to[i].X)-s.u, float64(to[i].Y)-s.v
		s.xx += w * x * x
		s.xy += w * x * y
		s.yy += w * y * y
		s.xu += w * x * u
		s.xv += w * x * v
		s.yu += w * y * u
		s.yv += w * y * v
	}
	return s
}

func (s sums) around(a, b, d, e float64) affine {
	return affine{a, b, s.u - a*s.x - b*s.y, d, e, s.v - d*s.x - e*s.y}
}

func (s sums) shift() affine { return s.around(1, 0, 0, 1) }

// similar turns and scales.
func (s sums) similar() affine {
	if s.xx+s.yy < 1e-6 {
		return s.shift()
	}
	a, d := (s.xu+s.yv)/(s.xx+s.yy), (s.xv-s.yu)/(s.xx+s.yy)
	return s.around(a, -d, d, a)
}

// affine shears too, as far as the points insist on it.
func (s sums) affine() affine {
	m := s.similar()
	hold := stiff * (s.xx + s.yy)
	det := (s.xx+hold)*(s.yy+hold) - s.xy*s.xy
	if det < 1e-6 {
		return m
	}
	solve := func(p, q float64) (float64, float64) {
		return (p*(s.yy+hold) - q*s.xy) / det, (q*(s.xx+hold) - p*s.xy) / det
	}
	a, b := solve(s.xu+hold*m.a, s.yu+hold*m.b)
	d, e := solve(s.xv+hold*m.d, s.yv+hold*m.e)
	return s.around(a, b, d, e)
}
