package carry

import "github.com/maskgraph/maskgraph/nodes"

// field is a number for each pixel of a part of a small picture.
type field struct {
	x, y, w, h int
	v          []float32
}

// smooth makes of out, which is as large, the mean of the pixels that are at most
// reach away in x and y. sums has room for a row.
func (f field) smooth(out field, reach int, sums []float32) {
	clear(sums)
	count := 0
	add := func(y int, sign float32) {
		for x, v := range f.v[y*f.w:][:len(sums)] {
			sums[x] += sign * v
		}
		count += int(sign)
	}
	for y := range min(reach, f.h) {
		add(y, 1)
	}
	for y := range f.h {
		if y+reach < f.h {
			add(y+reach, 1)
		}
		means(sums, out.v[y*f.w:][:f.w], reach, float32(count))
		if y >= reach {
			add(y-reach, -1)
		}
	}
}

// means smooths a row of sums of count numbers.
func means(in, out []float32, reach int, count float32) {
	sum, total, each := float32(0), float32(0), float32(0)
	for i := range min(reach, len(in)) {
		sum += in[i]
		total += count
	}
	for i := range out {
		if i+reach < len(in) {
			sum += in[i+reach]
			total += count
		}
		if total != 0 {
			each = 1 / total
		}
		out[i] = sum * each
		if i >= reach {
			sum -= in[i-reach]
			total -= count
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
