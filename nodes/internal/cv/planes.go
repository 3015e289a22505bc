package cv

import (
	"fmt"
	"image"
	"unsafe"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
)

// Planes says how a picture becomes the input of a network: scaled by one factor
// to fit into Width x Height, placed at the upper left, the rest filled, colour
// planes one after another (NCHW float32 [1,3,Height,Width]).
type Planes struct {
	Width, Height int
	Stretch       bool       // scaled to Width x Height, whatever becomes of its proportions; nothing is filled
	Packed        bool       // pixel after pixel in place of planes, and nothing is filled: [h,w,3] of the scaled size
	Round         bool       // scaled sizes are rounded to the nearest pixel; otherwise cut off
	Smooth        bool       // shrink by averaging; otherwise bilinear without, as most detectors were trained
	Exact         bool       // resized as Pillow's BILINEAR does, to the byte; slower, and Smooth does not matter
	RGB           bool       // order of the planes; otherwise BGR
	Mean, Std     [3]float32 // per plane, in units of 0..255: (x - mean) / std
	Fill          float32    // what the rest holds, after normalising
}

// Write fills dst, which holds as many values as Shape says.
func (p Planes) Write(f *nodes.Frame, dst []float32) error {
	w, h := p.Scaled(f.Width, f.Height)
	if want := size(p.Shape(f.Width, f.Height)); len(dst) != want {
		return fmt.Errorf("planes of %dx%d need %d values, got %d", p.Width, p.Height, want, len(dst))
	}
	if p.Exact {
		f = triangle(f, w, h)
		defer f.Release()
	}
	return View(f, func(m gocv.Mat) error {
		small := gocv.NewMat()
		defer small.Close()
		how := gocv.InterpolationLinear
		if p.Smooth && (w < f.Width || h < f.Height) {
			how = gocv.InterpolationArea
		}
		gocv.Resize(m, &small, image.Pt(w, h), 0, 0, how)
		if f.Format == nodes.Gray8 {
			gocv.CvtColor(small, &small, gocv.ColorGrayToBGR)
		}
		if p.Packed {
			return p.pack(small, dst)
		}
		p.fillRest(w, h, dst)
		return p.split(small, dst)
	})
}

// split normalises each channel into its plane.
func (p Planes) split(small gocv.Mat, dst []float32) error {
	channels := gocv.Split(small) // blue, green, red
	defer func() {
		for _, c := range channels {
			_ = c.Close()
		}
	}()
	for plane := range 3 {
		if err := p.writePlane(channels[p.channel(plane)], plane, dst); err != nil {
			return err
		}
	}
	return nil
}

// pack normalises pixel after pixel.
func (p Planes) pack(small gocv.Mat, dst []float32) error {
	pix, err := small.DataPtrUint8()
	if err != nil {
		return err
	}
	for plane := range 3 {
		from, mean, scale := p.channel(plane), p.Mean[plane], 1/p.Std[plane]
		for i := 0; i < len(dst); i += 3 {
			dst[i+plane] = (float32(pix[i+from]) - mean) * scale
		}
	}
	return nil
}

// channel is which channel of BGR a plane holds.
func (p Planes) channel(plane int) int {
	if p.RGB {
		return 2 - plane
	}
	return plane
}

// writePlane normalises one channel straight into its plane.
func (p Planes) writePlane(channel gocv.Mat, plane int, dst []float32) error {
	size := p.Width * p.Height
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&dst[plane*size])), 4*size)
	return viewBytes(p.Height, p.Width, gocv.MatTypeCV32F, bytes, func(m gocv.Mat) error {
		corner := m.Region(image.Rect(0, 0, channel.Cols(), channel.Rows()))
		defer corner.Close()
		channel.ConvertToWithParams(&corner, gocv.MatTypeCV32F, 1/p.Std[plane], -p.Mean[plane]/p.Std[plane])
		return nil
	})
}

// fillRest fills what a picture of w x h leaves free.
func (p Planes) fillRest(w, h int, dst []float32) {
	for row := range 3 * p.Height {
		from := w
		if row%p.Height >= h {
			from = 0
		}
		rest := dst[row*p.Width+from : (row+1)*p.Width]
		for i := range rest {
			rest[i] = p.Fill
		}
	}
}
