package tracker

import (
	"math"
	"slices"

	"github.com/maskgraph/maskgraph/nodes"
)

const (
	pictureWidth = 160 // about; a camera's motion shows on little
	blockSamples = 4   // pixels looked at along each side of a block that becomes one
)

// thumbnail is a small grey copy of a frame. Names are exported for Snapshot only.
type thumbnail struct {
	W, H  int
	Block int // pixels of the frame along each side of a pixel of this
	Pix   []byte
	Hide  []byte // 1 where things move on their own account
}

// shrink copies a frame, and hides what lies in the boxes.
func shrink(f *nodes.Frame, found []nodes.Instance) *thumbnail {
	block := max(1, (f.Width+pictureWidth/2)/pictureWidth)
	p := &thumbnail{W: max(1, f.Width/block), H: max(1, f.Height/block), Block: block}
	block = min(block, f.Width, f.Height)
	p.Pix, p.Hide = make([]byte, p.W*p.H), make([]byte, p.W*p.H)
	step := (block + blockSamples - 1) / blockSamples
	for y := range min(p.H, f.Height/block) {
		for x := range p.W {
			p.Pix[y*p.W+x] = grey(f, x*block, y*block, block, step)
		}
	}
	for i := range found {
		p.hide(found[i].Box)
	}
	return p
}

// grey is the mean of every step'th pixel of a block.
func grey(f *nodes.Frame, x0, y0, block, step int) byte {
	sum, n := 0, 0
	for y := y0; y < y0+block; y += step {
		for x := x0; x < x0+block; x += step {
			if f.Format == nodes.Gray8 {
				sum += 4 * int(f.Pix[y*f.Width+x])
			} else {
				p := f.Pix[3*(y*f.Width+x):]
				sum += int(p[0]) + 2*int(p[1]) + int(p[2])
			}
			n += 4
		}
	}
	return byte(sum / n)
}

func (p *thumbnail) hide(b nodes.Box) {
	c := nodes.Box{}
	k := float32(p.Block)
	c.X1, c.Y1, c.X2, c.Y2 = b.X1/k, b.Y1/k, b.X2/k+1, b.Y2/k+1
	if c = c.Clip(p.W, p.H); !(c.Area() > 0) { // nor where it is no number
		return
	}
	for y := int(c.Y1); y < int(c.Y2); y++ {
		for x := int(c.X1); x < int(c.X2); x++ {
			p.Hide[y*p.W+x] = 1
		}
	}
}

// halved is the picture at half its size; a pixel half of which is hidden is.
func (p *thumbnail) halved() *thumbnail {
	q := &thumbnail{W: p.W / 2, H: p.H / 2, Block: 2 * p.Block}
	q.Pix, q.Hide = make([]byte, q.W*q.H), make([]byte, q.W*q.H)
	for y := range q.H {
		for x := range q.W {
			i := 2*y*p.W + 2*x
			four := int(p.Pix[i]) + int(p.Pix[i+1]) + int(p.Pix[i+p.W]) + int(p.Pix[i+p.W+1])
			q.Pix[y*q.W+x] = byte((four + 2) / 4)
			q.Hide[y*q.W+x] = min(1, (p.Hide[i]+p.Hide[i+1]+p.Hide[i+p.W]+p.Hide[i+p.W+1])/2)
		}
	}
	return q
}

// at is the grey value between pixels; ok is false outside and where it is hidden.
func (p *thumbnail) at(z complex128) (v float64, ok bool) {
	x, y := math.Floor(real(z)), math.Floor(imag(z))
	if !(x >= 0 && y >= 0 && x < float64(p.W-1) && y < float64(p.H-1)) {
		return 0, false
	}
	i := int(y)*p.W + int(x)
	if p.Hide[i] != 0 {
		return 0, false
	}
	u, w := real(z)-x, imag(z)-y
	top := float64(p.Pix[i])*(1-u) + float64(p.Pix[i+1])*u
	low := float64(p.Pix[i+p.W])*(1-u) + float64(p.Pix[i+p.W+1])*u
	return top*(1-w) + low*w, true
}

// valid says that walking over the picture is safe.
func (p *thumbnail) valid() bool {
	return p.W > 0 && p.H > 0 && p.Block > 0 && len(p.Pix) == p.W*p.H && len(p.Hide) == p.W*p.H &&
		!slices.ContainsFunc(p.Hide, func(h byte) bool { return h > 1 })
}
