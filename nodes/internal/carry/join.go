package carry

import (
	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Placed is a cutout where a motion has taken it, and how much it counts beside others.
type Placed struct {
	*Cutout
	Motion Motion
	Share  float32
}

// Reaches says that something of it is on the picture.
func (p Placed) Reaches(now *cv.Small) bool {
	x1, y1, x2, y2 := p.reach(now, p.Motion)
	return x2-x1 >= 2 && y2-y1 >= 2
}

// farOutside is what an edge's field has far outside of a mask.
const farOutside = -1.3

// Join is what cutouts of one thing on different key-frames, whose shares make 1, say
// together of where it is: a mask in pixels of the frame, never beyond it.
func Join(now *cv.Small, all ...Placed) *nodes.Mask {
	x1, y1, x2, y2 := now.Width, now.Height, 0, 0
	for _, p := range all {
		left, top, right, bottom := p.reach(now, p.Motion)
		x1, y1, x2, y2 = min(x1, left), min(y1, top), max(x2, right), max(y2, bottom)
	}
	if x2-x1 < 2 || y2-y1 < 2 {
		return &nodes.Mask{}
	}
	sum := field{x1, y1, x2 - x1, y2 - y1, make([]float32, (x2-x1)*(y2-y1))}
	for i := range sum.v {
		sum.v[i] = farOutside
	}
	for _, p := range all {
		p.addTo(sum, now)
	}
	sx, sy := now.Scale()
	return sum.mask(now.FrameW, now.FrameH, sx, sy)
}

// addTo adds the share of a cutout's edge to a field of at least its reach.
func (p Placed) addTo(sum field, now *cv.Small) {
	if !p.Reaches(now) {
		return
	}
	x1, y1, x2, y2 := p.reach(now, p.Motion)
	at := spare.Get().(*placing)
	defer spare.Put(at)
	at.reset(x1, y1, x2, y2)
	at.warp(p.Cutout, p.Motion)
	edge := at.edge(now)
	for y := range edge.h {
		row := sum.v[(y1+y-sum.y)*sum.w+x1-sum.x:]
		for x, v := range edge.v[y*edge.w:][:edge.w] {
			row[x] += p.Share * (v - farOutside)
		}
	}
}
