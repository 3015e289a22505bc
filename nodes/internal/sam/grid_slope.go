package sam

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// Slope is how steeply the probability of being inside changes at each pixel of a
// region of the frame, in the order of its spans: the length of Sobel's gradient
// of the logits enlarged to the frame and turned into probabilities, per pixel.
// A step from 0 to 1 between two pixels gives 0.5 on both.
func (e *Embedding) Slope(logits []float32, region *nodes.Mask) []float32 {
	out := make([]float32, 0, region.Area())
	var columns [3][]float32
	for s := range region.Spans() {
		for i := range columns {
			columns[i] = columns[i][:0]
			for y := s.Y1 - 1; y <= s.Y2; y++ {
				columns[i] = append(columns[i], e.up.probability(logits, s.X+i-1, y))
			}
		}
		l, m, r := columns[0], columns[1], columns[2]
		for y := 1; y+1 < len(m); y++ {
			dx := (r[y-1] + 2*r[y] + r[y+1] - l[y-1] - 2*l[y] - l[y+1]) / 8
			dy := (l[y+1] + 2*m[y+1] + r[y+1] - l[y-1] - 2*m[y-1] - r[y-1]) / 8
			out = append(out, float32(math.Hypot(float64(dx), float64(dy))))
		}
	}
	return out
}

// probability is that of a pixel to be inside; beyond the frame's edge it is that
// of the nearest pixel.
func (u *upsampler) probability(logits []float32, x, y int) float32 {
	tx, ty := &u.xs[min(max(x, 0), u.width-1)], &u.ys[min(max(y, 0), u.height-1)]
	sum := float32(0)
	for i, w := range ty.weight {
		cells := logits[(ty.first+i)*Grid+tx.first:][:3]
		sum += w * (tx.weight[0]*cells[0] + tx.weight[1]*cells[1] + tx.weight[2]*cells[2])
	}
	return float32(1 / (1 + math.Exp(-float64(sum))))
}
