package masksink

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// cutoutsName is the file that marks a folder of cut-outs.
const cutoutsName = "cutouts.json"

// cutouts writes pictures of instances into a folder.
type cutouts struct {
	Cutouts
	folder string
	about  cutoutsAbout
	buf    bytes.Buffer
}

type cutoutsAbout struct {
	Complete bool `json:"complete"`
	Pictures int  `json:"pictures"`
}

func cutoutSink(c Cutouts) *sink {
	return &sink{
		setting: "cutouts", pattern: c.Folder, unit: perRun, owned: &files.Owned{Marker: cutoutsName, Patterns: []string{cutoutsName}},
		create: func(path string) (output, error) { return &cutouts{Cutouts: c, folder: path}, nil },
		reopen: func(path string, s *sinkState) (output, error) {
			if _, err := os.Stat(path); err != nil {
				return nil, err
			}
			return &cutouts{Cutouts: c, folder: path, about: s.Cutouts}, nil
		},
	}
}

func (o *cutouts) write(r record) error {
	if r.found.Skipped || r.frames%o.Every != 0 {
		return nil
	}
	for i, it := range r.found.Items {
		img := o.cut(r.frame, it)
		if img == nil {
			continue
		}
		o.buf.Reset()
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := encoder.Encode(&o.buf, img); err != nil {
			return err
		}
		path := filepath.Join(o.folder, r.stream, files.Sanitise(it.Label), r.name+"-"+strconv.Itoa(i+1)+".png")
		if it.Label == "" {
			path = filepath.Join(o.folder, r.stream, "object", filepath.Base(path))
		}
		if it.Track > 0 {
			path = filepath.Join(filepath.Dir(path), strconv.Itoa(it.Track), r.name+".png")
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, o.buf.Bytes(), 0o644); err != nil {
			return err
		}
		o.about.Pictures++
	}
	return nil
}

// cut is an instance on a transparent ground, nil if it is too small.
func (o *cutouts) cut(f *nodes.Frame, it nodes.Instance) image.Image {
	box, mask := it.Box.Clip(f.Width, f.Height), it.Mask
	if mask != nil {
		mask = mask.Clip(0, 0, f.Width, f.Height)
		box = mask.Box()
	}
	within := image.Rect(0, 0, f.Width, f.Height)
	at := image.Rect(int(box.X1), int(box.Y1), int(box.X2+0.999), int(box.Y2+0.999)).Intersect(within)
	if at.Empty() || mask == nil && at.Dx()*at.Dy() < o.MinArea || mask != nil && mask.Area() < max(1, o.MinArea) {
		return nil
	}
	all := at.Inset(-o.Margin).Intersect(within)
	img := image.NewNRGBA(image.Rect(0, 0, all.Dx(), all.Dy()))
	show := func(x, y int) {
		c := f.Format.Channels()
		from, to := f.Pix[(y*f.Width+x)*c:], img.Pix[img.PixOffset(x-all.Min.X, y-all.Min.Y):]
		to[0], to[1], to[2], to[3] = from[c-1], from[c/2], from[0], 255
	}
	if mask == nil {
		for y := all.Min.Y; y < all.Max.Y; y++ {
			for x := all.Min.X; x < all.Max.X; x++ {
				show(x, y)
			}
		}
		return img
	}
	for s := range mask.Spans() {
		for y := s.Y1; y < s.Y2; y++ {
			show(s.X, y)
		}
	}
	return img
}

func (o *cutouts) end(complete bool) error {
	o.about.Complete = complete
	text, err := json.Marshal(o.about)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.folder, cutoutsName), append(text, '\n'), 0o644)
}

func (o *cutouts) save(s *sinkState) error {
	s.Cutouts = o.about
	return nil
}

func (o *cutouts) close() error { return nil }
