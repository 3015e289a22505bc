package draw

import (
	"bytes"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
)

const (
	previewSide    = 1280 // of the longer side, at most
	previewQuality = 80   // of JPEG, 0..100
)

// Preview draws what was found on frames, as an overlay with default settings shows
// it, for somebody to look at while a graph runs.
type Preview struct{ painter Painter }

// NewPreview makes a Preview, which is for one goroutine.
func NewPreview() *Preview { return &Preview{Painter{Style: Default()}} }

// JPEG is the picture, made smaller where it is large. found may be nil. The frame
// stays as it is.
func (p *Preview) JPEG(frame *nodes.Frame, found *nodes.Instances) ([]byte, error) {
	var items []nodes.Instance
	if found != nil {
		items = found.Items
	}
	f, err := p.painter.Paint(frame, items, false)
	if err != nil {
		return nil, err
	}
	defer f.Release()
	return JPEG(f, previewSide, previewQuality)
}

// JPEG is a frame as a JPEG of a quality from 0 to 100, made smaller where its longer
// side has more than that many pixels.
func JPEG(f *nodes.Frame, most, quality int) (out []byte, err error) {
	if side := max(f.Width, f.Height); side > most {
		small, err := cv.Resize(f, max(1, f.Width*most/side), max(1, f.Height*most/side))
		if err != nil {
			return nil, err
		}
		defer small.Release()
		f = small
	}
	err = cv.View(f, func(m gocv.Mat) error {
		encoded, err := gocv.IMEncodeWithParams(gocv.JPEGFileExt, m, []int{gocv.IMWriteJpegQuality, quality})
		if err != nil {
			return err
		}
		defer encoded.Close()
		out = bytes.Clone(encoded.GetBytes())
		return nil
	})
	return out, err
}
