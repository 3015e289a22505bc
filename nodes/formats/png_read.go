package formats

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// maxPicture bounds the pixels of a picture that is decoded.
const maxPicture = 1 << 26

// pictures are the PNGs of one video.
type pictures struct {
	stream string
	paths  []string
}

// findPictures lists the PNGs of a folder, or of each of its folders.
func findPictures(path string) ([]pictures, error) {
	var all []pictures
	list := func(dir, stream string) error {
		found, err := filepath.Glob(filepath.Join(escape(dir), "*.png"))
		if len(found) > 0 {
			slices.SortFunc(found, natural)
			all = append(all, pictures{stream, found})
		}
		return err
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := list(path, filepath.Base(whole)); err != nil || len(all) > 0 {
		return all, err
	}
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		if err == nil && e.IsDir() {
			err = list(filepath.Join(path, e.Name()), e.Name())
		}
	}
	ours := exists(filepath.Join(path, aboutName)) || exists(filepath.Join(path, labelsName))
	if err == nil && len(all) == 0 && !ours { // a video without frames is fine
		err = fmt.Errorf("%s: no PNGs here", path)
	}
	return all, err
}

// natural orders names with numbers by the numbers.
func natural(a, b string) int {
	if len(a) != len(b) && numeral(a) && numeral(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func numeral(name string) bool {
	_, err := strconv.ParseUint(stem(name), 10, 64)
	return err == nil
}

func readDAVIS(path string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		videos, err := findPictures(path)
		if err != nil {
			yield(Record{}, err)
			return
		}
		for _, v := range videos {
			var a about
			text, err := os.ReadFile(filepath.Join(filepath.Dir(v.paths[0]), aboutName))
			if err == nil {
				err = json.Unmarshal(text, &a)
			}
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				yield(Record{}, fmt.Errorf("%s: %s: %w", path, aboutName, err))
				return
			}
			ok := v.read(yield, func(r *Record, value int, m *nodes.Mask) {
				r.Items = append(r.Items, nodes.Instance{Box: m.Box(), Score: 1, Class: -1, Label: a.Labels[value], Track: value, Mask: m})
			})
			if !ok {
				return
			}
		}
	}
}

// read gives a record for each picture. It returns whether to go on.
func (v pictures) read(yield func(Record, error) bool, add func(r *Record, value int, m *nodes.Mask)) bool {
	numbers := slices.IndexFunc(v.paths, func(p string) bool { return !numeral(p) }) < 0
	for i, path := range v.paths {
		r := Record{Stamp: nodes.Stamp{Stream: v.stream, Seq: uint64(i)}, Name: stem(path)}
		if numbers {
			r.Stamp.Seq, _ = strconv.ParseUint(r.Name, 10, 64)
		} else {
			r.Stamp.File = filepath.Base(path)
		}
		r.at(0)
		err := r.decode(path, add)
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
		if !yield(r, err) || err != nil {
			return false
		}
	}
	return true
}

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
