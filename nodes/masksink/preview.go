package masksink

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
type Preview struct {
	painter painter
	canvas  canvas
}

// NewPreview makes a Preview, which is for one goroutine.
func NewPreview() *Preview {
	return &Preview{painter: painter{draw: Draw{Masks: true, Outlines: true, Boxes: "auto", Labels: true, Color: "auto", Alpha: 0.4}}}
}

// JPEG is the picture, made smaller where it is large. found may be nil. The frame
// stays as it is.
func (p *Preview) JPEG(frame *nodes.Frame, found *nodes.Instances) ([]byte, error) {
	p.canvas.load(frame, false)
	if found != nil {
		if err := p.painter.paint(&p.canvas, found.Items); err != nil {
			return nil, err
		}
	}
	f := p.canvas.frame()
	defer func() { f.Release() }()
	if side := max(f.Width, f.Height); side > previewSide {
		small, err := cv.Resize(f, max(1, f.Width*previewSide/side), max(1, f.Height*previewSide/side))
		if err != nil {
			return nil, err
		}
		f.Release()
		f = small
	}
	var out []byte
	err := cv.View(f, func(m gocv.Mat) error {
		encoded, err := gocv.IMEncodeWithParams(gocv.JPEGFileExt, m, []int{gocv.IMWriteJpegQuality, previewQuality})
		if err != nil {
			return err
		}
		defer encoded.Close()
		out = bytes.Clone(encoded.GetBytes())
		return nil
	})
	return out, err
}
