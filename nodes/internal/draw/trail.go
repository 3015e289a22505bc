package draw

import (
	"image"
	"math"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
)

// Spot is where a track was: the middle of its box, in pixels.
type Spot struct {
	At   time.Duration // of the stream
	X, Y float32
}

// Trails are the ways that tracks came in the last seconds, by track, the newest spot
// at the end.
type Trails map[int][]Spot

// See tells the Painter where tracks are at a time, for the trails of what it paints
// from now on.
func (p *Painter) See(at time.Duration, items []nodes.Instance) {
	if p.Style.Trail <= 0 {
		return
	}
	if p.Trails == nil {
		p.Trails = Trails{}
	}
	for _, it := range items {
		x, y := (it.Box.X1+it.Box.X2)/2, (it.Box.Y1+it.Box.Y2)/2
		if it.Track > 0 && math.Abs(float64(x)) < 1e6 && math.Abs(float64(y)) < 1e6 { // and a number
			p.Trails[it.Track] = append(p.Trails[it.Track], Spot{at, x, y})
		}
	}
	oldest := at - time.Duration(p.Style.Trail*float64(time.Second))
	for track, spots := range p.Trails {
		for len(spots) > 0 && (spots[0].At < oldest || spots[0].At > at) {
			spots = spots[1:]
		}
		if p.Trails[track] = spots; len(spots) == 0 {
			delete(p.Trails, track)
		}
	}
}

// trail draws the way of a track, thinner where it is older.
func (p *Painter) trail(c *canvas, track int, color bgr) {
	spots := p.Trails[track]
	if len(spots) < 2 {
		return
	}
	last := spots[len(spots)-1].At
	thick := 0.6 + 0.5*float64(p.brush.radius) // half of it, at the new end
	for i := 1; i < len(spots); i++ {
		age := (last - spots[i].At).Seconds() / p.Style.Trail
		c.line(spots[i-1], spots[i], thick*(1-0.7*min(age, 1)), color)
	}
}

// line draws a smooth line with round ends that reaches half a thickness to each side.
func (c *canvas) line(a, b Spot, half float64, color bgr) {
	ax, ay := float64(a.X), float64(a.Y)
	dx, dy := float64(b.X)-ax, float64(b.Y)-ay
	reach := int(half + 2)
	area := image.Rect(int(min(a.X, b.X))-reach, int(min(a.Y, b.Y))-reach, int(max(a.X, b.X))+reach+1, int(max(a.Y, b.Y))+reach+1)
	area = area.Intersect(image.Rect(0, 0, c.width, c.height))
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			px, py := float64(x)+0.5-ax, float64(y)+0.5-ay
			along := 0.0
			if length := dx*dx + dy*dy; length > 0 {
				along = clamp01((px*dx + py*dy) / length)
			}
			if cover := clamp01(half + 0.5 - math.Hypot(px-along*dx, py-along*dy)); cover > 0 {
				blend(c.pix[y*c.stride+3*x:], color, int(256*cover))
			}
		}
	}
}
