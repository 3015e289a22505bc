package cv

import (
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

// SmallOf is a frame divided by the smallest whole number that leaves its longer side no
// longer than side.
func SmallOf(f *nodes.Frame, side int) (*Small, error) {
	by := math.Ceil(float64(max(f.Width, f.Height)) / float64(side))
	size := func(n int) int { return max(1, int(math.Round(float64(n)/by))) }
	s := &Small{FrameW: f.Width, FrameH: f.Height, Width: size(f.Width), Height: size(f.Height)}
	s.BGR, s.Grey = make([]byte, 3*s.Width*s.Height), make([]byte, s.Width*s.Height)
	err := View(f, func(m gocv.Mat) error {
		return s.viewBGR(func(bgr gocv.Mat) error {
			return s.viewGrey(func(grey gocv.Mat) error {
				if f.Format == nodes.Gray8 {
					shrink(m, &grey)
					gocv.CvtColor(grey, &bgr, gocv.ColorGrayToBGR)
				} else {
					shrink(m, &bgr)
					gocv.CvtColor(bgr, &grey, gocv.ColorBGRToGray)
				}
				return nil
			})
		})
	})
	return s, err
}

// shrink makes a picture as small as to, by halves as far as that goes. Halving is
// what OpenCV is fast at: by any other whole number it takes several times as long.
func shrink(from gocv.Mat, to *gocv.Mat) {
	w, h := from.Cols()/2, from.Rows()/2
	if w < to.Cols() || h < to.Rows() || w == to.Cols() && h == to.Rows() {
		gocv.Resize(from, to, image.Pt(to.Cols(), to.Rows()), 0, 0, gocv.InterpolationLinear)
		return
	}
	half := gocv.NewMat()
	defer half.Close()
	gocv.Resize(from, &half, image.Pt(w, h), 0, 0, gocv.InterpolationLinear)
	shrink(half, to)
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

func (s *Small) viewBGR(do func(m gocv.Mat) error) error {
	return viewBytes(s.Height, s.Width, gocv.MatTypeCV8UC3, s.BGR, do)
}
