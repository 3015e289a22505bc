package sam

import (
	"image"

	"github.com/maskgraph/maskgraph/nodes"
)

// Crop is a part of a picture that is encoded by itself, which shows the model
// small things larger.
type Crop struct {
	image.Rectangle     // in pixels of the picture
	Layer           int // 0: the whole picture
}

// Crops is the whole picture and, for every layer i from 1, the crops that cut it
// into 2^i by 2^i. They overlap by a share of the picture's shorter side in layer 1,
// and by half as much in each layer further down. Columns come first, from the
// left (generate_crop_boxes in segment_anything's utils/amg.py).
func Crops(width, height, layers int, overlap float64) []Crop {
	picture := image.Rect(0, 0, width, height)
	crops := []Crop{{picture, 0}}
	for layer := 1; layer <= layers; layer++ {
		n := 1 << layer
		common := int(overlap * float64(min(width, height)) * 2 / float64(n))
		w, h := cropLength(width, n, common), cropLength(height, n, common)
		for column := range n {
			for row := range n {
				corner := image.Pt(column*(w-common), row*(h-common))
				part := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(w, h))}.Intersect(picture)
				if !part.Empty() { // tiny pictures have fewer
					crops = append(crops, Crop{part, layer})
				}
			}
		}
	}
	return crops
}

// cropLength is how long n crops are that cover a length together, rounded up.
func cropLength(length, n, common int) int {
	return (common*(n-1) + length + n - 1) / n
}

// Cut copies the crop out of a picture. The frame is the caller's to release.
func (c Crop) Cut(f *nodes.Frame) *nodes.Frame {
	pixel := f.Format.Channels()
	pix := make([]byte, 0, c.Dx()*c.Dy()*pixel)
	for y := c.Min.Y; y < c.Max.Y; y++ {
		pix = append(pix, f.Pix[(y*f.Width+c.Min.X)*pixel:(y*f.Width+c.Max.X)*pixel]...)
	}
	return nodes.NewFrame(c.Dx(), c.Dy(), f.Format, pix, nil)
}

// nearEdge is how close to an edge of a crop, in pixels, a thing is taken to be
// cut off by it (is_box_near_crop_edge in segment_anything's utils/amg.py).
const nearEdge = 20

// CutsOff says that a mask, in pixels of the picture, ends at an edge of the crop
// that is no edge of the picture: there is more of the thing.
func (c Crop) CutsOff(m *nodes.Mask, width, height int) bool {
	mask := [4]int{m.X, m.Y, m.X + m.W - 1, m.Y + m.H - 1}
	crop := [4]int{c.Min.X, c.Min.Y, c.Max.X, c.Max.Y}
	picture := [4]int{0, 0, width, height}
	near := func(a, b int) bool { return a-b <= nearEdge && b-a <= nearEdge }
	for side := range mask {
		if near(mask[side], crop[side]) && !near(mask[side], picture[side]) {
			return true
		}
	}
	return false
}
