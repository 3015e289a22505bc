package formats

import (
	"image/color"
	"testing"
)

func TestDavisPalette(t *testing.T) {
	p := davisPalette()
	for i, want := range map[int]color.RGBA{0: {0, 0, 0, 255}, 1: {128, 0, 0, 255}, 2: {0, 128, 0, 255}, 3: {128, 128, 0, 255}, 8: {64, 0, 0, 255}, 255: {224, 224, 192, 255}} {
		if p[i] != want {
			t.Errorf("%d: got %v, want %v", i, p[i], want)
		}
	}
}
