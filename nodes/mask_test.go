package nodes_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/maskgraph/maskgraph/nodes"
)

func TestMaskFromBitmap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		m := b.mask()
		wantMask(t, m, b.at)
		again := bitmap{m.X, m.Y, m.W, m.H, m.Bitmap()}
		for _, v := range again.bits {
			if v > 1 {
				t.Fatalf("Bitmap holds %d", v)
			}
		}
		each(func(x, y int) {
			if again.at(x, y) != b.at(x, y) {
				t.Fatalf("Bitmap differs at (%d,%d)", x, y)
			}
		})
	})
	wantPanic(t, "nodes: a bitmap of 2x2 needs 4 bytes, got 3", func() { nodes.MaskFromBitmap(0, 0, 2, 2, make([]byte, 3)) })
}

func TestMaskShift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		dx, dy := rapid.IntRange(-4, 4).Draw(t, "dx"), rapid.IntRange(-4, 4).Draw(t, "dy")
		wantMask(t, b.mask().Shift(dx, dy), func(x, y int) bool { return b.at(x-dx, y-dy) })
		wantMask(t, b.mask(), b.at)
	})
}

func TestMaskClip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bitmaps(t, "mask")
		edge := rapid.IntRange(low, high)
		x1, y1, x2, y2 := edge.Draw(t, "x1"), edge.Draw(t, "y1"), edge.Draw(t, "x2"), edge.Draw(t, "y2")
		wantMask(t, b.mask().Clip(x1, y1, x2, y2), func(x, y int) bool {
			return b.at(x, y) && x >= x1 && x < x2 && y >= y1 && y < y2
		})
	})
}

func TestMaskIntersectionAndIoU(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := bitmaps(t, "a"), bitmaps(t, "b")
		inter, union := 0, 0
		each(func(x, y int) {
			if a.at(x, y) && b.at(x, y) {
				inter++
			}
			if a.at(x, y) || b.at(x, y) {
				union++
			}
		})
		m, n := a.mask(), b.mask()
		if m.Intersection(n) != inter || n.Intersection(m) != inter {
			t.Fatalf("intersection %d and %d, want %d", m.Intersection(n), n.Intersection(m), inter)
		}
		if want := float64(inter) / float64(max(1, union)); m.IoU(n) != want || n.IoU(m) != want {
			t.Fatalf("IoU %v, want %v", m.IoU(n), want)
		}
	})
}

func TestMaskBuilder(t *testing.T) {
	var b nodes.MaskBuilder
	for _, s := range []nodes.Span{{X: 3, Y1: 5, Y2: 5}, {X: 4, Y1: 1, Y2: 2}, {X: 4, Y1: 2, Y2: 3}, {X: 6, Y1: 9, Y2: 8}, {X: 6, Y1: 0, Y2: 1}} {
		b.Add(s)
	}
	want := &nodes.Mask{X: 4, Y: 0, W: 3, H: 3, Runs: []uint32{1, 2, 3, 1, 2}}
	if got := b.Mask(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
