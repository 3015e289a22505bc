package nodes

import (
	"iter"
	"math"
)

// Grow is the mask with all pixels that lie within radius pixels of it, centre to
// centre: 1 adds the four neighbours, 1.5 all eight. It may reach over the
// frame's edge: see Clip. The time it takes grows with the radius.
func (m *Mask) Grow(radius float64) *Mask {
	var parts []*Mask
	for dx, dy := range disc(radius) {
		parts = append(parts, m.stretch(dy).Shift(dx, 0))
	}
	return MergeMasks(parts...)
}

// Shrink is the mask without all pixels that lie within radius pixels of one
// outside, centre to centre. What is beyond the frame's edge is outside.
func (m *Mask) Shrink(radius float64) *Mask {
	out := m
	for dx, dy := range disc(radius) {
		out = out.Intersect(m.stretch(-dy).Shift(dx, 0))
	}
	return out
}

// disc walks over the columns of a disc: how far each is from the centre and how
// far it goes up and down from there. The middle one comes first.
func disc(radius float64) iter.Seq2[int, int] {
	return func(yield func(dx, dy int) bool) {
		radius = max(0, radius)
		for dx := range int(radius) + 1 {
			dy := int(math.Sqrt(radius*radius - float64(dx*dx)))
			if !yield(dx, dy) || dx > 0 && !yield(-dx, dy) {
				return
			}
		}
	}
}

// stretch moves both ends of every span outwards.
func (m *Mask) stretch(by int) *Mask {
	if by == 0 {
		return m
	}
	var b MaskBuilder
	last := Span{Y2: math.MinInt}
	for s := range m.Spans() {
		s.Y1, s.Y2 = s.Y1-by, s.Y2+by
		if s.X == last.X && s.Y1 <= last.Y2 {
			last.Y2 = s.Y2
			continue
		}
		b.Add(last)
		last = s
	}
	b.Add(last)
	return b.Mask()
}
