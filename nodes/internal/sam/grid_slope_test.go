package sam

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// TestSlope compares with Sobel's filter over the whole enlarged picture, in float64.
func TestSlope(t *testing.T) {
	const w, h = 320, 200
	e := &Embedding{up: newUpsampler(cv.Planes{Width: 1024, Height: 1024, Round: true}, w, h)}
	logits := blobs(rand.New(rand.NewPCG(5, 1)))
	p := reference(logits, e.up)
	for i, v := range p {
		p[i] = 1 / (1 + math.Exp(-v))
	}
	at := func(x, y int) float64 { return p[min(max(y, 0), h-1)*w+min(max(x, 0), w-1)] }
	region := e.Mask(logits).Grow(1.5).Clip(0, 0, w, h)
	got := e.Slope(logits, region)
	i, steepest := 0, 0.0
	for s := range region.Spans() {
		for y := s.Y1; y < s.Y2; y++ {
			x := s.X
			dx := at(x+1, y-1) + 2*at(x+1, y) + at(x+1, y+1) - at(x-1, y-1) - 2*at(x-1, y) - at(x-1, y+1)
			dy := at(x-1, y+1) + 2*at(x, y+1) + at(x+1, y+1) - at(x-1, y-1) - 2*at(x, y-1) - at(x+1, y-1)
			want := math.Hypot(dx, dy) / 8
			if math.Abs(float64(got[i])-want) > 1e-4 {
				t.Fatalf("pixel %d, %d: got %g, want %g", x, y, got[i], want)
			}
			steepest = max(steepest, want)
			i++
		}
	}
	if i != len(got) || steepest < 0.05 {
		t.Errorf("%d values for %d pixels, the steepest %g", len(got), i, steepest)
	}
}
