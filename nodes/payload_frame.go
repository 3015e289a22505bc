package nodes

import (
	"fmt"
	"sync/atomic"
)

// PixelFormat is the layout of a frame's bytes.
type PixelFormat uint8

// The pixel formats: 8 bits a channel, rows from the top, no gaps between rows.
const (
	BGR8  PixelFormat = iota + 1 // blue, green, red: 3 bytes a pixel, OpenCV's order
	Gray8                        // 1 byte a pixel
)

// Channels is the number of bytes a pixel takes.
func (f PixelFormat) Channels() int {
	if f == Gray8 {
		return 1
	}
	return 3
}

// Frame is one picture. It never changes after its node has returned it.
//
// A frame that arrives in a packet is borrowed: read it until Process returns.
// To keep it longer or to draw on it, Clone it. To pass the same frame on, put
// f.Retain() in the packet that you return. Everything else is the business of
// whoever runs the node.
type Frame struct {
	Width, Height int
	Format        PixelFormat
	Pix           []byte // Height rows of Width*Channels bytes; valid until the last Release

	refs atomic.Int32
	free func()
}

func (*Frame) payload() {}

var liveFrames atomic.Int64

// LiveFrames is the number of frames of this process that were not released.
// Tests want zero.
func LiveFrames() int64 { return liveFrames.Load() }

// NewFrame makes a frame of pix with one reference. free, which may be nil, is
// called at the last Release to give the pixels back to whoever allocated them.
// It panics when pix has the wrong length.
func NewFrame(width, height int, format PixelFormat, pix []byte, free func()) *Frame {
	if want := width * height * format.Channels(); width <= 0 || height <= 0 || len(pix) != want {
		panic(fmt.Sprintf("nodes: a frame of %dx%d needs %d bytes, got %d", width, height, want, len(pix)))
	}
	f := &Frame{Width: width, Height: height, Format: format, Pix: pix, free: free}
	f.refs.Store(1)
	liveFrames.Add(1)
	return f
}

// Clone copies the frame into memory of its own, with one reference.
func (f *Frame) Clone() *Frame {
	return NewFrame(f.Width, f.Height, f.Format, append([]byte(nil), f.Pix...), nil)
}

// Retain adds a reference and returns f.
func (f *Frame) Retain() *Frame {
	if f.refs.Add(1) <= 1 {
		panic("nodes: Retain of a released frame")
	}
	return f
}

// Release drops a reference. One too many is a programmer's mistake and panics.
func (f *Frame) Release() {
	switch n := f.refs.Add(-1); {
	case n < 0:
		panic("nodes: a frame was released once too often")
	case n == 0:
		f.Pix = nil
		if f.free != nil {
			f.free()
		}
		liveFrames.Add(-1)
	}
}
