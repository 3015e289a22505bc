package sam

import (
	"fmt"
	"image"
	"math/rand/v2"
	"testing"
	"time"
	"unsafe"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

// BenchmarkMask enlarges a mask that covers about a tenth of pictures of usual sizes
// and codes it, in turns with the way that is written first: enlarge everything, make
// a bitmap, code that. ms and plain-ms are the means.
func BenchmarkMask(b *testing.B) {
	for _, size := range []image.Point{{640, 480}, {1280, 720}, {1920, 1080}, {3840, 2160}} {
		b.Run(fmt.Sprintf("%dp", size.Y), func(b *testing.B) {
			u := newUpsampler(square, size.X, size.Y)
			logits := make([]float32, Grid*Grid)
			rng := rand.New(rand.NewPCG(1, 1))
			for i := range logits {
				x, y := float32(i%Grid-110)/45, float32(i/Grid-70)/35
				logits[i] = 4 - 4*(x*x+y*y) + rng.Float32()/4
			}
			if area := u.mask(logits).Area(); area < size.X*size.Y/20 || area > size.X*size.Y/4 {
				b.Fatalf("the mask has %d pixels", area)
			}
			var ours, plain time.Duration
			for b.Loop() {
				began := time.Now()
				u.mask(logits)
				middle := time.Now()
				plainMask(b, u, logits)
				ours, plain = ours+middle.Sub(began), plain+time.Since(middle)
			}
			b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ms")
			b.ReportMetric(plain.Seconds()*1000/float64(b.N), "plain-ms")
		})
	}
}

// plainMask enlarges twice with OpenCV, as the export's own graph does.
func plainMask(b *testing.B, u *upsampler, logits []float32) {
	cells := unsafe.Slice((*byte)(unsafe.Pointer(&logits[0])), 4*len(logits))
	m, err := gocv.NewMatFromBytes(Grid, Grid, gocv.MatTypeCV32F, cells)
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	big, whole := gocv.NewMat(), gocv.NewMat()
	defer big.Close()
	defer whole.Close()
	gocv.Resize(m, &big, image.Pt(u.side, u.side), 0, 0, gocv.InterpolationLinear)
	cut := big.Region(image.Rect(0, 0, u.scaledW, u.scaledH))
	defer cut.Close()
	gocv.Resize(cut, &whole, image.Pt(u.width, u.height), 0, 0, gocv.InterpolationLinear)
	gocv.Threshold(whole, &whole, 0, 1, gocv.ThresholdBinary)
	whole.ConvertTo(&whole, gocv.MatTypeCV8U)
	raw, err := whole.DataPtrUint8()
	if err != nil {
		b.Fatal(err)
	}
	nodes.MaskFromBitmap(0, 0, u.width, u.height, raw)
}
