package tracker

import (
	"fmt"
	"image"
	_ "image/jpeg" // the pictures
	_ "image/png"  // the masks
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestRealPan: a camera pans after a car, by about twelve pixels a frame. What is
// measured over six frames at once is what six single steps add up to, within a tenth:
// the near and the far go apart.
//
// What that is worth for identities could not be shown on this clip: its car is kept
// in the middle, and never lost with or without the pictures, from 24 to 2 frames a
// second. That is why the input frame is optional and no shipped graph connects it.
func TestRealPan(t *testing.T) {
	folder := nodestest.Shared(t, "data/davis-like/car-shadow")
	const span = 6
	for first := 0; first <= 2*span; first += span {
		var seen []*thumbnail
		for i := range span + 1 {
			seen = append(seen, seenOf(t, folder, first+i))
		}
		sum := 0.0
		for i := range span {
			a, ok := motionBetween(seen[i], seen[i+1])
			if !ok {
				t.Fatalf("frame %d: no motion", first+i)
			}
			sum += atMiddle(a)
		}
		whole, ok := motionBetween(seen[0], seen[span])
		if x := atMiddle(whole); !ok || math.Abs(x-sum) > 0.1*sum || x < 8*span || x > 16*span {
			t.Errorf("frames %d to %d: %.1f pixels at once, %.1f in steps", first, first+span, x, sum)
		}
	}
}

// atMiddle is how far to the right the middle of the picture goes.
func atMiddle(a Affine) float64 {
	x, _ := a.apply(427, 240)
	return x - 427
}

// seenOf is a frame of the clip as the tracker keeps it, with the car hidden.
func seenOf(t *testing.T, folder string, n int) *thumbnail {
	t.Helper()
	mask, ok := decoded(t, filepath.Join(folder, fmt.Sprintf("masks/%05d.png", n))).(*image.Paletted)
	if !ok {
		t.Fatal("want masks with a palette")
	}
	img := decoded(t, filepath.Join(folder, fmt.Sprintf("frames/%05d.jpg", n)))
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	pix := make([]byte, 0, w*h)
	for y := range h {
		for x := range w {
			r, g, b, _ := img.At(x, y).RGBA()
			pix = append(pix, byte((r+2*g+b)>>10))
		}
	}
	f := nodes.NewFrame(w, h, nodes.Gray8, pix, nil)
	defer f.Release()
	return shrink(f, []nodes.Instance{{Box: nodes.MaskFromBitmap(0, 0, w, h, mask.Pix).Box()}})
}

func decoded(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
