package tracker

import "math"

// comparison is what two pictures have in common where both are seen.
type comparison struct {
	sight       float64 // part of the picture
	difference  float64 // mean fault, apart from brightness
	correlation float64
}

// sums are what a correlation is made of.
type sums struct{ n, a, b, aa, bb, ab float64 }

func (s *sums) correlation() float64 {
	if spread := (s.aa*s.n - s.a*s.a) * (s.bb*s.n - s.b*s.b); spread > 0 {
		return (s.ab*s.n - s.a*s.b) / math.Sqrt(spread)
	}
	return 0
}

// compare lays one picture on the other.
func compare(from, to *thumbnail, t turn) (c comparison) {
	var s sums
	each(from, to, t, func(_, _ int, p, q float64) {
		s = sums{s.n + 1, s.a + p, s.b + q, s.aa + p*p, s.bb + q*q, s.ab + p*q}
	})
	brighter := (s.b - s.a) / max(s.n, 1)
	each(from, to, t, func(_, _ int, p, q float64) { c.difference += fault(q - p - brighter) })
	return comparison{
		sight:       s.n / float64(from.W*from.H),
		difference:  c.difference / max(s.n, 1),
		correlation: s.correlation(),
	}
}

// fault is how wrong a difference of grey values is, from 0 to 1: what is quite
// wrong, because something else is there, is not made worse by being very wrong.
func fault(d float64) float64 { return d * d / (d*d + odd*odd) }

// shifted is what compare reckons with, for a shift of whole pixels: hundreds are
// tried.
func shifted(from, to *thumbnail, dx, dy int) sums {
	var n, a, b, aa, bb, ab int
	for y := max(0, -dy); y < min(from.H, to.H-dy); y++ {
		row, other := y*from.W, (y+dy)*to.W+dx
		for x := max(0, -dx); x < min(from.W, to.W-dx); x++ {
			if from.Hide[row+x]|to.Hide[other+x] == 0 {
				p, q := int(from.Pix[row+x]), int(to.Pix[other+x])
				n, a, b, aa, bb, ab = n+1, a+p, b+q, aa+p*p, bb+q*q, ab+p*q
			}
		}
	}
	return sums{float64(n), float64(a), float64(b), float64(aa), float64(bb), float64(ab)}
}

// each visits the inner pixels of a picture that are seen on both, with their
// grey values.
func each(from, to *thumbnail, t turn, visit func(x, y int, p, q float64)) {
	for y := 1; y < from.H-1; y++ {
		for x := 1; x < from.W-1; x++ {
			i := y*from.W + x
			if from.Hide[i] != 0 {
				continue
			}
			if q, ok := to.at(t.apply(complex(float64(x), float64(y)))); ok {
				visit(x, y, float64(from.Pix[i]), q)
			}
		}
	}
}

// refine is the small turn that explains best what a turn leaves over: the
// inverse compositional way to align pictures (Baker and Matthews 2004), with
// less weight for what does not fit, such as things that were not found. The
// picture as a whole may have become brighter: by how much is a first guess.
// Without zooms the turn is a mere shift.
func refine(from, to *thumbnail, t turn, brighter float64, zooms bool) (step turn, brightness float64, ok bool) {
	var left [5][6]float64 // equations for zoom, roll, shift in x and y, brightness
	cx, cy := float64(from.W)/2, float64(from.H)/2
	each(from, to, t, func(x, y int, p, q float64) {
		i := y*from.W + x
		gx := (float64(from.Pix[i+1]) - float64(from.Pix[i-1])) / 2
		gy := (float64(from.Pix[i+from.W]) - float64(from.Pix[i-from.W])) / 2
		u, v := (float64(x)-cx)/cx, (float64(y)-cy)/cx // of one size, for the solver's sake
		row := [6]float64{gx*u + gy*v, gy*u - gx*v, gx, gy, 1, q - p}
		fit := 1 - fault(q-p-brighter)
		w := fit * fit
		for r := range left {
			for c := range left[r] {
				left[r][c] += w * row[r] * row[c]
			}
		}
	})
	if !zooms {
		left[0], left[1] = [6]float64{0: 1}, [6]float64{1: 1}
	}
	s, ok := solve(left)
	if !ok {
		return step, 0, false
	}
	zoom := complex(s[0], s[1]) / complex(cx, 0)
	return turn{1 + zoom, complex(s[2], s[3]) - zoom*complex(cx, cy)}, s[4], true
}

// solve is Gauss's elimination, the largest pivot first. ok is false when the
// equations leave something open.
func solve(m [5][6]float64) (x [5]float64, ok bool) {
	for col := range m {
		pivot := col
		for r := col + 1; r < len(m); r++ {
			if math.Abs(m[r][col]) > math.Abs(m[pivot][col]) {
				pivot = r
			}
		}
		m[col], m[pivot] = m[pivot], m[col]
		if math.Abs(m[col][col]) < 1e-6 {
			return x, false
		}
		for r := range m {
			if r == col {
				continue
			}
			f := m[r][col] / m[col][col]
			for c := col; c < len(m[r]); c++ {
				m[r][c] -= f * m[col][c]
			}
		}
	}
	for i := range x {
		x[i] = m[i][5] / m[i][i]
	}
	return x, true
}
