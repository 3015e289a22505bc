package formats

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"

	"github.com/maskgraph/maskgraph/nodes"
)

// maxPicture bounds the pixels of a picture that is decoded.
const maxPicture = 1 << 26

// decode adds an instance for every value of a picture's pixels but 0.
func (r *Record) decode(path string, add func(r *Record, value int, m *nodes.Mask)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head, err := png.DecodeConfig(f)
	if err != nil {
		return err
	}
	if head.Width > maxPicture/max(1, head.Height) {
		return fmt.Errorf("want at most %d pixels, got %dx%d", maxPicture, head.Width, head.Height)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	img, err := png.Decode(f)
	if err != nil {
		return err
	}
	r.Width, r.Height = head.Width, head.Height
	value, err := valuesOf(img)
	if err != nil {
		return err
	}
	masks := map[int]*nodes.MaskBuilder{}
	for x := range r.Width {
		for y := 0; y < r.Height; {
			v, from := value(x, y), y
			for y++; y < r.Height && value(x, y) == v; y++ {
			}
			if v == 0 {
				continue
			}
			if masks[v] == nil {
				masks[v] = &nodes.MaskBuilder{}
			}
			masks[v].Add(nodes.Span{X: x, Y1: from, Y2: y})
		}
	}
	for _, v := range sortedKeys(masks) {
		add(r, v, masks[v].Mask())
	}
	return nil
}

// valuesOf reads pixels as numbers.
func valuesOf(img image.Image) (func(x, y int) int, error) {
	switch img := img.(type) {
	case *image.Paletted:
		return func(x, y int) int { return int(img.Pix[y*img.Stride+x]) }, nil
	case *image.Gray:
		return func(x, y int) int { return int(img.Pix[y*img.Stride+x]) }, nil
	case *image.Gray16:
		return func(x, y int) int { return int(img.Pix[y*img.Stride+2*x])<<8 | int(img.Pix[y*img.Stride+2*x+1]) }, nil
	}
	return nil, errors.New("want pixels with numbers: a palette, or grey with 8 or 16 bits; this picture has colours")
}
