package carry

import "math"

// knot is where a knot of the grid of a bend was on the key-frame, in pixels of the
// cutout, as numbers of fixed point: between two knots of a row the way is straight.
type knot struct{ u, v int }

const (
	fixed = 16 // bits behind the point
	half  = 1 << (fixed - 1)
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
			p.knots[k] = knot{toFixed(u - float64(c.X)), toFixed(v - float64(c.Y))}
		}
		row := f.v[y*f.w:][:f.w]
		b, g, r := p.layers.row(keyframe+blue, y), p.layers.row(keyframe+green, y), p.layers.row(keyframe+red, y)
		in, out := p.layers.row(keyframe+inside, y), p.layers.row(keyframe+outside, y)
		for x := range row {
			from, to := p.knots[x/bendCell], p.knots[x/bendCell+1]
			u := from.u + x%bendCell*(to.u-from.u)/bendCell
			v := from.v + x%bendCell*(to.v-from.v)/bendCell
			row[x] = c.coverAt(u, v)
			i, j := (u+half)>>fixed, (v+half)>>fixed
			if uint(i) >= uint(c.W) || uint(j) >= uint(c.H) {
				continue
			}
			at := j*c.W + i
			switch cover := c.Cover[at]; {
			case cover > entirely:
				in[x] = 255
			case cover < 255-entirely:
				out[x] = 255 - elsewhere
			default:
				continue
			}
			pix := c.BGR[3*at:][:3]
			b[x], g[x], r[x] = pix[0], pix[1], pix[2]
		}
	}
}

func toFixed(x float64) int { return int(math.Floor(x * (1 << fixed))) }

// coverAt is how much of a pixel between pixels is covered, 0 to 1.
func (c *Cutout) coverAt(u, v int) float32 {
	i, j := u>>fixed, v>>fixed
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
	u, v = u&(1<<fixed-1), v&(1<<fixed-1)
	top, bottom := a<<fixed+u*(b-a), d<<fixed+u*(e-d)
	return float32(top<<fixed+v*(bottom-top)) / (255 << (2 * fixed))
}

// cover is that of a pixel, 0 beyond the cutout.
func (c *Cutout) cover(i, j int) int {
	if uint(i) >= uint(c.W) || uint(j) >= uint(c.H) {
		return 0
	}
	return int(c.Cover[j*c.W+i])
}
