package nodes

import "iter"

// Span is a vertical stroke of a mask: the pixels (X, Y1) to (X, Y2-1) of the frame.
type Span struct{ X, Y1, Y2 int }

// Spans walks over the mask's foreground, column by column from the left, each
// from the top.
func (m *Mask) Spans() iter.Seq[Span] {
	return func(yield func(Span) bool) {
		c := m.cursor()
		for s, ok := c.next(); ok && yield(s); s, ok = c.next() {
		}
	}
}

// cursor turns runs into spans. A run that goes on in the next column gives
// several spans.
type cursor struct {
	m         *Mask
	run       int // index of the next run
	at, until int // what is left of a foreground run, as indices into the crop
	end       int // where the next run starts
}

func (m *Mask) cursor() cursor { return cursor{m: m} }

func (c *cursor) next() (Span, bool) {
	for c.at == c.until {
		if c.run >= len(c.m.Runs) {
			return Span{}, false
		}
		start := c.end
		c.end += int(c.m.Runs[c.run])
		if c.run%2 == 1 {
			c.at, c.until = start, c.end
		}
		c.run++
	}
	col, row := c.at/c.m.H, c.at%c.m.H
	length := min(c.until-c.at, c.m.H-row)
	c.at += length
	y := c.m.Y + row
	return Span{c.m.X + col, y, y + length}, true
}

// MaskBuilder makes a mask from spans that come in the order of Spans. The zero
// value is ready; empty spans are ignored.
type MaskBuilder struct {
	spans  []Span
	y1, y2 int
}

// Add appends a span, which must not lie before the last one.
func (b *MaskBuilder) Add(s Span) {
	if s.Y1 >= s.Y2 {
		return
	}
	if len(b.spans) == 0 {
		b.y1, b.y2 = s.Y1, s.Y2
	}
	b.y1, b.y2 = min(b.y1, s.Y1), max(b.y2, s.Y2)
	b.spans = append(b.spans, s)
}

// Mask is the mask of all spans so far, cropped to them.
func (b *MaskBuilder) Mask() *Mask {
	if len(b.spans) == 0 {
		return &Mask{}
	}
	first, last := b.spans[0], b.spans[len(b.spans)-1]
	m := &Mask{X: first.X, Y: b.y1, W: last.X - first.X + 1, H: b.y2 - b.y1}
	r := runWriter{runs: make([]uint32, 0, 2*len(b.spans)+1)}
	for _, s := range b.spans {
		r.foreground((s.X-m.X)*m.H+s.Y1-m.Y, s.Y2-s.Y1)
	}
	m.Runs = r.finish(m.W * m.H)
	return m
}

// runWriter writes alternating runs from pieces of foreground in rising order.
// Pieces that touch become one run.
type runWriter struct {
	runs []uint32
	end  int // of the last foreground run
}

func (r *runWriter) foreground(start, length int) {
	if start == r.end && len(r.runs) > 0 {
		r.runs[len(r.runs)-1] += uint32(length)
	} else {
		r.runs = append(r.runs, uint32(start-r.end), uint32(length))
	}
	r.end = start + length
}

func (r *runWriter) finish(total int) []uint32 {
	if r.end < total {
		r.runs = append(r.runs, uint32(total-r.end))
	}
	return r.runs
}
