package carry

import "github.com/maskgraph/maskgraph/nodes"

// mask is where the field, enlarged to a frame, is above 0. sx and sy are how many of
// its pixels make one of the frame.
func (f field) mask(frameW, frameH int, sx, sy float64) *nodes.Mask {
	var b nodes.MaskBuilder
	if f.w < 2 || f.h < 2 {
		return b.Mask()
	}
	rows := rowsOf(f, frameH, sy)
	column := make([]float32, f.h)
	for x := max(0, int(float64(f.x)/sx)); x < frameW && float64(x)*sx < float64(f.x+f.w); x++ {
		t := tapAt(x, sx, f.x, f.w)
		for j := range column {
			two := f.v[j*f.w+t.first:][:2]
			column[j] = two[0] + t.part*(two[1]-two[0])
		}
		rows.add(&b, x, column)
	}
	return b.Mask()
}

// rows are those of a frame that a field covers.
type rows struct {
	top   int
	parts []float32 // of the second of the two rows of the field that each lies between
	after []int     // how many lie before each row of the field and the next
}

func rowsOf(f field, frameH int, sy float64) rows {
	r := rows{top: max(0, int(float64(f.y)/sy)), parts: make([]float32, 0, int(float64(f.h)/sy)+2), after: make([]int, f.h)}
	for y := r.top; y < frameH && float64(y)*sy < float64(f.y+f.h); y++ {
		t := tapAt(y, sy, f.y, f.h)
		r.parts = append(r.parts, t.part)
		r.after[t.first+1] = len(r.parts)
	}
	return r
}

// add appends the spans of a column of the frame. Where a number and the next are both
// above 0, or neither, nothing changes between them.
func (r rows) add(b *nodes.MaskBuilder, x int, column []float32) {
	span, inside := nodes.Span{X: x}, false
	for j, v := range column[:len(column)-1] {
		next := column[j+1]
		if v > 0 == inside && next > 0 == inside {
			continue
		}
		for i := r.after[j]; i < r.after[j+1]; i++ {
			if v+r.parts[i]*(next-v) > 0 == inside {
				continue
			}
			if inside = !inside; inside {
				span.Y1 = r.top + i
			} else {
				span.Y2 = r.top + i
				b.Add(span)
			}
		}
	}
	if inside {
		span.Y2 = r.top + len(r.parts)
		b.Add(span)
	}
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
