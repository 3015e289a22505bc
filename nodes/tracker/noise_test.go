package tracker

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// TestNoiseIsLearnt: boxes that tremble by a known amount, around things that speed
// up, slow down and grow.
func TestNoiseIsLearnt(t *testing.T) {
	tests := []struct {
		name        string
		place, size float64 // deviations, in sizes
		push        float64 // acceleration, in sizes a second squared
		want        spread
	}{
		{"coarse", 0.08, 0.12, 0, spread{0.08, 0.12}},
		{"fine", 0.02, 0.03, 0, spread{0.02, 0.03}},
		{"fine, in swift motion", 0.02, 0.03, 3, spread{0.02, 0.03}},
		{"exact", 0, 0, 0, spread{leastDev, leastDev}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n noise
			rng := rand.New(rand.NewPCG(1, 2))
			for range 20 {
				tremble(&n, rng, tt.place, tt.size, tt.push)
			}
			place, size := math.Sqrt(n.Place.variance(firstPlaceDev)), math.Sqrt(n.Size.variance(firstSizeDev))
			if math.Abs(place-tt.want.place) > 0.1*tt.want.place+0.004 || math.Abs(size-tt.want.size) > 0.1*tt.want.size+0.004 {
				t.Errorf("got %.3f and %.3f, want %.3f and %.3f", place, size, tt.want.place, tt.want.size)
			}
		})
	}
}

// tremble shows one thing for ten seconds, ten times a second.
func tremble(n *noise, rng *rand.Rand, place, size, push float64) {
	const s, dt = 100.0, 0.1
	var p past
	x, v := 0.0, 0.0
	for range 100 {
		v += push * s * rng.NormFloat64() * math.Sqrt(dt) * dt
		x += v * dt
		w, h := s*(1+size*rng.NormFloat64()), s*(1+size*rng.NormFloat64())
		cx, cy := x+place*s*rng.NormFloat64(), place*s*rng.NormFloat64()
		p.note(boxAround(cx, cy, w, h), dt, false, n)
	}
}

func boxAround(x, y, w, h float64) nodes.Box { return sized(x, y, w, h).Box }

func TestNothingIsLearntFromUnevenSteps(t *testing.T) {
	var n noise
	var p past
	for i := range 50 {
		p.note(boxAround(float64(i%7)*9, 0, 100, 100), []float64{0.1, 0.5}[i%2], false, &n)
		p.note(boxAround(float64(i%5)*9, 0, 100, 100), 0.1, i%3 == 0, &n)
	}
	if n != (noise{}) {
		t.Errorf("got %+v, want nothing", n)
	}
}

// TestNoiseStaysWithinReason: whatever the boxes do.
func TestNoiseStaysWithinReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var n noise
		var p past
		for range rapid.IntRange(1, 60).Draw(t, "boxes") {
			p.note(drawBox(t), 0.1, rapid.IntRange(0, 9).Draw(t, "gap") == 0, &n)
		}
		s := n.spread(rapid.Float64Range(1e-3, 10).Draw(t, "dt"))
		for _, dev := range []float64{s.place, s.size} {
			if !(dev >= leastDev && dev < 100) {
				t.Fatalf("got %+v after %+v", s, n)
			}
		}
	})
}

func TestFramesNearInTimeTellLess(t *testing.T) {
	var n noise
	if a, b := n.spread(0.03), n.spread(0.5); a.place < 2*b.place || math.Abs(b.place-firstPlaceDev) > 0.001 {
		t.Errorf("got %g after 0.03 s and %g after 0.5 s", a.place, b.place)
	}
}

// TestSmoothedBoxes: nearer to the truth than a trembling detector's, and nowhere
// far from a precise one's, even when the thing turns on the spot.
func TestSmoothedBoxes(t *testing.T) {
	for _, dev := range []float64{0.05, 0.002} {
		f := NewFollower(defaults)
		rng := rand.New(rand.NewPCG(1, 2))
		var raw, smooth float64
		for i, s := range every(0.05, 0, 20) {
			x := 60 * math.Abs(math.Mod(s, 4)-2) // back and forth
			found := sized(x+100*dev*rng.NormFloat64(), 100, 100, 100)
			seen := f.Update(seconds(s), []nodes.Instance{found}, nil)
			if i < 100 {
				continue
			}
			raw += math.Abs(centre(found.Box) - x)
			smooth += math.Abs(centre(seen[0].Box) - x)
		}
		const frames = 301
		if smooth > max(0.8*raw, 0.6*frames) || f.Born() != 1 {
			t.Errorf("noise %g: off by %.2f pixels, the detector by %.2f; %d tracks", dev, smooth/frames, raw/frames, f.Born())
		}
	}
}

func centre(b nodes.Box) float64 { x, _, _, _ := middle(b); return x }
