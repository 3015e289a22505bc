package nodes_test

import (
	"testing"
	"unsafe"

	"github.com/maskgraph/maskgraph/nodes"
)

const fullWidth, fullHeight = 1920, 1080

// person is a bitmap of a ragged figure with head, trunk, arms and legs, as a
// segmenter makes them: about a third of its box.
func person(w, h int) bitmap {
	b := bitmap{w: w, h: h, bits: make([]byte, w*h)}
	noise := uint32(1)
	for y := range h {
		noise = noise*1664525 + 1013904223
		ragged := int(noise>>28) - 8
		half := w/8 + ragged/4
		switch {
		case y < h/8:
			half = w / 10
		case y < h/2:
			half = w/3 + ragged/2
		case y > h*5/8:
			for _, centre := range []int{w / 3, w * 2 / 3} {
				b.fill(centre-half/2, centre+half/2, y)
			}
			continue
		}
		b.fill(w/2-half, w/2+half, y)
	}
	return b
}

func (b bitmap) fill(x1, x2, y int) {
	for x := max(0, x1); x < min(b.w, x2); x++ {
		b.bits[y*b.w+x] = 1
	}
}

// TestMaskMemory: 28 people on a 1080p frame, each below 10 KB.
func TestMaskMemory(t *testing.T) {
	for i := range 28 {
		w := 40 + 7*i
		b := person(w, w*5/2)
		b.x, b.y = 50*i, 10*i
		m := b.mask()
		if bytes := int(unsafe.Sizeof(*m)) + 4*cap(m.Runs); bytes >= 10_000 {
			t.Errorf("the mask of %dx%d takes %d bytes", m.W, m.H, bytes)
		} else if m.Area() < w*w/2 {
			t.Errorf("the mask of %dx%d has only %d pixels", m.W, m.H, m.Area())
		}
	}
}

func BenchmarkMaskFromBitmap(b *testing.B) {
	for name, picture := range map[string]bitmap{"full": person(fullWidth, fullHeight), "person": person(150, 375)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				picture.mask()
			}
		})
	}
}

func BenchmarkMaskBitmap(b *testing.B) {
	m := person(fullWidth, fullHeight).mask()
	for b.Loop() {
		m.Bitmap()
	}
}

func BenchmarkMaskIoU(b *testing.B) {
	m := person(fullWidth, fullHeight).mask()
	n := m.Shift(5, 3)
	for b.Loop() {
		m.IoU(n)
	}
}

func BenchmarkMaskCOCOCounts(b *testing.B) {
	m := person(fullWidth, fullHeight).mask()
	for b.Loop() {
		m.COCOCounts(fullWidth, fullHeight)
	}
}

func BenchmarkMaskFromCOCOCounts(b *testing.B) {
	counts := person(fullWidth, fullHeight).mask().COCOCounts(fullWidth, fullHeight)
	for b.Loop() {
		if _, err := nodes.MaskFromCOCOCounts(fullWidth, fullHeight, counts); err != nil {
			b.Fatal(err)
		}
	}
}
