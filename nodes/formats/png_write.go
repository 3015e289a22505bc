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

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

const (
	aboutName  = "masks.json"
	labelsName = "labels.txt"
	maxValue   = 0xffff // of a pixel

	unfinishedName = ".next.png" // the picture that is being written
)

// pngs writes a picture a frame, the value of each pixel being that of an instance.
type pngs struct {
	*desk
	folder  string
	notes   *spool // what an encoder has to know again
	encoder png.Encoder
	deep    bool // all pictures have 16 bits
	pngState
}

type pngState struct {
	Frames int
	Lost   bool // somebody was told that something was left out
}

func newPNGs(d *desk, folder string) (*pngs, error) {
	notes, err := d.spool()
	if err != nil {
		return nil, err
	}
	o := &pngs{desk: d, folder: folder, notes: notes, encoder: png.Encoder{CompressionLevel: png.BestSpeed}}
	return o, os.MkdirAll(folder, 0o755)
}

func (o *pngs) state() any      { return &o.pngState }
func (o *pngs) spooled() *spool { return o.notes }

// put writes a frame with the values of its instances; 0 leaves one out.
func (o *pngs) put(r *Record, all []painted, values []int) error {
	for i, p := range all {
		if values[i] == 0 && p.at >= 0 && !o.Lost {
			o.Lost = true
			o.warn("%s: masks are left out of the pictures from track %d on: there are no more numbers for them", r.Stamp, p.Track)
		}
	}
	o.Frames++
	return o.picture(files.Sanitise(r.Name), o.paint(r, all, values))
}

// picture writes one that is whole whenever it is there.
func (o *pngs) picture(name string, img image.Image) error {
	unfinished := filepath.Join(o.folder, unfinishedName)
	f, err := os.Create(unfinished)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if err := errors.Join(o.encoder.Encode(w, img), w.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(unfinished, filepath.Join(o.folder, name+".png"))
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

// finish writes the file that says what the pictures are.
func (o *pngs) finish(name, text string) error {
	err := os.WriteFile(filepath.Join(o.folder, name), []byte(text), 0o644)
	if gone := os.Remove(filepath.Join(o.folder, unfinishedName)); !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
