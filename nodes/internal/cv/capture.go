package cv

import (
	"errors"
	"io"
	"runtime"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

// Capture makes a frame of what read writes to a Mat, without a copy: in memory
// from alloc, when there is such a thing, else in the Mat's own. width and height
// are what read is expected to give; when it gives another size, OpenCV moves the
// Mat to memory of its own, and the picture is copied from there. io.EOF: read
// returned false or nothing.
func Capture(
	alloc func(width, height int, format nodes.PixelFormat) (*nodes.Frame, error), width, height int, read func(m *gocv.Mat) bool,
) (*nodes.Frame, error) {
	if alloc == nil || width <= 0 || height <= 0 {
		m := gocv.NewMat()
		if !read(&m) || m.Empty() {
			return nil, errors.Join(io.EOF, m.Close())
		}
		return Adopt(m)
	}
	f, err := alloc(width, height, nodes.BGR8)
	if err != nil {
		return nil, err
	}
	moved, err := readInto(f, read)
	if err == nil && moved == nil {
		return f, nil
	}
	f.Release()
	if err != nil {
		return nil, err
	}
	defer moved.Release()
	if f, err = alloc(moved.Width, moved.Height, moved.Format); err == nil {
		copy(f.Pix, moved.Pix)
	}
	return f, err
}

// readInto lets read write to a frame's own memory. When the picture ended up
// elsewhere, it is returned.
func readInto(f *nodes.Frame, read func(m *gocv.Mat) bool) (moved *nodes.Frame, err error) {
	var pin runtime.Pinner
	pin.Pin(&f.Pix[0])
	defer pin.Unpin()
	m, err := gocv.NewMatFromBytes(f.Height, f.Width, matType(f.Format), f.Pix)
	if err != nil {
		return nil, err
	}
	if !read(&m) || m.Empty() {
		return nil, errors.Join(io.EOF, m.Close())
	}
	if pix, err := m.DataPtrUint8(); err == nil && &pix[0] == &f.Pix[0] {
		return nil, m.Close()
	}
	return Adopt(m)
}
