// Package vos scores the masks of things in video as the DAVIS benchmark does
// (Perazzi and others 2016, Pont-Tuset and others 2017): J is the overlap of
// regions, F that of their boundaries.
package vos

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// Void is the palette index of pixels that count neither for nor against, in truth.
const Void = 255

// Sequence is the masks of a video.
type Sequence struct {
	Name   string
	Frames []Frame // in the order of time
}

// Frame is the masks of one frame, by identity. What is hidden has none.
type Frame struct {
	Name          string // of the file, without extension
	Width, Height int
	Masks         map[int]*nodes.Mask
}

// ReadFolder reads a folder of pictures whose pixels are identities, 0 for nothing:
// PNGs with a palette as DAVIS has them, or grey ones of 8 or 16 bits.
func ReadFolder(dir string) (Sequence, error) {
	paths, err := filepath.Glob(filepath.Join(escaped(dir), "*.png"))
	if err != nil {
		return Sequence{}, err
	}
	if len(paths) == 0 {
		return Sequence{}, fmt.Errorf("%s: no *.png here", dir)
	}
	s := Sequence{Name: filepath.Base(dir)}
	for _, path := range paths { // Glob sorts them
		f, err := ReadPNG(path)
		if err != nil {
			return Sequence{}, fmt.Errorf("%s: %w", path, err)
		}
		s.Frames = append(s.Frames, f)
	}
	return s, nil
}

// escaped is a folder's name with nothing in it that Glob takes for a pattern.
func escaped(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// ReadPNG reads one such picture.
func ReadPNG(path string) (Frame, error) {
	file, err := os.Open(path)
	if err != nil {
		return Frame{}, err
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		return Frame{}, err
	}
	f := Frame{
		Name:  strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)),
		Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy(),
	}
	switch p := picture.(type) {
	case *image.Paletted:
		f.Masks = masks(f.Width, f.Height, func(x, y int) int { return int(p.Pix[y*p.Stride+x]) })
	case *image.Gray:
		f.Masks = masks(f.Width, f.Height, func(x, y int) int { return int(p.Pix[y*p.Stride+x]) })
	case *image.Gray16:
		f.Masks = masks(f.Width, f.Height, func(x, y int) int { return int(p.Gray16At(x, y).Y) })
	default:
		return Frame{}, fmt.Errorf("want a PNG with a palette, or a grey one, got %T", picture)
	}
	return f, nil
}

func masks(width, height int, id func(x, y int) int) map[int]*nodes.Mask {
	builders := map[int]*nodes.MaskBuilder{}
	for x := range width {
		start, now := 0, id(x, 0)
		for y := 1; y <= height; y++ {
			next := -1
			if y < height {
				next = id(x, y)
			}
			if next == now {
				continue
			}
			if now != 0 {
				if builders[now] == nil {
					builders[now] = &nodes.MaskBuilder{}
				}
				builders[now].Add(nodes.Span{X: x, Y1: start, Y2: y})
			}
			start, now = y, next
		}
	}
	out := map[int]*nodes.Mask{}
	for id, b := range builders {
		out[id] = b.Mask()
	}
	return out
}
