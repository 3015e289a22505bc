package carry

import (
	"sync"

	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// placing is a cutout on its way to a later picture.
type placing struct {
	cover  field // the mask as the motion puts it, 0..1
	prior  field // the same with a soft edge
	alike  field // what the colours say
	colour field // the same without its specks
	layers layers
	knots  []knot
}

// spare are those whose memory is to be used again.
var spare = sync.Pool{New: func() any { return new(placing) }}

// reset makes room for a part of a picture.
func (p *placing) reset(x1, y1, x2, y2 int) {
	for _, f := range []*field{&p.cover, &p.prior, &p.alike, &p.colour} {
		*f = field{x1, y1, x2 - x1, y2 - y1, room(f.v, (x2-x1)*(y2-y1))}
	}
	p.layers.reset(x2-x1, y2-y1)
}

// How the edge is set anew. Colours are compared within a band on both sides of where
// the motion puts it, after SnapCut (Bai et al., 2009): with those inside the mask on
// the key-frame and deep inside it now, and with those outside.
const (
	bandReach   = 5 // pixels of the small picture on each side
	colourReach = 8 // how far away the colours are that a pixel is compared with
	colourStep  = 4 // every so many pixels
	colourPull  = 4 // of colours against the place
	surely      = 0.98
	entirely    = 230 // of 255: so much of a pixel of the key-frame is covered if it is inside
	elsewhere   = 10  // of 765: what was behind the thing then is likely not there now
)

// edge is above 0 where the cutout is now. What it returns is p's.
func (p *placing) edge(now *cv.Small) field {
	p.cover.smooth(p.prior, bandReach)
	p.show(now)
	p.layers.alike(p.alike.v)
	p.alike.smooth(p.colour, 1)
	for i, b := range p.prior.v {
		edge := 2*b - 1 + 0.3*(2*p.cover.v[i]-1)
		if b <= surely && b >= 1-surely {
			edge += colourPull * p.colour.v[i]
		}
		p.prior.v[i] = edge
	}
	return p.prior
}

// show puts the present picture into its layers.
func (p *placing) show(now *cv.Small) {
	f := p.prior
	for y := range f.h {
		to := p.layers.lines(present, y)
		pix := now.BGR[3*((f.y+y)*now.Width+f.x):][:3*f.w]
		for x, prior := range f.v[y*f.w:][:f.w] {
			to[blue][x], to[green][x], to[red][x] = pix[3*x], pix[3*x+1], pix[3*x+2]
			switch {
			case prior > surely:
				to[inside][x] = 255
			case prior < 1-surely:
				to[outside][x] = 255
			}
		}
	}
}
