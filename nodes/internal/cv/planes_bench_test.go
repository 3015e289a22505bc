package cv

import (
	"fmt"
	"image"
	"image/color"
	"testing"
	"time"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

// BenchmarkPlanes makes a network's input of pictures of usual sizes, in turns with
// the way that is written first: resize, convert, subtract, divide, pad and copy, each
// over the whole picture. ms and plain-ms are the means.
func BenchmarkPlanes(b *testing.B) {
	OneThread()
	for _, size := range []image.Point{{640, 480}, {1280, 720}, {1920, 1080}, {3840, 2160}} {
		b.Run(fmt.Sprintf("%dp", size.Y), func(b *testing.B) {
			f := gradient(size.X, size.Y)
			defer f.Release()
			dst := make([]float32, 3<<20)
			p := Planes{
				Width: 1024, Height: 1024, Round: true, Smooth: true, RGB: true,
				Mean: [3]float32{123.675, 116.28, 103.53}, Std: [3]float32{58.395, 57.12, 57.375},
			}
			var ours, plain time.Duration
			for b.Loop() {
				began := time.Now()
				if err := p.Write(f, dst); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				plainPlanes(b, p, f, dst)
				ours, plain = ours+middle.Sub(began), plain+time.Since(middle)
			}
			b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ms")
			b.ReportMetric(plain.Seconds()*1000/float64(b.N), "plain-ms")
		})
	}
}

func plainPlanes(b *testing.B, p Planes, f *nodes.Frame, dst []float32) {
	w, h := p.Scaled(f.Width, f.Height)
	how := gocv.InterpolationLinear
	if w < f.Width {
		how = gocv.InterpolationArea
	}
	m := gocv.NewMat()
	defer m.Close()
	err := View(f, func(whole gocv.Mat) error {
		gocv.Resize(whole, &m, image.Pt(w, h), 0, 0, how)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	gocv.CvtColor(m, &m, gocv.ColorBGRToRGB)
	m.ConvertTo(&m, gocv.MatTypeCV32FC3)
	mean := gocv.NewMatWithSizeFromScalar(gocv.NewScalar(float64(p.Mean[0]), float64(p.Mean[1]), float64(p.Mean[2]), 0), h, w, gocv.MatTypeCV32FC3)
	defer mean.Close()
	std := gocv.NewMatWithSizeFromScalar(gocv.NewScalar(float64(p.Std[0]), float64(p.Std[1]), float64(p.Std[2]), 0), h, w, gocv.MatTypeCV32FC3)
	defer std.Close()
	gocv.Subtract(m, mean, &m)
	gocv.Divide(m, std, &m)
	gocv.CopyMakeBorder(m, &m, 0, p.Height-h, 0, p.Width-w, gocv.BorderConstant, color.RGBA{})
	for plane, c := range gocv.Split(m) {
		values, err := c.DataPtrFloat32()
		if err != nil {
			b.Fatal(err)
		}
		copy(dst[plane*p.Width*p.Height:], values)
		c.Close()
	}
}
