package sam

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// upsampler turns the decoder's logits (256x256 cells over the padded square)
// into a mask in pixels of the frame. The reference enlarges 256 to 1024, cuts
// the padding off and resizes to the frame, both bilinear, and then thresholds at
// 0 (segment_anything's utils/onnx.py). Both steps are separable and linear, so
// here they are one: each pixel is a weighted sum of at most 3x3 cells, and only
// the part of the frame that positive cells can reach is looked at.
type upsampler struct {
	planes           cv.Planes
	width, height    int // of the frame
	scaledW, scaledH int // of the frame on the square
	side             int // of the square
	xs, ys           []tap
	rows             []band // of ys
}

func newUpsampler(p cv.Planes, width, height int) *upsampler {
	w, h := p.Scaled(width, height)
	u := &upsampler{
		planes: p, width: width, height: height, scaledW: w, scaledH: h, side: p.Width,
		xs: taps(width, w, p.Width), ys: taps(height, h, p.Height),
	}
	if p.Stretch { // their authors enlarge in one step, having nothing to cut off
		u.xs, u.ys = taps(width, Grid, Grid), taps(height, Grid, Grid)
	}
	u.rows = bands(u.ys)
	return u
}

// scale converts pixels of the frame to coordinates of the square, one factor an axis.
func (u *upsampler) scale() (x, y float32) {
	return float32(u.scaledW) / float32(u.width), float32(u.scaledH) / float32(u.height)
}

// mask is where the logits, enlarged to the frame, are above 0.
func (u *upsampler) mask(logits []float32) *nodes.Mask {
	cx1, cy1, cx2, cy2 := u.positive(logits)
	x1, x2 := reach(u.xs, cx1, cx2)
	y1, y2 := reach(u.ys, cy1, cy2)
	var b nodes.MaskBuilder
	if x1 >= x2 || y1 >= y2 {
		return b.Mask()
	}
	rows := [2]int{u.ys[y1].first, u.ys[y2-1].first + 3}
	var column [Grid]float32
	for x := x1; x < x2; x++ {
		t := u.xs[x]
		for r := rows[0]; r < rows[1]; r++ {
			cells := logits[r*Grid+t.first:][:3]
			column[r] = t.weight[0]*cells[0] + t.weight[1]*cells[1] + t.weight[2]*cells[2]
		}
		u.spans(&b, x, y1, y2, &column)
	}
	return b.Mask()
}

// spans adds what is above 0 in a column of pixels. Where the three cells that pixels
// see agree, so do the pixels: only along the mask's edge is there something to compute.
func (u *upsampler) spans(b *nodes.MaskBuilder, x, y1, y2 int, column *[Grid]float32) {
	start := -1
	turn := func(inside bool, y int) {
		if inside && start < 0 {
			start = y
		} else if !inside && start >= 0 {
			b.Add(nodes.Span{X: x, Y1: start, Y2: y})
			start = -1
		}
	}
	for _, band := range u.rows {
		from, to := max(band.from, y1), min(band.to, y2)
		if from >= to {
			continue
		}
		cells := column[band.first:][:3]
		if low, high := min(cells[0], cells[1], cells[2]), max(cells[0], cells[1], cells[2]); low > 0 || high <= 0 {
			turn(low > 0, from)
			continue
		}
		for y := from; y < to; y++ {
			w := &u.ys[y].weight
			turn(w[0]*cells[0]+w[1]*cells[1]+w[2]*cells[2] > 0, y)
		}
	}
	turn(false, y2)
}

// positive is the range of cells that are above 0, half-open, among those that
// any pixel can see.
func (u *upsampler) positive(logits []float32) (x1, y1, x2, y2 int) {
	x1, y1 = Grid, Grid
	right, bottom := u.xs[u.width-1].first+3, u.ys[u.height-1].first+3
	for y := range bottom {
		for x, v := range logits[y*Grid : y*Grid+right] {
			if v > 0 {
				x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x+1), max(y2, y+1)
			}
		}
	}
	return x1, y1, x2, y2
}

// reach is the range of pixels, half-open, that see any of the cells from to to.
func reach(taps []tap, from, to int) (first, last int) {
	first = len(taps)
	for i, t := range taps {
		if t.first < to && t.first+3 > from {
			first, last = min(first, i), i+1
		}
	}
	return first, last
}

func (u *upsampler) stability(logits []float32, offset float32) float32 {
	right, bottom := (u.scaledW+3)/4, (u.scaledH+3)/4
	high, low := 0, 0
	for y := range bottom {
		for _, v := range logits[y*Grid : y*Grid+right] {
			if v > offset {
				high++
			}
			if v > -offset {
				low++
			}
		}
	}
	if low == 0 {
		return 1
	}
	return float32(high) / float32(low)
}
