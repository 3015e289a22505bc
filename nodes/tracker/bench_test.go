package tracker

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// BenchmarkFollower walks things over a field of fixed density, so most of them
// overlap one or two others, and reports frames a second.
func BenchmarkFollower(b *testing.B) {
	for _, c := range []struct {
		things int
		masks  bool
		pace   float64 // 1: they hardly move between two frames
	}{{6, false, 1}, {100, false, 1}, {1000, false, 1}, {6, true, 1}, {100, true, 1}, {100, false, 15}, {1000, false, 15}} {
		b.Run(fmt.Sprintf("things=%d/masks=%t/pace=%g", c.things, c.masks, c.pace), func(b *testing.B) {
			frames := crowd(c.things, c.masks, c.pace)
			f := NewFollower(defaults)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				f.Update(time.Duration(i)*40*time.Millisecond, frames[bounce(i, len(frames))], nil)
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
		})
	}
}

// bounce counts up to n-1 and down to 0 again, for ever.
func bounce(i, n int) int {
	i %= 2*n - 2
	return min(i, 2*n-2-i)
}

func crowd(things int, masks bool, pace float64) [][]nodes.Instance {
	rng := rand.New(rand.NewPCG(1, 2))
	side := math.Sqrt(float64(things) * 40 * 80 * 2)
	x, y, vx, vy := make([]float64, things), make([]float64, things), make([]float64, things), make([]float64, things)
	for i := range things {
		x[i], y[i], vx[i], vy[i] = side*rng.Float64(), side*rng.Float64(), rng.NormFloat64(), rng.NormFloat64()
	}
	frames := make([][]nodes.Instance, 50)
	for f := range frames {
		for i := range things {
			x[i], y[i] = x[i]+pace*vx[i], y[i]+pace*vy[i]
			if rng.Float64() < 0.1 {
				continue // missed
			}
			in := at(x[i]+rng.NormFloat64(), y[i]+rng.NormFloat64())
			if masks {
				in.Mask = oval(in.Box)
			}
			frames[f] = append(frames[f], in)
		}
	}
	return frames
}
