package carry

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

// Motion is how a cutout has moved since its key-frame.
type Motion struct {
	Agreement float64 // 0..1: of the points that should be on the picture, how many are found and move as one
	Points    int     // that were set on it, and could be followed at all
	whole     affine  // on the small pictures
	rests     []rest
}

// rest is what a point has moved beyond the whole.
type rest struct{ x, y, dx, dy float64 }

// mostRest is how far a point may be from where the whole puts it, in pixels of the
// small picture, to be of the same thing.
const mostRest = 5

// Motion is what a trail's points inside a cutout say. Without any it stands still,
// and none agrees.
func (c *Cutout) Motion(t *Trail, now *cv.Small) Motion {
	var from, to, gone []cv.Spot
	for i, p := range t.From {
		switch {
		case !c.covers(p):
		case t.Gone[i]:
			gone = append(gone, p)
		default:
			from, to = append(from, p), append(to, t.Now[i])
		}
	}
	m := Motion{whole: identity, Points: len(from) + len(gone)}
	if len(from) == 0 {
		return m
	}
	var weights []float64
	m.whole, weights = fit(from, to)
	agree, expected := 0.0, 0.0
	for i, p := range from {
		x, y := m.whole.at(float64(p.X), float64(p.Y))
		dx, dy := float64(to[i].X)-x, float64(to[i].Y)-y
		if math.Hypot(dx, dy) < mostRest {
			m.rests = append(m.rests, rest{x, y, dx, dy})
		}
		expected++
		if weights[i] > 0 {
			agree++
		}
	}
	for _, p := range gone {
		if x, y := m.whole.at(float64(p.X), float64(p.Y)); now.Inside(cv.Spot{X: float32(x), Y: float32(y)}) {
			expected++
		}
	}
	m.Agreement = agree / expected
	return m
}

// Box is where a box of the key-frame is now: that of the ellipse in it. Both are in
// pixels of the frame.
func (m Motion) Box(now *cv.Small, b nodes.Box) nodes.Box {
	sx, sy := now.Scale()
	x, y := m.whole.at(float64(b.X1+b.X2)/2*sx-0.5, float64(b.Y1+b.Y2)/2*sy-0.5)
	w, h := float64(b.Width())/2*sx, float64(b.Height())/2*sy
	w, h = math.Hypot(m.whole.a*w, m.whole.b*h), math.Hypot(m.whole.d*w, m.whole.e*h)
	x, y = x+0.5, y+0.5
	return nodes.Box{X1: float32((x - w) / sx), Y1: float32((y - h) / sy), X2: float32((x + w) / sx), Y2: float32((y + h) / sy)}
}

// Aim is the motion changed so that what it puts into one box comes to lie in
// another, both in pixels of the present frame and not empty.
func (m Motion) Aim(now *cv.Small, have, want nodes.Box) Motion {
	sx, sy := now.Scale()
	a, e := float64(want.Width()/have.Width()), float64(want.Height()/have.Height())
	to := affine{
		a: a, c: (float64(want.X1)-a*float64(have.X1))*sx - 0.5 + 0.5*a,
		e: e, f: (float64(want.Y1)-e*float64(have.Y1))*sy - 0.5 + 0.5*e,
	}
	if next := to.after(m.whole); next.sane() {
		m.whole, m.rests = next, nil
	}
	return m
}

// bend is what the points near a place say beyond the whole, on a grid of cells.
type bend struct {
	x, y, w, h int // the grid: its first knot in pixels, and how many there are
	by         [][2]float64
}

const (
	bendCell = 8   // pixels of the small picture
	bendNear = 0.2 // points are near up to so much of the size of the whole
	bendHold = 0.3 // of a point's weight: what holds a place back where there are few points
)

func (m Motion) bend(x1, y1, x2, y2 int) bend {
	b := bend{x: x1, y: y1, w: (x2-x1)/bendCell + 2, h: (y2-y1)/bendCell + 2}
	b.by = make([][2]float64, b.w*b.h)
	near2 := max(4*bendCell*bendCell, bendNear*bendNear*float64((x2-x1)*(y2-y1)))
	for i := range b.by {
		x, y := float64(b.x+i%b.w*bendCell), float64(b.y+i/b.w*bendCell)
		weight, dx, dy := bendHold, 0.0, 0.0
		for _, r := range m.rests {
			if u := 1 - ((r.x-x)*(r.x-x)+(r.y-y)*(r.y-y))/near2; u > 0 {
				weight += u * u
				dx += u * u * r.dx
				dy += u * u * r.dy
			}
		}
		b.by[i] = [2]float64{dx / weight, dy / weight}
	}
	return b
}

// knot is what is beyond the whole in a row of pixels, from y on, at a knot across.
func (b bend) knot(k, y int) (dx, dy float64) {
	f := float64(y%bendCell) / bendCell
	above, below := b.by[y/bendCell*b.w+k], b.by[(y/bendCell+1)*b.w+k]
	return above[0] + f*(below[0]-above[0]), above[1] + f*(below[1]-above[1])
}
