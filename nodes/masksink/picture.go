package masksink

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gocv.io/x/gocv"

	"github.com/maskgraph/maskgraph/nodes"
	"github.com/maskgraph/maskgraph/nodes/internal/cv"
	"github.com/maskgraph/maskgraph/nodes/internal/draw"
)

// picture is one frame as an image file.
type picture struct {
	path    string
	painter *draw.Painter // nil: the frame as it came
}

// framesSink writes the pictures that the labels of the other outputs belong to.
func framesSink(set setting) *sink {
	return &sink{
		setting: set.name, pattern: set.path, unit: perFrame, seenOnly: true,
		create: func(path string) (output, error) { return &picture{path: path}, nil },
	}
}

func (o *picture) write(r record) error {
	if o.painter == nil {
		return o.encode(r.frame)
	}
	f, err := o.painter.Paint(r.frame, r.found.Items, false)
	if err != nil {
		return err
	}
	defer f.Release()
	return o.encode(f)
}

func (o *picture) encode(f *nodes.Frame) error {
	return cv.View(f, func(m gocv.Mat) error {
		encoded, err := gocv.IMEncode(gocv.FileExt(extension(o.path)), m)
		if err != nil {
			return err
		}
		defer encoded.Close()
		return os.WriteFile(o.path, encoded.GetBytes(), 0o644)
	})
}

func (*picture) end(bool) error        { return nil }
func (*picture) save(*sinkState) error { return nil }
func (*picture) close() error          { return nil }

// imagesFolder is where data sets have their pictures.
const imagesFolder = "images"

// pictureName is what labels call the picture that frames writes of a record: its path
// from the folder images on, or else from the first placeholder on.
func (n *node) pictureName(r record) string {
	i := slices.IndexFunc(n.sinks, func(s *sink) bool { return s.setting == "frames" })
	if i < 0 {
		return ""
	}
	s := n.sinks[i]
	name := filepath.ToSlash(s.path(r))
	if _, below, ok := strings.Cut("/"+name, "/"+imagesFolder+"/"); ok {
		return below
	}
	fixed, _, _ := strings.Cut(filepath.ToSlash(s.pattern), "{")
	return strings.TrimPrefix(name, strings.TrimSuffix(fixed, path.Base("/"+fixed)))
}
