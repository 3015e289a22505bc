package carry

import "github.com/maskgraph/maskgraph/nodes"

// field is a number for each pixel of a part of a small picture.
type field struct {
	x, y, w, h int
	v          []float32
}

func newField(x1, y1, x2, y2 int) field {
	return field{x1, y1, x2 - x1, y2 - y1, make([]float32, (x2-x1)*(y2-y1))}
}

// get is the number of a pixel of the picture, 0 beyond the part.
func (f field) get(x, y int) float32 {
	x, y = x-f.x, y-f.y
	if uint(x) >= uint(f.w) || uint(y) >= uint(f.h) {
		return 0
	}
	return f.v[y*f.w+x]
}

// smooth is the mean of the pixels that are at most reach away in x and y.
func (f field) smooth(reach int) field {
	across, out := f, f
	across.v, out.v = make([]float32, len(f.v)), make([]float32, len(f.v))
	for y := range f.h {
		means(f.v[y*f.w:], across.v[y*f.w:], f.w, 1, reach)
	}
	for x := range f.w {
		means(across.v[x:], out.v[x:], f.h, f.w, reach)
	}
	return out
}

// means smooths n numbers that lie step apart.
func means(in, out []float32, n, step, reach int) {
	sum, count := float32(0), float32(0)
	for i := range min(reach, n) {
		sum += in[i*step]
		count++
	}
	for i := range n {
		if i+reach < n {
			sum += in[(i+reach)*step]
			count++
		}
		out[i*step] = sum / count
		if i >= reach {
			sum -= in[(i-reach)*step]
			count--
		}
	}
}

// mask is where the field, enlarged to a frame, is above 0. sx and sy are how many of
// its pixels make one of the frame.
func (f field) mask(frameW, frameH int, sx, sy float64) *nodes.Mask {
	var b nodes.MaskBuilder
	if f.w < 2 || f.h < 2 {
		return b.Mask()
	}
	rows := make([]tap, 0, frameH)
	y1 := max(0, int(float64(f.y)/sy))
	for y := y1; y < frameH && float64(y)*sy < float64(f.y+f.h); y++ {
		rows = append(rows, tapAt(y, sy, f.y, f.h))
	}
	column := make([]float32, f.h)
	for x := max(0, int(float64(f.x)/sx)); x < frameW && float64(x)*sx < float64(f.x+f.w); x++ {
		t := tapAt(x, sx, f.x, f.w)
		for j := range column {
			two := f.v[j*f.w+t.first:][:2]
			column[j] = two[0] + t.part*(two[1]-two[0])
		}
		start := -1
		for i, r := range rows {
			two := column[r.first:][:2]
			if inside := two[0]+r.part*(two[1]-two[0]) > 0; inside && start < 0 {
				start = i
			} else if !inside && start >= 0 {
				b.Add(nodes.Span{X: x, Y1: y1 + start, Y2: y1 + i})
				start = -1
			}
		}
		if start >= 0 {
			b.Add(nodes.Span{X: x, Y1: y1 + start, Y2: y1 + len(rows)})
		}
	}
	return b.Mask()
}

// tap is one pixel's place between two of a field, along one axis.
type tap struct {
	first int
	part  float32 // of the second
}

func tapAt(pixel int, scale float64, from, size int) tap {
	at := (float64(pixel)+0.5)*scale - 0.5 - float64(from)
	first := min(max(0, int(at)), size-2)
	return tap{first, float32(min(max(0, at-float64(first)), 1))}
}
