package carry

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Cutout is a thing on its key-frame: how much of each pixel of the small picture its
// mask covers, and the colours there and around.
type Cutout struct {
	X, Y, W, H int
	Cover      []byte // 0 to 255
	BGR        []byte
}

// Cut takes a mask, in pixels of the frame, out of its small picture.
func Cut(s *cv.Small, mask *nodes.Mask) *Cutout {
	sx, sy := s.Scale()
	const around = colourReach + 1
	x1, y1 := max(0, int(float64(mask.X)*sx)-around), max(0, int(float64(mask.Y)*sy)-around)
	x2, y2 := min(s.Width, int(math.Ceil(float64(mask.X+mask.W)*sx))+around), min(s.Height, int(math.Ceil(float64(mask.Y+mask.H)*sy))+around)
	c := &Cutout{X: x1, Y: y1, W: x2 - x1, H: y2 - y1}
	covered := make([]uint32, c.W*c.H)
	for span := range mask.Spans() {
		x := cell(span.X, sx) - x1
		for y := span.Y1; y < span.Y2; y++ {
			covered[(cell(y, sy)-y1)*c.W+x]++
		}
	}
	columns, rows := perCell(s.FrameW, s.Width, sx), perCell(s.FrameH, s.Height, sy)
	c.Cover = make([]byte, len(covered))
	for i, n := range covered {
		c.Cover[i] = byte(255 * n / (columns[x1+i%c.W] * rows[y1+i/c.W]))
	}
	for y := y1; y < y2; y++ {
		c.BGR = append(c.BGR, s.BGR[3*(y*s.Width+x1):3*(y*s.Width+x2)]...)
	}
	return c
}

// cell is the pixel of the small picture that a pixel of the frame lies in.
func cell(at int, scale float64) int { return int((float64(at) + 0.5) * scale) }

// perCell is how many pixels of the frame lie in each of the small picture, along
// one axis.
func perCell(frame, small int, scale float64) []uint32 {
	n := make([]uint32, small)
	for at := range frame {
		n[cell(at, scale)]++
	}
	return n
}

func (c *Cutout) covers(p cv.Spot) bool {
	x, y := int(math.Round(float64(p.X)))-c.X, int(math.Round(float64(p.Y)))-c.Y
	return x >= 0 && y >= 0 && x < c.W && y < c.H && c.Cover[y*c.W+x] >= 128
}

// Place puts a cutout where a motion has taken it: a mask in pixels of the frame,
// never beyond it.
func (c *Cutout) Place(now *cv.Small, m Motion) *nodes.Mask {
	mask := &nodes.Mask{}
	sx, sy := now.Scale()
	c.edge(now, m, func(edge field) { mask = edge.mask(now.FrameW, now.FrameH, sx, sy) })
	return mask
}

// edge lends use the field that is above 0 where a motion has taken a cutout, if that is
// on the picture.
func (c *Cutout) edge(now *cv.Small, m Motion, use func(field)) {
	x1, y1, x2, y2 := c.reach(now, m)
	if x2-x1 < 2 || y2-y1 < 2 {
		return
	}
	p := spare.Get().(*placing)
	defer spare.Put(p)
	p.reset(x1, y1, x2, y2)
	p.warp(c, m)
	use(p.edge(now))
}

// reach is the part of the picture that a placed cutout can touch.
func (c *Cutout) reach(now *cv.Small, m Motion) (x1, y1, x2, y2 int) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, corner := range [4][2]int{{0, 0}, {c.W, 0}, {0, c.H}, {c.W, c.H}} {
		x, y := m.whole.at(float64(c.X+corner[0]), float64(c.Y+corner[1]))
		left, top, right, bottom = min(left, x), min(top, y), max(right, x), max(bottom, y)
	}
	return max(0, int(max(0, left))-2), max(0, int(max(0, top))-2),
		min(now.Width, int(max(0, right))+3), min(now.Height, int(max(0, bottom))+3)
}
