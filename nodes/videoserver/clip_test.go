package videoserver

import (
	"image"
	"testing"

	"gocv.io/x/gocv"
)

// clip is the demo's video at another size.
func clip(b *testing.B, width, height int) (pictures [][]byte) {
	b.Helper()
	c, err := gocv.VideoCaptureFileWithAPI("../../graphs/media/walking.mp4", gocv.VideoCaptureFFmpeg)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	m, large := gocv.NewMat(), gocv.NewMat()
	defer m.Close()
	defer large.Close()
	for len(pictures) < 50 && c.Read(&m) {
		gocv.Resize(m, &large, image.Pt(width, height), 0, 0, gocv.InterpolationCubic)
		pictures = append(pictures, large.ToBytes())
	}
	return pictures
}
