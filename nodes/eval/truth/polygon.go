package truth

import (
	"math"
	"math/bits"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

// Rasterise is the mask of polygons x, y, x, y … in pixels, together: a pixel is
// inside when at least half of its 8x8 samples lie in one of them. Where a
// polygon crosses itself, what it goes around twice is outside.
func Rasterise(width, height int, polygons [][]float64) *nodes.Mask {
	samples := make([]uint64, width*height) // a bit for each of a pixel's 64
	for _, p := range polygons {
		top, bottom := extent(p)
		for row := firstSample(top, height); row < firstSample(bottom, height); row++ {
			xs := crossings(p, (float64(row)+0.5)/8)
			for ; len(xs) > 1; xs = xs[2:] {
				from, to := firstSample(xs[0], width), firstSample(xs[1], width)
				for col := from; col < to; col++ {
					samples[row/8*width+col/8] |= 1 << (row%8*8 + col%8)
				}
			}
		}
	}
	inside := make([]byte, width*height)
	for i, s := range samples {
		if bits.OnesCount64(s) >= 32 {
			inside[i] = 1
		}
	}
	return nodes.MaskFromBitmap(0, 0, width, height, inside)
}

// firstSample is the first sample at or after x, on a picture of a size.
func firstSample(x float64, size int) int {
	return int(min(8*float64(size), max(0, math.Ceil(8*x-0.5))))
}

// extent is the height of a polygon's highest and lowest point.
func extent(polygon []float64) (top, bottom float64) {
	top, bottom = math.Inf(1), math.Inf(-1)
	for i := 1; i < len(polygon); i += 2 {
		top, bottom = min(top, polygon[i]), max(bottom, polygon[i])
	}
	return top, bottom
}

// crossings is where a polygon's edges cross a height, from the left.
func crossings(polygon []float64, y float64) []float64 {
	var xs []float64
	n := len(polygon) / 2
	for i := range n {
		j := (i + 1) % n
		x1, y1, x2, y2 := polygon[2*i], polygon[2*i+1], polygon[2*j], polygon[2*j+1]
		if (y1 <= y) != (y2 <= y) {
			xs = append(xs, x1+(y-y1)/(y2-y1)*(x2-x1))
		}
	}
	slices.Sort(xs)
	return xs
}
