package draw

import (
	"image"

	"github.com/maskgraph/maskgraph/nodes"
)

// canvas is a colour picture to draw on, used again for every frame. Its memory
// may be one row and one column larger than the picture: video codecs want even
// sizes.
type canvas struct {
	width, height int // of the picture
	stride        int // bytes from row to row
	pix           []byte
}

// load copies a frame, whatever its format.
func (c *canvas) load(f *nodes.Frame, even bool) {
	w, h := f.Width, f.Height
	if even {
		w, h = w+w%2, h+h%2
	}
	c.width, c.height, c.stride = f.Width, f.Height, 3*w
	if len(c.pix) != 3*w*h {
		c.pix = make([]byte, 3*w*h)
	}
	row := f.Width * f.Format.Channels()
	for y := range f.Height {
		from, to := f.Pix[y*row:(y+1)*row], c.pix[y*c.stride:]
		if f.Format == nodes.BGR8 {
			copy(to, from)
			continue
		}
		for x, v := range from {
			to[3*x], to[3*x+1], to[3*x+2] = v, v, v
		}
	}
}

// frame is the canvas as a frame, the extra column and row repeating the last
// ones. It shares the canvas's memory.
func (c *canvas) frame() *nodes.Frame {
	if c.stride > 3*c.width {
		for y := range c.height {
			end := y*c.stride + 3*c.width
			copy(c.pix[end:end+3], c.pix[end-3:end])
		}
	}
	if last := c.pix[(c.height-1)*c.stride:]; len(last) > c.stride {
		copy(last[c.stride:], last[:c.stride])
	}
	return nodes.NewFrame(c.stride/3, len(c.pix)/c.stride, nodes.BGR8, c.pix, nil)
}

// fill blends a rectangle with a colour; alpha 256 covers.
func (c *canvas) fill(r image.Rectangle, color bgr, alpha int) {
	r = r.Intersect(image.Rect(0, 0, c.width, c.height))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.pix[y*c.stride+3*r.Min.X : y*c.stride+3*r.Max.X]
		for ; len(row) >= 3; row = row[3:] {
			blend(row, color, alpha)
		}
	}
}

// frameRect draws a rectangle's border on its inside.
func (c *canvas) frameRect(r image.Rectangle, thick int, color bgr) {
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+thick), color, 256)
	c.fill(image.Rect(r.Min.X, r.Max.Y-thick, r.Max.X, r.Max.Y), color, 256)
	c.fill(image.Rect(r.Min.X, r.Min.Y+thick, r.Min.X+thick, r.Max.Y-thick), color, 256)
	c.fill(image.Rect(r.Max.X-thick, r.Min.Y+thick, r.Max.X, r.Max.Y-thick), color, 256)
}

// blend mixes one pixel with a colour, alpha 0..256.
func blend(pixel []byte, color bgr, alpha int) {
	_ = pixel[2]
	pixel[0] = uint8((int(pixel[0])*(256-alpha) + int(color[0])*alpha) >> 8)
	pixel[1] = uint8((int(pixel[1])*(256-alpha) + int(color[1])*alpha) >> 8)
	pixel[2] = uint8((int(pixel[2])*(256-alpha) + int(color[2])*alpha) >> 8)
}
