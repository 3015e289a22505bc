package cv

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// triangle is f at another size as Pillow's BILINEAR resizes 8-bit pictures: a
// triangle filter as wide as the step between samples, so that shrinking averages,
// first along rows, then along columns, each rounded to 8 bits. It gives Pillow's
// very bytes, for models whose reference was made with it, but for one thing: where
// a picture becomes wider and flatter, Pillow 13 starts with the columns, and values
// differ by 1. OpenCV is several times faster.
func triangle(f *nodes.Frame, width, height int) *nodes.Frame {
	channels := f.Format.Channels()
	pix := f.Pix
	if width != f.Width {
		pix = triangleRows(pix, f.Height, channels, triangleTaps(f.Width, width))
	}
	if height != f.Height {
		pix = triangleColumns(pix, width*channels, triangleTaps(f.Height, height))
	}
	return nodes.NewFrame(width, height, f.Format, pix, nil)
}

// triangleTap says which samples, from first on, make up one new sample.
type triangleTap struct {
	first   int
	weights []int32 // fixed point, with triangleBits behind the point
}

// triangleBits is how exact Pillow's weights are: 32 bits without sign, 8 bits of
// colour, and room for the sum.
const triangleBits = 22

func triangleTaps(from, to int) []triangleTap {
	step := float64(from) / float64(to)
	reach := max(step, 1) // half the triangle's base
	taps := make([]triangleTap, to)
	weights := make([]float64, 0, 2*int(math.Ceil(reach))+1)
	for i := range taps {
		centre := (float64(i) + 0.5) * step
		first, end := max(0, int(centre-reach+0.5)), min(from, int(centre+reach+0.5))
		weights = weights[:0]
		sum := 0.0
		for at := first; at < end; at++ {
			w := max(0, 1-math.Abs((float64(at)-centre+0.5)/reach))
			weights = append(weights, w)
			sum += w
		}
		taps[i].first = first
		for _, w := range weights {
			taps[i].weights = append(taps[i].weights, int32(w/sum*(1<<triangleBits)+0.5))
		}
	}
	return taps
}

func triangleRows(pix []byte, height, channels int, taps []triangleTap) []byte {
	stride := len(pix) / height
	out := make([]byte, 0, height*len(taps)*channels)
	for y := range height {
		row := pix[y*stride:][:stride]
		for _, t := range taps {
			for c := range channels {
				sum, at := int32(1)<<(triangleBits-1), t.first*channels+c
				for _, w := range t.weights {
					sum += w * int32(row[at])
					at += channels
				}
				out = append(out, colour(sum))
			}
		}
	}
	return out
}

func triangleColumns(pix []byte, stride int, taps []triangleTap) []byte {
	out := make([]byte, 0, len(taps)*stride)
	sums := make([]int32, stride)
	for _, t := range taps {
		for x := range sums {
			sums[x] = 1 << (triangleBits - 1)
		}
		for i, w := range t.weights {
			for x, v := range pix[(t.first+i)*stride:][:stride] {
				sums[x] += w * int32(v)
			}
		}
		for _, sum := range sums {
			out = append(out, colour(sum))
		}
	}
	return out
}

// colour cuts off what is behind the point, half of which was added before.
func colour(sum int32) byte { return byte(min(sum>>triangleBits, 255)) }
