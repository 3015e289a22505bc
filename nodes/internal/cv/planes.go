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
	Round         bool       // scaled sizes are rounded to the nearest pixel; otherwise cut off
	Smooth        bool       // shrink by averaging; otherwise bilinear without, as most detectors were trained
	RGB           bool       // order of the planes; otherwise BGR
	Mean, Std     [3]float32 // per plane, in units of 0..255: (x - mean) / std
	Fill          float32    // what the rest holds, after normalising
}

// Scaled is the size of the picture on the planes.
func (p Planes) Scaled(width, height int) (w, h int) {
	r := min(float64(p.Width)/float64(width), float64(p.Height)/float64(height))
	half := 0.0
	if p.Round {
		half = 0.5
	}
	return max(1, int(float64(width)*r+half)), max(1, int(float64(height)*r+half))
}

// Write fills dst, which holds 3*Width*Height values.
func (p Planes) Write(f *nodes.Frame, dst []float32) error {
	if len(dst) != 3*p.Width*p.Height {
		return fmt.Errorf("planes of %dx%d need %d values, got %d", p.Width, p.Height, 3*p.Width*p.Height, len(dst))
	}
	w, h := p.Scaled(f.Width, f.Height)
	p.fillRest(w, h, dst)
	return View(f, func(m gocv.Mat) error {
		small := gocv.NewMat()
		defer small.Close()
		how := gocv.InterpolationLinear
		if p.Smooth && w < f.Width {
			how = gocv.InterpolationArea
		}
		gocv.Resize(m, &small, image.Pt(w, h), 0, 0, how)
		if f.Format == nodes.Gray8 {
			gocv.CvtColor(small, &small, gocv.ColorGrayToBGR)
		}
		channels := gocv.Split(small) // blue, green, red
		defer func() {
			for _, c := range channels {
				_ = c.Close()
			}
		}()
		for plane := range 3 {
			channel := plane
			if p.RGB {
				channel = 2 - plane
			}
			if err := p.writePlane(channels[channel], plane, dst); err != nil {
				return err
			}
		}
		return nil
	})
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
