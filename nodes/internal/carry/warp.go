package carry

import "math"

// knot is where a knot of the grid of a bend was on the key-frame, in pixels of the
// cutout and with bits behind the point. Between two knots of a row the way is straight.
type knot struct{ u, v int }

const (
	bits = 16
	one  = 1 << bits
)

// warp puts the pixels of a cutout where a motion has taken them.
func (p *placing) warp(c *Cutout, m Motion) {
	f := p.cover
	back, bend := m.whole.inverse(), m.bend(f.x, f.y, f.x+f.w, f.y+f.h)
	p.knots = room(p.knots, bend.w)
	for y := range f.h {
		for k := range p.knots {
			dx, dy := bend.knot(k, y)
			u, v := back.at(float64(f.x+k*bendCell)-dx, float64(f.y+y)-dy)
			p.knots[k] = knot{int(math.Floor((u - float64(c.X)) * one)), int(math.Floor((v - float64(c.Y)) * one))}
		}
		cover, lines := f.v[y*f.w:][:f.w], p.layers.lines(keyframe, y)
		for k := range (f.w + bendCell - 1) / bendCell {
			from, to := p.knots[k], p.knots[k+1]
			u, v, du, dv := from.u, from.v, (to.u-from.u)/bendCell, (to.v-from.v)/bendCell
			for x := k * bendCell; x < min((k+1)*bendCell, f.w); x++ {
				cover[x] = c.coverAt(u, v)
				c.show(u, v, &lines, x)
				u, v = u+du, v+dv
			}
		}
	}
}

// coverAt is how much of a pixel between pixels is covered, 0 to 1.
func (c *Cutout) coverAt(u, v int) float32 {
	i, j := u>>bits, v>>bits
	var a, b, d, e int
	if uint(i) < uint(c.W-1) && uint(j) < uint(c.H-1) {
		four := c.Cover[j*c.W+i:][:c.W+2]
		a, b, d, e = int(four[0]), int(four[1]), int(four[c.W]), int(four[c.W+1])
		if a == b && d == e && a == d {
			return float32(a) / 255
		}
	} else {
		a, b, d, e = c.cover(i, j), c.cover(i+1, j), c.cover(i, j+1), c.cover(i+1, j+1)
	}
	u, v = u&(one-1), v&(one-1)
	top, bottom := a*one+u*(b-a), d*one+u*(e-d)
	return float32(top*one+v*(bottom-top)) / (255 * one * one)
}

// cover is that of a pixel, 0 beyond the cutout.
func (c *Cutout) cover(i, j int) int {
	if uint(i) >= uint(c.W) || uint(j) >= uint(c.H) {
		return 0
	}
	return int(c.Cover[j*c.W+i])
}

// show puts the pixel of a place into lines, if it is inside or outside.
func (c *Cutout) show(u, v int, to *lines, x int) {
	i, j := (u+one/2)>>bits, (v+one/2)>>bits
	if uint(i) >= uint(c.W) || uint(j) >= uint(c.H) {
		return
	}
	at := j*c.W + i
	switch cover := c.Cover[at]; {
	case cover > entirely:
		to[inside][x] = 255
	case cover < 255-entirely:
		to[outside][x] = 255 - elsewhere
	default:
		return
	}
	pix := c.BGR[3*at:][:3]
	to[blue][x], to[green][x], to[red][x] = pix[0], pix[1], pix[2]
}
