package carry

import "github.com/maskgraph/maskgraph/nodes/internal/cv"

// placing is a cutout on its way to a later picture.
type placing struct {
	c      *Cutout
	now    *cv.Small
	cover  field        // the mask as the motion puts it, 0..1
	source [][2]float32 // for each pixel, where it was on the key-frame
}

// How the edge is set anew. Colours are compared within a band on both sides of where
// the motion puts it, after SnapCut (Bai et al., 2009): with those inside the mask on
// the key-frame and deep inside it now, and with those outside.
const (
	bandReach   = 5  // pixels of the small picture on each side
	colourReach = 8  // how far away the colours are that a pixel is compared with
	colourStep  = 4  // every so many pixels
	colourPull  = 4  // of colours against the place
	likely      = 12 // of 765: differences of colour that say nothing
	surely      = 0.98
)

// edge is above 0 where the cutout is now.
func (p *placing) edge() field {
	prior := p.cover.smooth(bandReach)
	colour := newField(prior.x, prior.y, prior.x+prior.w, prior.y+prior.h)
	for i, b := range prior.v {
		if b > 0.01 && b < 0.99 {
			colour.v[i] = p.likeness(prior, prior.x+i%prior.w, prior.y+i/prior.w, i)
		}
	}
	colour = colour.smooth(1)
	for i, b := range prior.v {
		prior.v[i] = 2*b - 1 + 0.3*(2*p.cover.v[i]-1)
		if b > 0.01 && b < 0.99 {
			prior.v[i] += colourPull * colour.v[i]
		}
	}
	return prior
}

// likeness is how much more a pixel's colour is like those inside than like those
// outside, -1..1.
func (p *placing) likeness(prior field, x, y, i int) float32 {
	own := p.now.BGR[3*(y*p.now.Width+x):][:3]
	in, out := 200, 200
	u, v := int(p.source[i][0]+0.5)-p.c.X, int(p.source[i][1]+0.5)-p.c.Y
	for dy := -colourReach; dy <= colourReach; dy += colourStep {
		for dx := -colourReach; dx <= colourReach; dx += colourStep {
			if i, j := u+dx, v+dy; uint(i) < uint(p.c.W) && uint(j) < uint(p.c.H) {
				at := j*p.c.W + i
				switch cover := p.c.Cover[at]; {
				case cover > 230:
					in = min(in, unlike(own, p.c.BGR[3*at:]))
				case cover < 25: // what was behind the thing then is likely elsewhere now
					out = min(out, unlike(own, p.c.BGR[3*at:])+10)
				}
			}
			if i, j := x+dx-prior.x, y+dy-prior.y; uint(i) < uint(prior.w) && uint(j) < uint(prior.h) {
				at := 3 * ((y+dy)*p.now.Width + x + dx)
				switch b := prior.v[j*prior.w+i]; {
				case b > surely:
					in = min(in, unlike(own, p.now.BGR[at:]))
				case b < 1-surely:
					out = min(out, unlike(own, p.now.BGR[at:]))
				}
			}
		}
	}
	return float32(out-in) / float32(out+in+likely)
}

// unlike is the sum of the differences of two colours.
func unlike(a, b []byte) int {
	a, b = a[:3], b[:3]
	return distance(a[0], b[0]) + distance(a[1], b[1]) + distance(a[2], b[2])
}

func distance(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }
