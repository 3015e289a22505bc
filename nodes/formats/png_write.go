package formats

import (
	"bufio"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

const (
	aboutName  = "masks.json"
	labelsName = "labels.txt"
	maxValue   = 0xffff // of a pixel
)

// pngs writes a picture a frame, the value of each pixel being that of an instance.
type pngs struct {
	folder  string
	encoder png.Encoder
	options Options
	value   func(r *Record, all []painted) []int // for each instance; 0 to leave it out
	finish  func(frames int) error
	deep    bool // all pictures have 16 bits
	frames  int
	lost    bool // somebody was told that something was left out
}

func newPNGs(folder string, o Options) *pngs {
	return &pngs{folder: folder, options: o, encoder: png.Encoder{CompressionLevel: png.BestSpeed}}
}

func (o *pngs) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	all := r.apart()
	values := o.value(r, all)
	for i, p := range all {
		if values[i] == 0 && p.at >= 0 && !o.lost {
			o.lost = true
			o.options.warn("%s: masks are left out of the pictures from track %d on: there are no more numbers for them", r.Stamp, p.Track)
		}
	}
	o.frames++
	return o.picture(sanitise(r.Name), o.paint(r, all, values))
}

// picture writes a file of a name that is not taken yet.
func (o *pngs) picture(name string, img image.Image) error {
	path := filepath.Join(o.folder, name+".png")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	for i := 2; errors.Is(err, os.ErrExist); i++ {
		path = filepath.Join(o.folder, name+"-"+strconv.Itoa(i)+".png")
		f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	}
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	return errors.Join(o.encoder.Encode(w, img), w.Flush(), f.Close())
}

// paint is a picture of values: of 8 bits with a palette if that will do.
func (o *pngs) paint(r *Record, all []painted, values []int) image.Image {
	area := image.Rect(0, 0, r.Width, r.Height)
	if !o.deep && slices.Max(append(values, 0)) <= 0xff {
		img := image.NewPaletted(area, davisPalette())
		each(all, values, func(x, y, v int) { img.Pix[y*img.Stride+x] = uint8(v) })
		return img
	}
	img := image.NewGray16(area)
	each(all, values, func(x, y, v int) { img.SetGray16(x, y, color.Gray16{Y: uint16(v)}) })
	return img
}

func each(all []painted, values []int, set func(x, y, v int)) {
	for i, p := range all {
		if values[i] == 0 {
			continue
		}
		for s := range p.mask.Spans() {
			for y := s.Y1; y < s.Y2; y++ {
				set(s.X, y, values[i])
			}
		}
	}
}

func (o *pngs) end() error { return o.finish(o.frames) }

func (o *pngs) free() {}
