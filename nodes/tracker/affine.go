package tracker

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// Affine takes a place (x, y) to (a x + b y + c, d x + e y + f), in pixels of the
// full frame: where what was there on one frame is on the next when it did not
// move and the camera did. The fields stand in the order a, b, c, d, e, f.
type Affine [6]float64

var still = Affine{1, 0, 0, 0, 1, 0}

func (a Affine) apply(x, y float64) (float64, float64) {
	return a[0]*x + a[1]*y + a[2], a[3]*x + a[4]*y + a[5]
}

// scale is how much longer lengths become.
func (a Affine) scale() float64 { return math.Sqrt(math.Abs(a[0]*a[4] - a[1]*a[3])) }

// box is where a box is afterwards; it stays upright.
func (a Affine) box(b nodes.Box, scale float64) nodes.Box {
	x, y, w, h := middle(b)
	x, y = a.apply(x, y)
	w, h = w*scale/2, h*scale/2
	return nodes.Box{X1: float32(x - w), Y1: float32(y - h), X2: float32(x + w), Y2: float32(y + h)}
}

// Move tells how the camera moved since the last Update, before the next one.
func (f *Follower) Move(a Affine) { f.camera = &a }

// pan takes all tracks along with the camera, unless what was found then fits
// worse: the pictures may show something else that moves.
func (f *Follower) pan() {
	if f.camera == nil {
		return
	}
	if a := *f.camera; f.agreement(a) >= f.agreement(still) {
		f.move(a)
	}
	f.camera = nil
}

func (f *Follower) move(a Affine) {
	for i := range f.state.Tracks {
		f.state.Tracks[i].move(a)
	}
}

func (t *track) move(a Affine) {
	m, s := &t.Motion, a.scale()
	m.X.Pos, m.Y.Pos = a.apply(m.X.Pos, m.Y.Pos)
	vx, vy := m.X.Rate, m.Y.Rate
	m.X.Rate, m.Y.Rate = a[0]*vx+a[1]*vy, a[3]*vx+a[4]*vy
	for _, size := range []*axis{&m.W, &m.H} {
		size.Pos *= s
		size.Rate *= s
	}
	for _, v := range []*axis{&m.X, &m.Y, &m.W, &m.H} {
		v.PP, v.PR, v.RR = v.PP*s*s, v.PR*s*s, v.RR*s*s
	}
	x, y := a.apply(t.X+t.CamX, t.Y+t.CamY)
	t.CamX, t.CamY = x-t.X, y-t.Y
	t.Past.move(a, s)
	t.box = m.box()
}

// move keeps the last boxes where a camera that stood still would have seen them,
// so that noise is not learnt from the camera.
func (p *past) move(a Affine, s float64) {
	for i := range p.Boxes {
		b := &p.Boxes[i]
		b[0], b[1] = a.apply(b[0], b[1])
		b[2], b[3] = b[2]*s, b[3]*s
	}
}
