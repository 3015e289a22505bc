package draw

import (
	"math"

	"github.com/maskgraph/maskgraph/nodes"
)

// brush paints masks: a translucent fill and a smooth outline in one pass. For
// every pixel it counts the mask's pixels in a square around it. That count tells
// how far the edge is, and with that how much colour the pixel gets. Counts are
// bytes, added and blended eight at a time.
type brush struct {
	radius int         // of the square, 1..7: a count must fit into a byte
	alpha  [256]uint16 // how much colour a count gives, 0..256
	counts []byte      // scratch
	sums   []byte      // scratch
}

// newBrush sets the strengths of the fill and the outline, 0..1; size is that of
// the picture's shorter side.
func newBrush(size int, fill, outline float64) *brush {
	b := &brush{radius: min(max((size+240)/480, 1), 7)}
	side := float64(2*b.radius + 1)
	half := 0.3 + 0.55*float64(b.radius) // of the outline's width
	for n := range int(side*side) + 1 {
		inside := (float64(n)/(side*side) - 0.5) * side // pixels from a straight edge
		area := fill * clamp01(inside+0.5)
		line := outline * clamp01(half+0.5-math.Abs(inside))
		b.alpha[n] = uint16(256*max(area, line) + 0.5)
	}
	return b
}

func clamp01(x float64) float64 { return min(max(x, 0), 1) }

// paint draws a mask.
func (b *brush) paint(c *canvas, m *nodes.Mask, color bgr) {
	m = m.Clip(0, 0, c.width, c.height)
	if m.Empty() {
		return
	}
	reach := 2 * b.radius
	width, height := (m.W+reach+7)&^7, m.H+reach // of the counts
	stride := width + (reach+7)&^7
	b.spread(m, stride, height+reach)
	b.sums = zeroed(b.sums, width)
	mix := newMixer(color, int(b.alpha[(reach+1)*(reach+1)]))
	for y := range height + reach {
		row := b.counts[y*stride:]
		b.sumAlong(row, width)
		if y < reach {
			add(b.sums, row[:width])
			continue
		}
		first := b.counts[(y-reach)*stride:][:width]
		b.sumDown(first, row[:width])
		if at := m.Y - b.radius + y - reach; at >= 0 && at < c.height {
			b.blendRow(c.pix[at*c.stride:][:3*c.width], m.X-b.radius, first, color, mix)
		}
	}
}

// spread writes the mask as ones and zeros, with room around it.
func (b *brush) spread(m *nodes.Mask, stride, rows int) {
	b.counts = zeroed(b.counts, stride*rows)
	for s := range m.Spans() {
		i := (s.Y1-m.Y+2*b.radius)*stride + s.X - m.X + 2*b.radius
		for range s.Y2 - s.Y1 {
			b.counts[i] = 1
			i += stride
		}
	}
}

// sumAlong replaces every value by the sum of it and the ones behind it, as many
// as the square is wide.
func (b *brush) sumAlong(row []byte, width int) {
	for x := 0; x < width; x += 8 {
		var sum uint64
		for i := range 2*b.radius + 1 {
			sum += load(row[x+i:])
		}
		store(row[x:], sum)
	}
}

// sumDown completes the sums with the last row of the square, writes them over
// the first one and takes that one out of the sums.
func (b *brush) sumDown(first, last []byte) {
	for x := 0; x < len(first); x += 8 {
		sum := load(b.sums[x:]) + load(last[x:])
		store(b.sums[x:], sum-load(first[x:]))
		store(first[x:], sum)
	}
}

// blendRow colours one row of the picture; counts begin at pixel x.
func (b *brush) blendRow(row []byte, x int, counts []byte, color bgr, mix mixer) {
	side := 2*b.radius + 1
	inside := uint64(side*side) * 0x0101010101010101
	for i := 0; i < len(counts); i, x = i+8, x+8 {
		word := load(counts[i:])
		if word == 0 {
			continue
		}
		if word == inside { // then the pixels lie on the picture, as the mask does
			mix.blend(row[3*x:])
			continue
		}
		for k := max(0, -x); k < 8 && 3*(x+k) < len(row); k++ {
			if n := counts[i+k]; n > 0 {
				blend(row[3*(x+k):], color, int(b.alpha[n]))
			}
		}
	}
}

func add(to, from []byte) {
	for x := 0; x < len(to); x += 8 {
		store(to[x:], load(to[x:])+load(from[x:]))
	}
}

func zeroed(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	b = b[:n]
	clear(b)
	return b
}
