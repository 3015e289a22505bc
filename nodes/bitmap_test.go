package nodes_test

import (
	"bytes"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

// bitmap is a mask as simple as it can be: what the tests compare with.
type bitmap struct {
	x, y, w, h int
	bits       []byte
}

func (b bitmap) at(x, y int) bool {
	x, y = x-b.x, y-b.y
	return x >= 0 && y >= 0 && x < b.w && y < b.h && b.bits[y*b.w+x] != 0
}

func (b bitmap) mask() *nodes.Mask { return nodes.MaskFromBitmap(b.x, b.y, b.w, b.h, b.bits) }

// window is the region that all masks of these tests lie in, and a bit more.
const low, high = -12, 48

func each(do func(x, y int)) {
	for x := low; x < high; x++ {
		for y := low; y < high; y++ {
			do(x, y)
		}
	}
}

// bitmaps draws empty, full, noisy and blocky bitmaps of several components.
func bitmaps(t *rapid.T, label string) bitmap {
	size := rapid.IntRange(1, 26)
	b := bitmap{
		rapid.IntRange(-6, 9).Draw(t, label+" x"), rapid.IntRange(-6, 9).Draw(t, label+" y"),
		size.Draw(t, label+" w"), size.Draw(t, label+" h"), nil,
	}
	switch rapid.SampledFrom([]string{"empty", "full", "noise", "blocks"}).Draw(t, label+" kind") {
	case "empty":
		b.bits = make([]byte, b.w*b.h)
	case "full":
		b.bits = bytes.Repeat([]byte{255}, b.w*b.h)
	case "noise":
		pixel := rapid.SampledFrom([]byte{0, 0, 1, 7, 255})
		b.bits = rapid.SliceOfN(pixel, b.w*b.h, b.w*b.h).Draw(t, label+" bits")
	case "blocks":
		b.bits = make([]byte, b.w*b.h)
		for range rapid.IntRange(1, 5).Draw(t, label+" blocks") {
			x1, y1 := rapid.IntRange(0, b.w-1).Draw(t, "x1"), rapid.IntRange(0, b.h-1).Draw(t, "y1")
			x2, y2 := rapid.IntRange(x1, b.w).Draw(t, "x2"), rapid.IntRange(y1, b.h).Draw(t, "y2")
			for y := y1; y < y2; y++ {
				copy(b.bits[y*b.w+x1:y*b.w+x2], bytes.Repeat([]byte{1}, x2-x1))
			}
		}
	}
	return b
}

// wantMask says where a mask is not what it should be, pixel by pixel, and
// whether its form is the one that Mask promises.
func wantMask(t *rapid.T, m *nodes.Mask, inside func(x, y int) bool) {
	t.Helper()
	got, area := map[[2]int]bool{}, 0
	last := nodes.Span{X: low - 1}
	for s := range m.Spans() {
		if s.Y1 >= s.Y2 || s.X < last.X || s.X == last.X && s.Y1 <= last.Y2 {
			t.Fatalf("span %v after %v", s, last)
		}
		last = s
		for y := s.Y1; y < s.Y2; y++ {
			got[[2]int{s.X, y}] = true
		}
	}
	x1, y1, x2, y2 := high, high, low, low
	each(func(x, y int) {
		if got[[2]int{x, y}] != inside(x, y) {
			t.Fatalf("pixel (%d,%d) is %v in %+v", x, y, !inside(x, y), m)
		}
		if inside(x, y) {
			area++
			x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x+1), max(y2, y+1)
		}
	})
	if m.Area() != area || m.Empty() != (area == 0) || len(got) != area {
		t.Fatalf("area %d, empty %v, want %d", m.Area(), m.Empty(), area)
	}
	want := nodes.Box{X1: float32(x1), Y1: float32(y1), X2: float32(x2), Y2: float32(y2)}
	if area > 0 && m.Box() != want {
		t.Fatalf("box %v, want %v", m.Box(), want)
	}
	if area == 0 && len(m.Runs) > 0 {
		t.Fatalf("an empty mask has runs %v", m.Runs)
	}
	total := 0
	for i, r := range m.Runs {
		if total += int(r); r == 0 && i > 0 {
			t.Fatalf("run %d of %v is empty", i, m.Runs)
		}
	}
	if total != m.W*m.H {
		t.Fatalf("runs cover %d of %d pixels", total, m.W*m.H)
	}
}
