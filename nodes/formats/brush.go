package formats

import "github.com/maskgraph/maskgraph/nodes"

// A mask as Label Studio's brush stores it: the bytes of an RGBA picture, all four the
// same, packed in the manner of thi.ng/rle-pack. The stream is a head (32 bits number
// of values, 5 bits of a value's size less 1, four times 4 bits of a count's size less
// 1) and pieces: a bit that says it is a repetition, 2 bits for which size of count, the
// count less 1, the value.
const (
	brushChannels = 4
	brushValue    = 8 // bits
)

// brushCounts are the sizes of counts, in bits.
var brushCounts = [4]int{3, 4, 8, 16}

// brush packs a mask of a frame.
func brush(m *nodes.Mask, width, height int) []byte {
	var b bits
	b.write(width*height*brushChannels, 32)
	b.write(brushValue-1, 5)
	for _, n := range brushCounts {
		b.write(n-1, 4)
	}
	inside := false
	for _, n := range rowRuns(m, 0, 0, width, height) {
		b.repeat(n*brushChannels, inside)
		inside = !inside
	}
	return b.bytes()
}

// bits are written from the high end of each byte.
type bits struct {
	out  []byte
	word uint64 // its low bits are still to be written
	n    int
}

func (b *bits) write(value, size int) {
	b.word = b.word<<size | uint64(value)
	for b.n += size; b.n >= 8; b.n -= 8 {
		b.out = append(b.out, byte(b.word>>(b.n-8)))
	}
}

// repeat writes a value n times.
func (b *bits) repeat(n int, inside bool) {
	for n > 0 {
		size := 0
		for size < len(brushCounts)-1 && n > 1<<brushCounts[size] {
			size++
		}
		count := min(n, 1<<brushCounts[size])
		b.write(1, 1)
		b.write(size, 2)
		b.write(count-1, brushCounts[size])
		value := 0
		if inside {
			value = 1<<brushValue - 1
		}
		b.write(value, brushValue)
		n -= count
	}
}

func (b *bits) bytes() []byte {
	if b.n > 0 {
		b.write(0, 8-b.n)
	}
	return b.out
}
