package carry

import (
	"math"
	"sync"

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

// oneThing is the IoU of two placed cutouts below which they are not of one thing, or one
// of them has gone astray.
const oneThing = 0.5

// Join is what cutouts of one thing on two key-frames, whose shares make 1, say together
// of where it is: a mask in pixels of the frame, never beyond it. When they say too
// different things, the one with the greater share says it alone.
func Join(now *cv.Small, a, b Placed) *nodes.Mask {
	left, top, right, bottom := a.reach(now, a.Motion)
	x1, y1, x2, y2 := b.reach(now, b.Motion)
	x1, y1, x2, y2 = min(x1, left), min(y1, top), max(x2, right), max(y2, bottom)
	if !a.Reaches(now) && !b.Reaches(now) {
		return &nodes.Mask{}
	}
	both := spareJoins.Get().(*[2]field)
	defer spareJoins.Put(both)
	ours, theirs := both[0].outside(x1, y1, x2, y2), both[1].outside(x1, y1, x2, y2)
	a.write(ours, now)
	b.write(theirs, now)
	common, all := 0, 0
	for i, v := range ours.v {
		if w := theirs.v[i]; v > 0 && w > 0 {
			common, all = common+1, all+1
		} else if v > 0 || w > 0 {
			all++
		}
	}
	share := b.Share
	if float64(common) < oneThing*float64(all) {
		share = float32(math.Round(float64(share)))
	}
	for i, w := range theirs.v {
		ours.v[i] += share * (w - ours.v[i])
	}
	sx, sy := now.Scale()
	return ours.mask(now.FrameW, now.FrameH, sx, sy)
}

// spareJoins are fields whose memory is to be used again.
var spareJoins = sync.Pool{New: func() any { return new([2]field) }}

// outside makes a field of a part of a picture where there is nothing.
func (f *field) outside(x1, y1, x2, y2 int) field {
	*f = field{x1, y1, x2 - x1, y2 - y1, room(f.v, (x2-x1)*(y2-y1))}
	for i := range f.v {
		f.v[i] = farOutside
	}
	return *f
}

// write writes a cutout's edge into a field of at least its reach.
func (p Placed) write(f field, now *cv.Small) {
	p.edge(now, p.Motion, func(edge field) {
		for y := range edge.h {
			copy(f.v[(edge.y+y-f.y)*f.w+edge.x-f.x:], edge.v[y*edge.w:][:edge.w])
		}
	})
}
