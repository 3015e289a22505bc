package cv

import (
	"errors"
	"image"
	"math"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

// Small is a frame made smaller, to look for motion and colours in.
type Small struct {
	FrameW, FrameH int
	Width, Height  int
	BGR            []byte // rows from the top
	Grey           []byte
}

// SmallOf is a frame divided by the whole number that brings its longer side closest
// to side.
func SmallOf(f *nodes.Frame, side int) (*Small, error) {
	by := max(1, math.Round(float64(max(f.Width, f.Height))/float64(side)))
	size := func(n int) int { return max(1, int(math.Round(float64(n)/by))) }
	s := &Small{FrameW: f.Width, FrameH: f.Height, Width: size(f.Width), Height: size(f.Height)}
	err := View(f, func(m gocv.Mat) error {
		small, other := gocv.NewMat(), gocv.NewMat()
		defer small.Close()
		defer other.Close()
		gocv.Resize(m, &small, image.Pt(s.Width, s.Height), 0, 0, gocv.InterpolationArea)
		colour, grey := &small, &other
		if f.Format == nodes.Gray8 {
			colour, grey = grey, colour
			gocv.CvtColor(small, &other, gocv.ColorGrayToBGR)
		} else {
			gocv.CvtColor(small, &other, gocv.ColorBGRToGray)
		}
		bgr, err1 := colour.DataPtrUint8()
		pix, err2 := grey.DataPtrUint8()
		s.BGR, s.Grey = append([]byte(nil), bgr...), append([]byte(nil), pix...)
		return errors.Join(err1, err2)
	})
	return s, err
}

// Uncoloured is the picture without its colours, nil of nil.
func (s *Small) Uncoloured() *Small {
	if s == nil {
		return nil
	}
	grey := *s
	grey.BGR = nil
	return &grey
}

// Scale is how many pixels of the small picture make one of the frame.
func (s *Small) Scale() (x, y float64) {
	return float64(s.Width) / float64(s.FrameW), float64(s.Height) / float64(s.FrameH)
}

// Inside says whether a spot lies on the picture.
func (s *Small) Inside(p Spot) bool {
	return p.X >= -0.5 && p.Y >= -0.5 && p.X < float32(s.Width)-0.5 && p.Y < float32(s.Height)-0.5
}

func (s *Small) viewGrey(do func(m gocv.Mat) error) error {
	return viewBytes(s.Height, s.Width, gocv.MatTypeCV8UC1, s.Grey, do)
}
