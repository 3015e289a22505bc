package main

import "github.com/maskgraph/maskgraph/nodes"

// passes of a box blur come close to a Gaussian one.
const passes = 3

// patch is a rectangle of a frame, copied out of it.
type patch struct {
	x, y, w, h int // in pixels of the frame
	channels   int
	pix        []byte // rows from the top
}

// around is the rectangle of a mask, with the margin that a blur mixes in.
func around(f *nodes.Frame, m *nodes.Mask, margin int) patch {
	x, y := max(0, m.X-margin), max(0, m.Y-margin)
	p := patch{
		x: x, y: y, w: min(f.Width, m.X+m.W+margin) - x, h: min(f.Height, m.Y+m.H+margin) - y,
		channels: f.Format.Channels(),
	}
	for row := range p.h {
		start := ((y+row)*f.Width + x) * p.channels
		p.pix = append(p.pix, f.Pix[start:start+p.w*p.channels]...)
	}
	return p
}

// blur mixes pixels that are up to radius apart.
func (p patch) blur(radius int) patch {
	for range passes {
		p = p.blurRows(radius / passes).blurRows(radius / passes)
	}
	return p
}

// blurRows makes each pixel the mean of those of its row that are up to radius
// away, and turns rows into columns, so that doing it twice blurs both ways.
func (p patch) blurRows(radius int) patch {
	out := patch{x: p.y, y: p.x, w: p.h, h: p.w, channels: p.channels, pix: make([]byte, len(p.pix))}
	for y := range p.h {
		for channel := range p.channels {
			row := p.pix[y*p.w*p.channels+channel:]
			sum, n := 0, 0
			for x := -radius; x < p.w; x++ {
				if come := x + radius; come < p.w {
					sum += int(row[come*p.channels])
					n++
				}
				if gone := x - radius - 1; gone >= 0 {
					sum -= int(row[gone*p.channels])
					n--
				}
				if x >= 0 {
					out.pix[(x*p.h+y)*p.channels+channel] = byte((sum + n/2) / n)
				}
			}
		}
	}
	return out
}

// paste copies what the mask covers into a frame.
func (p patch) paste(f *nodes.Frame, m *nodes.Mask) {
	for s := range m.Spans() {
		for y := s.Y1; y < s.Y2; y++ {
			to, from := (y*f.Width+s.X)*p.channels, ((y-p.y)*p.w+s.X-p.x)*p.channels
			copy(f.Pix[to:to+p.channels], p.pix[from:])
		}
	}
}
