package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// textbook is a Kalman filter of x, x', y, y', w, w', h, h' whose rates gather
// speed, before and after half of a step each, with the growth of the thing.
type textbook struct {
	x [8]float64
	p matrix
}

type matrix [8][8]float64

func newTextbook(b nodes.Box) *textbook {
	f := &textbook{}
	x, y, w, h := middle(b)
	s := math.Sqrt(w * h)
	for i, z := range []float64{x, y, w, h} {
		f.x[2*i] = z
		f.p[2*i][2*i] = math.Pow([]float64{0.05, 0.05, 0.08, 0.08}[i]*s, 2)
		f.p[2*i+1][2*i+1] = math.Pow([]float64{1, 1, 0.3, 0.3}[i]*s, 2)
	}
	return f
}

func (f *textbook) predict(dt, s float64) {
	growth := (f.x[5] + f.x[7]) / (f.x[4] + f.x[6])
	haste := min(max(1/max(1-growth*dt/2, 1e-9), 0.5), 2.5)
	var move, noise matrix
	for i := range 4 {
		q := math.Pow([]float64{0.6, 0.6, 0.4, 0.4}[i]*s, 2)
		a, b := 2*i, 2*i+1
		move[a][a], move[b][b], move[a][b] = 1, 1, dt
		noise[a][a], noise[b][b] = q*dt*dt*dt/3, q*dt
		noise[a][b], noise[b][a] = q*dt*dt/2, q*dt*dt/2
	}
	for i := 1; i < 8; i += 2 {
		f.x[i] *= haste
	}
	var x [8]float64
	for i := range 8 {
		for j := range 8 {
			x[i] += move[i][j] * f.x[j]
		}
	}
	for i := 1; i < 8; i += 2 {
		x[i] *= haste
	}
	f.x = x
	f.p = move.times(f.p).times(move.turned()).plus(noise, 1)
}

// update measures one coordinate after the other, which is the same as all at
// once when their noises know nothing of each other.
func (f *textbook) update(b nodes.Box, s float64) {
	x, y, w, h := middle(b)
	for i, z := range []float64{x, y, w, h} {
		at := 2 * i
		total := f.p[at][at] + math.Pow([]float64{0.05, 0.05, 0.08, 0.08}[i]*s, 2)
		diff := z - f.x[at]
		var change matrix
		for j := range 8 {
			gain := f.p[j][at] / total
			f.x[j] += gain * diff
			for k := range 8 {
				change[j][k] = gain * f.p[at][k]
			}
		}
		f.p = f.p.plus(change, -1)
	}
}

func (m matrix) times(n matrix) (out matrix) {
	for i := range 8 {
		for j := range 8 {
			for k := range 8 {
				out[i][j] += m[i][k] * n[k][j]
			}
		}
	}
	return out
}

func (m matrix) turned() (out matrix) {
	for i := range 8 {
		for j := range 8 {
			out[j][i] = m[i][j]
		}
	}
	return out
}

func (m matrix) plus(n matrix, factor float64) matrix {
	for i := range 8 {
		for j := range 8 {
			m[i][j] += factor * n[i][j]
		}
	}
	return m
}
