package samprompter

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// patch is what a thing looks like: some pixels of a thumb that lie inside its mask.
type patch []spot

type spot struct {
	X, Y int
	V    [3]uint8 // of each channel
}

const (
	mostSpots = 2000 // of a patch; more make the search slower and hardly better
	lookWidth = 320  // of the thumbs that are searched
	unlike    = 40   // of 255: differences beyond are of something else and count no more
	steady    = 0.3  // how much worse a place looks than it is at the end of the reach
)

// patchOf is empty for a mask that covers the middle of no pixel of the thumb.
func patchOf(t *thumb, mask *nodes.Mask) patch {
	var p patch
	for x, rows := range centres(mask, float64(t.w)/float64(t.frameW), float64(t.h)/float64(t.frameH), t.w, t.h) {
		for y := rows[0]; y < rows[1]; y++ {
			s := spot{X: x, Y: y}
			copy(s.V[:], t.pix[(y*t.w+x)*t.channels:][:t.channels])
			p = append(p, s)
		}
	}
	if step := (len(p) + mostSpots - 1) / mostSpots; step > 1 {
		for i := range len(p) / step {
			p[i] = p[i*step]
		}
		p = p[:len(p)/step]
	}
	return p
}

// find looks for the patch on a later thumb, at most reach pixels of the thumb from
// where it is expected: it has moved by (dx, dy) pixels of the frame. unlikeness is
// the mean difference of what is found there, of 255; above unlike when
// hardly anything of it can be on the frame.
func (p patch) find(t *thumb, dx, dy float64, reach int) (x, y, unlikeness float64) {
	sx, sy := float64(t.w)/float64(t.frameW), float64(t.h)/float64(t.frameH)
	cx, cy := int(math.Round(dx*sx)), int(math.Round(dy*sy))
	side := 2*reach + 3 // one more all around, for the curve through the best
	cost := make([]float64, side*side)
	best, least := side*side/2, math.Inf(1)
	for i := range cost {
		ox, oy := i%side-reach-1, i/side-reach-1
		cost[i] = p.unlikeness(t, cx+ox, cy+oy)
		c := cost[i] * (1 + steady*math.Hypot(float64(ox), float64(oy))/float64(reach))
		if max(ox, -ox, oy, -oy) <= reach && c < least {
			best, least = i, c
		}
	}
	x = float64(cx+best%side-reach-1) + vertex(cost[best-1], cost[best], cost[best+1])
	y = float64(cy+best/side-reach-1) + vertex(cost[best-side], cost[best], cost[best+side])
	return x / sx, y / sy, cost[best]
}

// unlikeness compares the patch, moved by so many pixels, with a thumb.
func (p patch) unlikeness(t *thumb, dx, dy int) float64 {
	sum, seen := 0, 0
	for _, s := range p {
		x, y := s.X+dx, s.Y+dy
		if x < 0 || y < 0 || x >= t.w || y >= t.h {
			continue
		}
		for c, v := range t.pix[(y*t.w+x)*t.channels:][:t.channels] {
			sum += min(distance(v, s.V[c]), unlike)
		}
		seen++
	}
	if 4*seen < len(p) || seen == 0 {
		return unlike + 1
	}
	return float64(sum) / float64(seen*t.channels)
}

// vertex is where a parabola through three values, at -1, 0 and 1, is least.
func vertex(a, b, c float64) float64 {
	if bend := a - 2*b + c; bend > 0 {
		return max(-0.5, min((a-c)/(2*bend), 0.5))
	}
	return 0
}
