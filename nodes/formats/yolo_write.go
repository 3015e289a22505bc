package formats

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/maskgraph/maskgraph/nodes"
)

// framesName is the file with what YOLO's labels do not say of pictures.
const framesName = "frames.csv"

var framesHead = []string{"picture", "stream", "frame", "pts", "width", "height"}

// yolo writes a file of labels for each frame.
type yolo struct {
	folder  string
	options Options
	frames  *file
	rows    *csv.Writer
	classes categories
	boxes   bool // somebody was told of boxes
}

func newYOLO(folder string, options Options) (encoder, error) {
	f, err := newFile(filepath.Join(folder, framesName))
	if err != nil {
		return nil, err
	}
	o := &yolo{folder: folder, options: options, frames: f, rows: csv.NewWriter(f)}
	return o, errors.Join(o.rows.Write(framesHead), os.Mkdir(filepath.Join(folder, "labels"), 0o755))
}

func (o *yolo) write(r *Record) error {
	if r.Skipped {
		return nil
	}
	if err := r.sized(); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, it := range r.Items {
		ring := o.ring(r, it)
		if len(ring) < 3 {
			continue
		}
		b.WriteString(strconv.Itoa(o.classes.id(label(it)) - 1))
		for _, v := range ring {
			fmt.Fprintf(&b, " %s %s", share(v.X, r.Width), share(v.Y, r.Height))
		}
		b.WriteByte('\n')
	}
	name := r.picture()
	file := filepath.Join(o.folder, "labels", strings.TrimSuffix(name, path.Ext(name))+".txt")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if exists(file) {
		return fmt.Errorf("%s: there are labels of a picture of this name already: %s", r.Stamp, name)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		return err
	}
	return o.rows.Write([]string{
		name, r.Stamp.Stream, strconv.FormatUint(r.Stamp.Seq, 10), strconv.FormatFloat(r.Stamp.PTS.Seconds(), 'f', -1, 64),
		strconv.Itoa(r.Width), strconv.Itoa(r.Height),
	})
}

// ring is an instance's outline, or that of its box.
func (o *yolo) ring(r *Record, it nodes.Instance) nodes.Ring {
	if m := r.masked(it); m != nil {
		return outline(m, func(v nodes.Vertex) nodes.Vertex {
			return nodes.Vertex{X: rounded(v.X, r.Width), Y: rounded(v.Y, r.Height)}
		})
	}
	if !o.boxes {
		o.boxes = true
		o.options.warn("%s: what has no mask is written as the rectangle of its box", r.Stamp)
	}
	b := r.tight(it)
	if b.Area() == 0 {
		return nil
	}
	x1, y1, x2, y2 := float64(b.X1), float64(b.Y1), float64(b.X2), float64(b.Y2)
	return nodes.Ring{{X: x1, Y: y1}, {X: x2, Y: y1}, {X: x2, Y: y2}, {X: x1, Y: y2}}
}

// decimals of a coordinate from 0 to 1: a thousandth of a pixel of the largest pictures.
const decimals = 7

func share(v float64, size int) string {
	text := strconv.FormatFloat(v/float64(size), 'f', decimals, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// rounded is a coordinate as it will be read.
func rounded(v float64, size int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v/float64(size)*scale) / scale * float64(size)
}

func (o *yolo) end() error {
	o.rows.Flush()
	var b bytes.Buffer
	b.WriteString("# Put the pictures into images, under the names that the files in labels have.\npath: .\ntrain: images\nval: images\nnames:\n")
	for i, c := range o.classes.list {
		fmt.Fprintf(&b, "  %d: %s\n", i, strconv.Quote(c.Name))
	}
	if len(o.classes.list) == 0 {
		b.WriteString("  0: object\n")
	}
	return errors.Join(o.rows.Error(), o.frames.end(), os.WriteFile(filepath.Join(o.folder, "data.yaml"), b.Bytes(), 0o644))
}

func (o *yolo) free() { o.frames.free() }
