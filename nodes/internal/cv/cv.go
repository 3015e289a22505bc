// Package cv is the one place where OpenCV's Mat and our Frame meet.
//
// A gocv.Mat is a Go value around a C pointer: closing a copy of it aborts the
// process. So a Mat lives inside one function of this package, or inside the
// callback that View lends it to, and never crosses a channel.
package cv

import (
	"errors"
	"fmt"
	"image"
	"runtime"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

func matType(f nodes.PixelFormat) gocv.MatType {
	if f == nodes.Gray8 {
		return gocv.MatTypeCV8UC1
	}
	return gocv.MatTypeCV8UC3
}

// Adopt makes a frame out of m without a copy. m belongs to the frame from now
// on; when Adopt fails, m has been closed.
func Adopt(m gocv.Mat) (*nodes.Frame, error) {
	format := nodes.BGR8
	if m.Type() == gocv.MatTypeCV8UC1 {
		format = nodes.Gray8
	}
	if m.Empty() || m.Type() != matType(format) || !m.IsContinuous() {
		err := fmt.Errorf("want a continuous 8-bit picture with 1 or 3 channels, got %dx%d of type %v", m.Cols(), m.Rows(), m.Type())
		return nil, errors.Join(err, m.Close())
	}
	pix, err := m.DataPtrUint8()
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return nodes.NewFrame(m.Cols(), m.Rows(), format, pix, func() { _ = m.Close() }), nil
}

// View lends f's pixels to do as a Mat, without a copy. The Mat ends with the
// call. It must not be written to unless f is a clone that nobody else has seen.
func View(f *nodes.Frame, do func(m gocv.Mat) error) error {
	return viewBytes(f.Height, f.Width, matType(f.Format), f.Pix, do)
}

// viewBytes lends any bytes as a Mat.
func viewBytes(rows, cols int, t gocv.MatType, pix []byte, do func(m gocv.Mat) error) error {
	var pin runtime.Pinner // C holds the address during the call
	pin.Pin(&pix[0])
	defer pin.Unpin()
	m, err := gocv.NewMatFromBytes(rows, cols, t, pix)
	if err != nil {
		return err
	}
	defer m.Close()
	return do(m)
}

// Resize is f at another size: averaged when it shrinks, bilinear when it grows.
func Resize(f *nodes.Frame, width, height int) (*nodes.Frame, error) {
	out := gocv.NewMat()
	err := View(f, func(m gocv.Mat) error {
		how := gocv.InterpolationLinear
		if width < f.Width || height < f.Height {
			how = gocv.InterpolationArea
		}
		gocv.Resize(m, &out, image.Pt(width, height), 0, 0, how)
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return Adopt(out)
}
