package formats

import (
	"math"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// ring is an instance's outline, or that of its box.
func (o *yolo) ring(r *Record, it nodes.Instance) nodes.Ring {
	if m := r.masked(it); m != nil {
		return outline(m, func(v nodes.Vertex) nodes.Vertex {
			return nodes.Vertex{X: rounded(v.X, r.Width), Y: rounded(v.Y, r.Height)}
		})
	}
	if !o.Boxes {
		o.Boxes = true
		o.warn("%s: what has no mask is written as the rectangle of its box", r.Stamp)
	}
	b := r.tight(it)
	if b.Area() == 0 {
		return nil
	}
	x1, y1, x2, y2 := float64(b.X1), float64(b.Y1), float64(b.X2), float64(b.Y2)
	return nodes.Ring{{X: x1, Y: y1}, {X: x2, Y: y1}, {X: x2, Y: y2}, {X: x1, Y: y2}}
}

// decimals of a coordinate from 0 to 1: a thousandth of a pixel of the largest pictures.
const decimals = 7

func share(v float64, size int) string {
	text := strconv.FormatFloat(v/float64(size), 'f', decimals, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// rounded is a coordinate as it will be read.
func rounded(v float64, size int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v/float64(size)*scale) / scale * float64(size)
}
