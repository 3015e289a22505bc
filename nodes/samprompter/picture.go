package samprompter

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"

	"github.com/maskgraph/maskgraph/nodes"
)

// picture is a mask that was read from a file, and the size of the file's picture.
type picture struct {
	*nodes.Mask
	width, height int
}

// readPictures reads the masks of all prompts that have one.
func readPictures(prompts []Prompt) ([]*picture, error) {
	pictures := make([]*picture, len(prompts))
	var errs []error
	for i, p := range prompts {
		if p.Mask == "" {
			continue
		}
		var err error
		if pictures[i], err = readPicture(p.Mask); err != nil {
			errs = append(errs, fmt.Errorf("prompts[%d].mask: %w", i, err))
		}
	}
	return pictures, errors.Join(errs...)
}

func readPicture(path string) (*picture, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	b := img.Bounds()
	bits := make([]byte, 0, b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			bits = append(bits, inside(img, x, y))
		}
	}
	mask := nodes.MaskFromBitmap(0, 0, b.Dx(), b.Dy(), bits)
	if mask.Empty() {
		return nil, fmt.Errorf("%s: nothing is marked: every pixel is zero", path)
	}
	return &picture{mask, b.Dx(), b.Dy()}, nil
}

// inside is 1 where a pixel is not zero: by its index where there is a palette, as
// in the masks of DAVIS, and otherwise by its colour.
func inside(img image.Image, x, y int) byte {
	if p, ok := img.(*image.Paletted); ok {
		return min(p.ColorIndexAt(x, y), 1)
	}
	if color.Gray16Model.Convert(img.At(x, y)).(color.Gray16).Y > 0 {
		return 1
	}
	return 0
}
