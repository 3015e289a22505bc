package cv

import (
	"fmt"
	"math"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
)

// waves is a frame with waves of so many pixels, by which places can be told.
func waves(w, h int, format nodes.PixelFormat, length float64) *nodes.Frame {
	var pix []byte
	for i := range w * h {
		x, y := float64(i%w)/length, float64(i/w)/length
		blue := byte(128 + 60*math.Sin(2*math.Pi*x) + 60*math.Sin(2*math.Pi*y))
		if pix = append(pix, blue); format == nodes.BGR8 {
			pix = append(pix, blue/2, 255-blue)
		}
	}
	return nodes.NewFrame(w, h, format, pix, nil)
}

// TestSmallOf compares with the mean over all pixels of the frame.
func TestSmallOf(t *testing.T) {
	for _, tc := range []struct{ w, h, wantW, wantH int }{
		{640, 480, 320, 240}, {854, 480, 427, 240}, {1280, 720, 427, 240}, {1366, 768, 455, 256},
		{1920, 1080, 480, 270}, {3840, 2160, 480, 270}, {853, 479, 427, 240}, {300, 200, 300, 200}, {40, 3000, 6, 429}, {1, 1, 1, 1},
	} {
		for _, format := range []nodes.PixelFormat{nodes.BGR8, nodes.Gray8} {
			t.Run(fmt.Sprintf("%dx%d %v", tc.w, tc.h, format), func(t *testing.T) {
				by := float64(tc.w) / float64(tc.wantW)
				f := waves(tc.w, tc.h, format, 15*by)
				defer f.Release()
				s, err := SmallOf(f, 480)
				if err != nil {
					t.Fatal(err)
				}
				if s.Width != tc.wantW || s.Height != tc.wantH || len(s.BGR) != 3*s.Width*s.Height || len(s.Grey) != s.Width*s.Height {
					t.Fatalf("%dx%d, %d and %d bytes", s.Width, s.Height, len(s.BGR), len(s.Grey))
				}
				want, err := Resize(f, s.Width, s.Height)
				if err != nil {
					t.Fatal(err)
				}
				defer want.Release()
				got := s.BGR
				if format == nodes.Gray8 {
					got = s.Grey
				}
				for i, b := range want.Pix {
					if d := int(b) - int(got[i]); d < -4 || d > 4 {
						t.Fatalf("byte %d is %d, want %d", i, got[i], b)
					}
				}
			})
		}
	}
}
