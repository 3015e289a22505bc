package nodes

import (
	"crypto/subtle"
	"fmt"
)

// Mask is the shape of one instance: a binary picture, cropped to its bounding
// box and run-length coded. Like every payload it never changes once it is made.
//
// Runs alternate background, foreground, background …, the first may be 0. They
// go column by column from the left, each column from the top, over the crop:
// the order of COCO's run-length coding, which covers the whole frame instead.
// A mask without foreground has a crop of zero size and no runs.
type Mask struct {
	X, Y, W, H int // the crop, in pixels of the full frame
	Runs       []uint32
}

// MaskFromBitmap makes the mask of what is not zero in a bitmap of w x h bytes,
// rows from the top, whose upper left corner lies at (x, y) of the frame. The
// result is cropped to what is set.
func MaskFromBitmap(x, y, w, h int, bits []byte) *Mask {
	if len(bits) != w*h {
		panic(fmt.Sprintf("nodes: a bitmap of %dx%d needs %d bytes, got %d", w, h, w*h, len(bits)))
	}
	var b MaskBuilder
	for cx, rows := range columnEdges(w, h, bits) {
		for ; len(rows) > 0; rows = rows[2:] {
			b.Add(Span{x + cx, y + int(rows[0]), y + int(rows[1])})
		}
	}
	return b.Mask()
}

// Bitmap is the mask's crop as W*H bytes, rows from the top, 1 inside, 0 outside.
func (m *Mask) Bitmap() []byte {
	bits := make([]byte, m.W*m.H)
	for s := range m.Spans() {
		bits[(s.Y1-m.Y)*m.W+s.X-m.X] ^= 1
		if s.Y2 < m.Y+m.H {
			bits[(s.Y2-m.Y)*m.W+s.X-m.X] ^= 1
		}
	}
	for y := 1; y < m.H; y++ { // from where a column changes to what it is
		row := bits[y*m.W : (y+1)*m.W]
		subtle.XORBytes(row, row, bits[(y-1)*m.W:y*m.W])
	}
	return bits
}

// Area is the number of pixels inside.
func (m *Mask) Area() int {
	area := 0
	for i := 1; i < len(m.Runs); i += 2 {
		area += int(m.Runs[i])
	}
	return area
}

// Empty says that no pixel is inside.
func (m *Mask) Empty() bool { return m.W == 0 }

// Box is the tight box around the mask.
func (m *Mask) Box() Box {
	return Box{float32(m.X), float32(m.Y), float32(m.X + m.W), float32(m.Y + m.H)}
}

// Shift is the same mask dx pixels further right and dy further down. It may
// reach over the frame's edge: see Clip.
func (m *Mask) Shift(dx, dy int) *Mask {
	return &Mask{X: m.X + dx, Y: m.Y + dy, W: m.W, H: m.H, Runs: m.Runs}
}

// Clip is the part of the mask inside a rectangle of whole pixels.
func (m *Mask) Clip(x1, y1, x2, y2 int) *Mask {
	if m.X >= x1 && m.Y >= y1 && m.X+m.W <= x2 && m.Y+m.H <= y2 {
		return m
	}
	var b MaskBuilder
	for s := range m.Spans() {
		if s.X >= x1 && s.X < x2 {
			b.Add(Span{s.X, max(s.Y1, y1), min(s.Y2, y2)})
		}
	}
	return b.Mask()
}

// Intersection is the number of pixels inside both masks.
func (m *Mask) Intersection(n *Mask) int {
	if m.X+m.W <= n.X || n.X+n.W <= m.X || m.Y+m.H <= n.Y || n.Y+n.H <= m.Y {
		return 0
	}
	area := 0
	a, b := m.cursor(), n.cursor()
	s, okS := a.next()
	t, okT := b.next()
	for okS && okT {
		if s.X == t.X {
			area += max(0, min(s.Y2, t.Y2)-max(s.Y1, t.Y1))
		}
		if s.X < t.X || s.X == t.X && s.Y2 <= t.Y2 {
			s, okS = a.next()
		} else {
			t, okT = b.next()
		}
	}
	return area
}

// IoU is the intersection over the union of two masks, 0..1; 0 when both are empty.
func (m *Mask) IoU(n *Mask) float64 {
	inter := m.Intersection(n)
	if inter == 0 {
		return 0
	}
	return float64(inter) / float64(m.Area()+n.Area()-inter)
}
