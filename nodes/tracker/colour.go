package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// colour is what colours a thing has: for each of 8x8x4 parts of the red, green
// and blue cube the square root of its share, 255 for all of it. The root makes
// the product of two of them a measure of likeness (Bhattacharyya).
type colour []byte

const (
	colourBins  = 256
	colourSkip  = 2   // every which column of a mask is looked at
	colourFresh = 0.1 // what the newest picture counts for
)

// colourOf is nil without a mask or a picture in colour.
func colourOf(f *nodes.Frame, m *nodes.Mask) colour {
	if f == nil || m == nil || f.Format != nodes.BGR8 {
		return nil
	}
	var counts [colourBins]float64
	total := 0.0
	for s := range m.Clip(0, 0, f.Width, f.Height).Spans() {
		if s.X%colourSkip > 0 {
			continue
		}
		for y := s.Y1; y < s.Y2; y++ {
			p := f.Pix[3*(y*f.Width+s.X):]
			counts[int(p[2]>>5)<<5|int(p[1]>>5)<<2|int(p[0]>>6)]++
		}
		total += float64(s.Y2 - s.Y1)
	}
	if total == 0 {
		return nil
	}
	c := make(colour, colourBins)
	for i, n := range counts {
		c[i] = byte(math.Round(255 * math.Sqrt(n/total)))
	}
	return c
}

// alike is from 0, nothing in common, to 1.
func (c colour) alike(d colour) float64 {
	if len(c) != colourBins || len(d) != colourBins {
		return 0
	}
	var cd, cc, dd float64
	for i := range c {
		a, b := float64(c[i]), float64(d[i])
		cd, cc, dd = cd+a*b, cc+a*a, dd+b*b
	}
	if cd == 0 {
		return 0
	}
	return cd / math.Sqrt(cc*dd)
}

// mixed is the colour of a thing that now looks like d.
func (c colour) mixed(d colour) colour {
	if d == nil {
		return c
	}
	if len(c) != colourBins {
		return d
	}
	mix := make(colour, colourBins)
	for i := range mix {
		mix[i] = byte(math.Round((1-colourFresh)*float64(c[i]) + colourFresh*float64(d[i])))
	}
	return mix
}
