package sam

import (
	"math/rand/v2"
	"testing"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

var square = cv.Planes{Width: 1024, Height: 1024, Round: true}

// reference enlarges a picture the way the reference does: two plain bilinear
// steps over everything, in float64.
func reference(logits []float32, u *upsampler) []float64 {
	in := make([]float64, len(logits))
	for i, v := range logits {
		in[i] = float64(v)
	}
	big := resizeBilinear(in, Grid, Grid, 1024, 1024)
	cut := make([]float64, 0, u.scaledW*u.scaledH)
	for y := range u.scaledH {
		cut = append(cut, big[y*1024:y*1024+u.scaledW]...)
	}
	return resizeBilinear(cut, u.scaledW, u.scaledH, u.width, u.height)
}

func resizeBilinear(in []float64, w, h, toW, toH int) []float64 {
	out := make([]float64, toW*toH)
	for y := range toH {
		for x := range toW {
			for _, wy := range bilinear(y, toH, h) {
				for _, wx := range bilinear(x, toW, w) {
					out[y*toW+x] += in[wy.index*w+wx.index] * float64(wx.weight) * float64(wy.weight)
				}
			}
		}
	}
	return out
}

func TestMaskEqualsTwoBilinearSteps(t *testing.T) {
	for _, tc := range []struct {
		name          string
		width, height int
	}{
		{"landscape shrinks to the square", 1280, 720},
		{"portrait grows to the square", 240, 427},
		{"the square itself", 1024, 1024},
		{"tiny", 16, 9},
		{"one row", 300, 1},
		{"odd sizes", 853, 481},
	} {
		t.Run(tc.name, func(t *testing.T) {
			u := newUpsampler(square, tc.width, tc.height)
			logits := blobs(rand.New(rand.NewPCG(3, uint64(tc.width))))
			got := u.mask(logits)
			want := reference(logits, u)
			raw := make([]byte, len(want))
			unclear := 0
			for i, v := range want {
				if v > 0 {
					raw[i] = 1
				}
				if v > -1e-4 && v < 1e-4 {
					unclear++
				}
			}
			bits := nodes.MaskFromBitmap(0, 0, tc.width, tc.height, raw)
			differ := got.Area() + bits.Area() - 2*got.Intersection(bits)
			if differ > unclear {
				t.Errorf("%d of %d pixels differ from the reference, %d may", differ, len(want), unclear)
			}
			if bits.Area() == 0 {
				t.Error("the reference mask is empty: the test says nothing")
			}
		})
	}
}

// blobs is a smooth field of positive islands in a negative sea.
func blobs(rng *rand.Rand) []float32 {
	logits := make([]float32, Grid*Grid)
	for i := range logits {
		logits[i] = -4
	}
	for i := range 6 {
		cx, cy, r := rng.Float64()*Grid, rng.Float64()*Grid, 5+40*rng.Float64()
		if i == 0 {
			cx, cy = 30, 0 // something at the upper edge, where flat frames look
		}
		for y := range Grid {
			for x := range Grid {
				dx, dy := float64(x)-cx, float64(y)-cy
				v := float32(10 * (1 - (dx*dx+dy*dy)/(r*r)))
				logits[y*Grid+x] = max(logits[y*Grid+x], v)
			}
		}
	}
	return logits
}

func TestMaskOfNothing(t *testing.T) {
	logits := make([]float32, Grid*Grid) // 0 is outside
	u := newUpsampler(square, 640, 480)
	if m := u.mask(logits); !m.Empty() {
		t.Errorf("got a mask of %d pixels from logits of 0", m.Area())
	}
	if s := u.stability(logits, 1); s != 0 {
		t.Errorf("stability of logits that are all 0: got %g, want 0", s)
	}
}
